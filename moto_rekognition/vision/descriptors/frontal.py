"""The frontal view: a face warped through its mesh onto the canonical face, and how well each pixel of it was seen."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.canonical import canonical_face, fit
from moto_rekognition.vision.faces import Floats, Mesh, Pixels

Plane = NDArray[np.float32]  # (SIZE, SIZE)

#: Side of the frontal view in pixels, and what it shows of the canonical face in its units: a square about the middle
#: line, from the middle of the forehead to the chin.
SIZE = 96
TOP, BOTTOM = -3.9, 10.9
#: The mesh without the irises, whose ten points lie among the eyes' others.
POINTS = 468


@dataclass(frozen=True, eq=False)
class Raster:
    """Where the canonical face is in the frontal view, mirror-symmetric.

    corners: (SIZE, SIZE, 3) mesh points of the triangle a pixel lies in; weights: (SIZE, SIZE, 3) float32, its place in
    it; normals: (SIZE, SIZE, 3) float64, unit, out of the face, in the frame of the canonical face.
    """

    corners: NDArray[np.intp]
    weights: NDArray[np.float32]
    normals: Floats


@functools.cache
def raster() -> Raster:
    """The raster of the canonical face. Pixels beside the face go on in the plane of the nearest triangle."""
    import cv2

    face = canonical_face()
    half = SIZE // 2
    places = (face.points[:POINTS, :2] - (0, (TOP + BOTTOM) / 2)) * SIZE / (BOTTOM - TOP) + half - 0.5
    triangles = _triangles(places)
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
    return Raster(corners, weights, normals)


def _cross(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])


def _triangles(places: Floats) -> NDArray[np.intp]:
    """(n, 3) rows of `places` ((points, 2)): their Delaunay triangles."""
    import cv2

    points = places.astype(np.float32)
    low, high = np.floor(points.min(axis=0)) - 1, np.ceil(points.max(axis=0)) + 1
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])))
    plane.insert(points.tolist())
    row = {place: number for number, place in enumerate(map(tuple, points.tolist()))}
    corners = np.reshape(plane.getTriangleList(), (-1, 3, 2)).tolist()
    return np.array([[row[tuple(corner)] for corner in triangle] for triangle in corners])


def view(pixels: Pixels, mesh: Mesh) -> Plane:
    """(SIZE, SIZE) float32 luma 0..255: the face of `mesh`, in pixels of `pixels`, seen from the front."""
    import cv2

    points = mesh.points[:POINTS, :2]
    low = np.clip(np.floor(points.min(axis=0)).astype(int) - 4, 0, None)
    high = np.ceil(points.max(axis=0)).astype(int) + 4
    shown = pixels[low[1] : high[1], low[0] : high[0]]
    points = points - low
    # Sampling a larger face as it is would alias: it is reduced to little more than the view's own scale first.
    factor = 1.25 * SIZE / (BOTTOM - TOP) / _scale(mesh)
    if factor < 0.8:
        height, width = shown.shape[:2]
        size = max(1, round(width * factor)), max(1, round(height * factor))
        shown = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
        points = points * (size[0] / width, size[1] / height)
    here = raster()
    source = np.einsum("yxkc,yxk->yxc", (points - 0.5).astype(np.float32)[here.corners], here.weights)
    grey = cv2.cvtColor(np.ascontiguousarray(shown), cv2.COLOR_RGB2GRAY)
    warped = cv2.remap(grey, source, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.float32)


def visibility(mesh: Mesh) -> Plane:
    """(SIZE, SIZE) float32, 0.1..1.1: how squarely the camera looked at each pixel of the view."""
    import cv2

    towards_camera = fit(mesh.points, canonical_face().points).rotation @ (0.0, 0.0, -1.0)
    facing = np.clip(raster().normals @ towards_camera, 0, 1).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(facing**2, (0, 0), 2.0) + np.float32(0.1))


def fold(plane: Plane, seen: Plane) -> Plane:
    """The half that both sides agree on: (SIZE, SIZE[, n]) and its mirror image, averaged as they were seen."""
    weight = seen.reshape(seen.shape + (1,) * (plane.ndim - 2))
    other = weight[:, ::-1]
    return np.asarray((plane * weight + plane[:, ::-1] * other) / (weight + other))


def _scale(mesh: Mesh) -> float:
    """Pixels of the mesh's image per unit of the canonical face."""
    return 1.0 / fit(mesh.points, canonical_face().points).scale
