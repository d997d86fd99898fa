"""Grids of points that are the surfaces of simple bodies, and their normals and triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (..., 3)


def ellipsoid(centre: Points, radii: Sequence[float], rows: int = 12, columns: int = 18) -> Points:
    """(rows, columns, 3), poles along y."""
    polar, around = np.meshgrid(
        np.linspace(0.02, np.pi - 0.02, rows), np.linspace(-np.pi, np.pi, columns), indexing="ij"
    )
    unit = np.stack([np.sin(polar) * np.sin(around), -np.cos(polar), np.sin(polar) * np.cos(around)], -1)
    return np.asarray(unit * np.asarray(radii) + centre)


def tube(profile: Sequence[tuple[float, float, float, float]], rows: int = 30, columns: int = 36) -> Points:
    """(rows, columns, 3) around a vertical axis. `profile`: y, half width, half depth, z of the axis; y descending."""
    y, *others = np.array(profile, float)[::-1].T
    levels = np.linspace(y[0], y[-1], rows)
    half_width, half_depth, axis = (_soften(np.interp(levels, y, other))[:, None] for other in others)
    around = np.linspace(-np.pi, np.pi, columns)
    return np.stack(
        [half_width * np.sin(around), np.repeat(levels[:, None], columns, 1), axis + half_depth * np.cos(around)], -1
    )


def _soften(values: Points) -> Points:
    inner = (values[:-2] + 2 * values[1:-1] + values[2:]) / 4
    return np.concatenate([values[:1], inner, values[-1:]])


def normals(grid: Points, centre: Points | None = None) -> Points:
    """Unit normals of a grid; pointing away from `centre` where it is given, else by the grid's own winding."""
    normal: Points = np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0))
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-9
    if centre is None:
        return normal
    inwards = ((grid - centre) * normal).sum(-1, keepdims=True) < 0
    return np.where(inwards, -normal, normal)


def triangles(rows: int, columns: int) -> NDArray[np.int64]:
    """(n, 3) indices into a flattened grid: two triangles a cell."""
    index = np.arange(rows * columns).reshape(rows, columns)
    corners = (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1])
    a, b, c, d = (corner.ravel() for corner in corners)
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
