"""The frontal view: a face warped through its mesh onto the canonical face, with a visibility for each pixel."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.geometry.canonical import canonical_face, on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

Plane = NDArray[np.float32]  # (SIZE, SIZE)

#: Side of the frontal view in pixels; and the rows of the canonical face, in its units, where it begins and ends: the
#: middle of the forehead and the chin. The view is a square around the middle line.
SIZE = 96
TOP, BOTTOM = -3.9, 10.9
#: The mesh without the ten points of the irises, which lie between other points of the eyes.
POINTS = 468


@dataclass(frozen=True, eq=False)
class Raster:
    """The canonical face in the frontal view, mirror-symmetric.

    corners: (3, SIZE, SIZE), the three mesh points of the triangle that contains a pixel.
    weights: (3, SIZE, SIZE) float32, the pixel's barycentric coordinates in that triangle.
    normals: (SIZE, SIZE, 3) float64, unit, pointing out of the face, in the frame of the canonical face.
    """

    corners: NDArray[np.intp]
    weights: NDArray[np.float32]
    normals: Floats


@functools.cache
def raster() -> Raster:
    """The raster of the canonical face. Pixels outside of the face are in the plane of the nearest triangle."""
    import cv2

    face = canonical_face()
    half = SIZE // 2
    places = (face.points[:POINTS, :2] - (0, (TOP + BOTTOM) / 2)) * SIZE / (BOTTOM - TOP) + half - 0.5
    triangles = delaunay(places)
    owner = np.full((SIZE, SIZE), -1, np.int32)
    for row, triangle in enumerate(triangles):
        cv2.fillConvexPoly(owner, np.round(places[triangle] * 256).astype(np.int32), row, shift=8)
    _, nearest = cv2.distanceTransformWithLabels(
        (owner < 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    owner_of_label = np.zeros(nearest.max() + 1, np.intp)
    owner_of_label[nearest[owner >= 0]] = owner[owner >= 0]
    corners = triangles[owner_of_label[nearest]][:, :half]

    a, b, c = (places[corners[..., corner]] for corner in range(3))
    here = np.stack(np.meshgrid(np.arange(half), np.arange(SIZE)), axis=-1)
    area = _cross(b - a, c - a)
    second, third = _cross(here - a, c - a) / area, _cross(b - a, here - a) / area
    weights = np.stack([1 - second - third, second, third], axis=-1).astype(np.float32)

    corners = np.concatenate([corners, face.mirror[corners[:, ::-1]]], axis=1)
    weights = np.concatenate([weights, weights[:, ::-1]], axis=1)
    a, b, c = (face.points[corners[..., corner]] for corner in range(3))
    normals = np.cross(b - a, c - a)
    normals *= -np.sign(normals[..., 2:]) / np.linalg.norm(normals, axis=-1, keepdims=True)
    return Raster(_corners_first(corners), _corners_first(weights), normals)


def _corners_first(each: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(np.moveaxis(each, -1, 0))


def _cross(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])


def delaunay(places: Floats) -> NDArray[np.intp]:
    """(n, 3): the Delaunay triangles of (points, 2) `places`, as rows of `places`."""
    import cv2

    points = places.astype(np.float32)
    low, high = np.floor(points.min(axis=0)) - 1, np.ceil(points.max(axis=0)) + 1
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])))
    plane.insert(points.tolist())
    row = {place: number for number, place in enumerate(map(tuple, points.tolist()))}
    corners = np.reshape(plane.getTriangleList(), (-1, 3, 2)).tolist()
    return np.array([[row[tuple(corner)] for corner in triangle] for triangle in corners])


def view(pixels: Pixels, mesh: Mesh) -> Plane:
    """(SIZE, SIZE) float32 luma 0..255: the face of `mesh` from the front. `mesh` is in the coordinates of `pixels`."""
    import cv2

    shown, points = _reduced(pixels, mesh)
    return np.asarray(_warp(cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY), points), np.float32)


def colours(pixels: Pixels, mesh: Mesh) -> Pixels:
    """(SIZE, SIZE, 3) RGB: as `view`, in colour."""
    return np.asarray(_warp(*_reduced(pixels, mesh)), np.uint8)


def _reduced(pixels: Pixels, mesh: Mesh) -> tuple[Pixels, Floats]:
    """The part of `pixels` with the face, and the positions of its points there.

    A larger face is first reduced to 1.25 times the scale of the view, against aliasing.
    """
    import cv2

    points = mesh.points[:POINTS, :2]
    low = np.clip(np.floor(points.min(axis=0)).astype(int) - 4, 0, None)
    high = np.ceil(points.max(axis=0)).astype(int) + 4
    shown = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    points = points - low
    factor = 1.25 * SIZE / (BOTTOM - TOP) / _scale(mesh)
    if factor < 0.8:
        height, width = shown.shape[:2]
        size = max(1, round(width * factor)), max(1, round(height * factor))
        shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
        points = points * (size[0] / width, size[1] / height)
    return shown, points


def _warp(image: NDArray[np.uint8], points: Floats) -> NDArray[np.uint8]:
    """The frontal view of a face whose mesh has `points` in `image`, which is grey or coloured."""
    import cv2

    here = raster()
    places = (points - 0.5).astype(np.float32)
    across, down = ((axis[here.corners] * here.weights).sum(axis=0) for axis in np.ascontiguousarray(places.T))
    return np.asarray(cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def visibility(mesh: Mesh) -> Plane:
    """(SIZE, SIZE) float32, 0.1..1.1: 0.1 + the squared cosine between surface normal and camera, for each pixel."""
    import cv2

    towards_camera = on_canonical(mesh).rotation @ (0.0, 0.0, -1.0)
    # Not `@`, for which OpenBLAS uses threads: see engine/blendshapes.py, _UNTHREADED.
    facing = np.clip(np.einsum("yxi,i->yx", raster().normals, towards_camera), 0, 1).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(facing**2, (0, 0), 2.0) + np.float32(0.1))


def fold(plane: Plane, seen: Plane) -> Plane:
    """(SIZE, SIZE[, n]): the mean of `plane` and its mirror image, weighted by the visibility `seen`."""
    weight = seen.reshape(seen.shape + (1,) * (plane.ndim - 2))
    other = weight[:, ::-1]
    return np.asarray((plane * weight + plane[:, ::-1] * other) / (weight + other))


def _scale(mesh: Mesh) -> float:
    """Pixels of the mesh's image per unit of the canonical face."""
    return 1.0 / on_canonical(mesh).scale
