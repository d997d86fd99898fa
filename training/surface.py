"""Where on the canonical face each pixel of a portrait is, and what is laid on it."""

from __future__ import annotations

import functools

import cv2
import numpy as np

from moto_rekognition.vision.descriptors.frontal import POINTS, delaunay
from moto_rekognition.vision.geometry.canonical import canonical_face, on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: Points of the cheeks and between the brows, whose colours are that of the skin.
_SKIN = (50, 280, 101, 330, 151)


@functools.cache
def _triangles() -> np.ndarray:
    return delaunay(canonical_face().points[:POINTS, :2])


def surface(pixels: Pixels, mesh: Mesh) -> np.ndarray:
    """(height, width, 2) float32: x and y of each pixel on the canonical face, centimetres; nan beside the face."""
    points, places = mesh.points[:POINTS], canonical_face().points[:POINTS, :2].astype(np.float32)
    owner = np.full(pixels.shape[:2], -1, np.int32)
    for row in np.argsort(-points[_triangles(), 2].mean(axis=1)):  # far ones first
        cv2.fillConvexPoly(owner, np.round(points[_triangles()[row], :2] * 64).astype(np.int32), int(row), shift=6)
    y, x = np.nonzero(owner >= 0)
    corners = _triangles()[owner[y, x]]
    a, b, c = (points[corners[:, k], :2] for k in range(3))
    here, one, other = np.c_[x, y] + 0.5 - a, b - a, c - a
    area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    area = np.where(np.abs(area) < 1e-6, 1e-6, area)
    second = np.clip((here[:, 0] * other[:, 1] - here[:, 1] * other[:, 0]) / area, -0.3, 1.3)[:, None]
    third = np.clip((one[:, 0] * here[:, 1] - one[:, 1] * here[:, 0]) / area, -0.3, 1.3)[:, None]
    found = np.full((*pixels.shape[:2], 2), np.nan, np.float32)
    found[y, x] = (1 - second - third) * places[corners[:, 0]] + second * places[corners[:, 1]]
    found[y, x] += third * places[corners[:, 2]]
    return found


def centimetre(mesh: Mesh) -> float:
    """How many pixels a centimetre of the face is."""
    return 1 / on_canonical(mesh).scale


def skin(pixels: Pixels, mesh: Mesh) -> Floats:
    """(3,) RGB of the face's skin."""
    around = max(1, round(float(np.ptp(mesh.points[:, 0])) / 30))
    colours = []
    for x, y in mesh.points[list(_SKIN), :2].astype(int):
        part = pixels[max(0, y - around) : y + around + 1, max(0, x - around) : x + around + 1].reshape(-1, 3)
        if len(part):
            colours.append(np.median(part, axis=0))
    return np.median(colours, axis=0) if colours else np.array([180.0, 140.0, 120.0])


def texture(shape: tuple[int, int], random: np.random.Generator, grains: tuple[float, ...]) -> np.ndarray:
    """Noise of mean 0 and deviation near 1, of grains of these sizes, pixels."""
    planes = [cv2.GaussianBlur(random.normal(0, 1, shape).astype(np.float32), (0, 0), grain) for grain in grains]
    return np.mean([plane / (plane.std() + 1e-6) for plane in planes], axis=0)


def over(pixels: np.ndarray, cover: np.ndarray, colour: np.ndarray) -> Pixels:
    """`colour` laid on a picture, as opaque as `cover` (height, width) says, 0..1."""
    return np.clip(pixels * (1 - cover[..., None]) + colour * cover[..., None], 0, 255).astype(np.uint8)
