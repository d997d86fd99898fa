"""Triangles to pixels: which triangle is nearest at each pixel, and where in it the pixel lies."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.integer[Any]]

#: Spans are this much wider than their triangles on both sides, in pixels, so that no crack opens between neighbours.
_SLACK = 4e-3


class Fragments(NamedTuple):
    """The pixels that are covered: `pixel` (n,) flat index; `corners` (3, n) vertices of the nearest triangle;
    `weights` (3, n) of these vertices."""

    pixel: Indices
    corners: Indices
    weights: Floats

    def interpolate(self, values: Floats, which: Indices) -> Floats:
        """(len(which), k): per-vertex `values` (m, k) at the fragments `which`."""
        result = np.zeros((len(which), values.shape[1]), values.dtype)
        for corner, weight in zip(self.corners, self.weights, strict=True):
            result += values.take(corner.take(which), 0) * weight.take(which)[:, None]
        return result


def rasterize(vertices: Floats, triangles: Indices, width: int, height: int) -> Fragments:
    """`vertices` (m, 3): x and y in pixels and a depth that grows towards the camera; `triangles` (n, 3): indices.

    Every triangle becomes one span a row, every span one candidate a pixel; the nearest candidate of a pixel wins.
    """
    corners = vertices.astype(np.float32)[triangles]
    to_first, to_second, origin = _barycentric_gradients(corners)
    row, triangle, start, count = _spans(corners, width, height)

    # Depth is a plane over each triangle: its value where a span starts, and its slope along x.
    relative = corners[:, 1:, 2] - corners[:, :1, 2]
    along_x = to_first[:, 0] * relative[:, 0] + to_second[:, 0] * relative[:, 1]
    along_y = to_first[:, 1] * relative[:, 0] + to_second[:, 1] * relative[:, 1]
    depth_start = (
        corners[triangle, 0, 2]
        + along_x[triangle] * (start - origin[triangle, 0])
        + along_y[triangle] * (row - origin[triangle, 1])
    )
    offset = _counting(count)
    pixel = np.repeat(row * width + start, count) + offset
    candidate = np.repeat(triangle, count)
    # One float type on both sides of the comparison below, or no candidate equals its own maximum.
    depth = (np.repeat(depth_start, count) + np.repeat(along_x[triangle], count) * offset).astype(np.float32)
    nearest = np.full(height * width, -np.inf, np.float32)
    np.maximum.at(nearest, pixel, depth)
    won = depth >= nearest[pixel]
    winner = np.full(height * width, -1, np.int32)
    winner[pixel[won]] = candidate[won]

    covered = np.nonzero(winner >= 0)[0]
    shown = winner[covered]
    dx = (covered % width).astype(np.float32) - origin[shown, 0]
    dy = (covered // width).astype(np.float32) - origin[shown, 1]
    second = to_first[shown, 0] * dx + to_first[shown, 1] * dy
    third = to_second[shown, 0] * dx + to_second[shown, 1] * dy
    weights = np.stack([1 - second - third, second, third])
    return Fragments(covered, np.ascontiguousarray(triangles.T).take(shown, 1), weights)


def _barycentric_gradients(corners: Floats) -> tuple[Floats, Floats, Floats]:
    """Gradients (n, 2) of the second and third corner's weights, and the first corner (n, 2), where both are 0."""
    origin = corners[:, 0, :2]
    a, b = corners[:, 1, :2] - origin, corners[:, 2, :2] - origin
    area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)[:, None]
    return np.stack([b[:, 1], -b[:, 0]], 1) / area, np.stack([-a[:, 1], a[:, 0]], 1) / area, origin


def _spans(corners: Floats, width: int, height: int) -> tuple[Indices, Indices, Indices, Indices]:
    """Row, triangle, first column and number of pixels of every span inside the picture."""
    by_height = np.take_along_axis(corners, np.argsort(corners[:, :, 1], axis=1)[:, :, None], 1)
    x, y = by_height[..., 0], by_height[..., 1]
    first = np.maximum(np.ceil(y[:, 0]), 0).astype(np.int32)
    last = np.minimum(np.floor(y[:, 2]), height - 1).astype(np.int32)
    rows = np.maximum(last - first + 1, 0)
    triangle = np.repeat(np.arange(len(corners), dtype=np.int32), rows)
    row = np.repeat(first, rows) + _counting(rows)

    def slope(upper: int, lower: int) -> Floats:
        return np.asarray((x[:, lower] - x[:, upper]) / np.maximum(y[:, lower] - y[:, upper], 1e-9))

    down = row - y[triangle, 0]
    long_side = x[triangle, 0] + slope(0, 2)[triangle] * down
    short_side = np.where(
        row < y[triangle, 1],
        x[triangle, 0] + slope(0, 1)[triangle] * down,
        x[triangle, 1] + slope(1, 2)[triangle] * (row - y[triangle, 1]),
    )
    start = np.maximum(np.ceil(np.minimum(long_side, short_side) - _SLACK), 0).astype(np.int32)
    end = np.minimum(np.floor(np.maximum(long_side, short_side) + _SLACK), width - 1).astype(np.int32)
    return row, triangle, start, np.maximum(end - start + 1, 0)


def _counting(counts: Indices) -> Indices:
    """0, 1, ..., n - 1 for every n of `counts`, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) - np.repeat((ends - counts).astype(np.int32), counts)
