"""Another photo of the same person, made from one: turned, smiling or talking, in other light, by a worse camera.

A portrait lies on its mesh like a mask; the mask is moved and seen by another camera. Crude, but what changes between
the two pictures is what changes between two photos, and what stays is the person.
"""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
from PIL import Image

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.descriptors.frontal import POINTS, delaunay
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import canonical_face, fit
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: Side of the new picture in pixels, pixels per unit of the canonical face in it, and where the face's origin goes.
SIDE, SCALE, ORIGIN = 300, 10.0, (150.0, 140.0)
EXPRESSIONS = ({"smile": 0.9}, {"mouth_open": 0.7}, {"brow": 0.9}, {"frown": -0.9})


@functools.cache
def movements(people: int = 30) -> tuple[Floats, ...]:
    """(478, 3) each: what an expression does to the mesh of a canonical face, learnt from synthetic faces."""

    def mean(**expression: float) -> Floats:
        rows = []
        for identity in range(people):
            face = Face(identity, beard=False, **{"smile": 0.0, "mouth_open": 0.0, **expression})
            mesh = face_landmarker().mesh(np.asarray(face.image))
            assert mesh is not None
            onto = fit(mesh.points, canonical_face().points)
            rows.append((mesh.points - onto.centre) @ onto.rotation.T * onto.scale)
        return np.mean(rows, axis=0)

    rest = mean()
    return tuple(mean(**expression) - rest for expression in EXPRESSIONS)


def rephotograph(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> Pixels:
    """(n, n, 3), n 96..300: another photo of the person of `mesh`, which is in `pixels`."""
    onto = fit(mesh.points, canonical_face().points)
    shape = (mesh.points - onto.centre) @ onto.rotation.T * onto.scale
    for movement in movements():
        if random.random() < 0.5:
            shape = shape + movement * random.uniform(-0.2, 0.8)
    turned = shape @ (_rotation(*random.normal(0, (7, 15, 6))) @ onto.rotation.T).T
    distance = random.uniform(45, 110)
    places = turned[:, :2] * distance / (distance + turned[:, 2:]) * SCALE + ORIGIN
    taken = _mask(pixels, mesh.points[:POINTS, :2], places[:POINTS], turned[:POINTS], random)
    return worse(taken, random)


def _rotation(pitch: float, yaw: float, roll: float) -> Floats:
    matrix = cv2.Rodrigues(np.radians([pitch, 0.0, 0.0]))[0]
    matrix = cv2.Rodrigues(np.radians([0.0, yaw, 0.0]))[0] @ matrix
    return np.asarray(cv2.Rodrigues(np.radians([0.0, 0.0, roll]))[0] @ matrix)


def _mask(pixels: Pixels, source: Floats, places: Floats, turned: Floats, random: np.random.Generator) -> Floats:
    """The picture with the face drawn anew: `source` points moved to `places`, lit, over the old picture."""
    triangles = delaunay(canonical_face().points[:POINTS, :2])
    owner = np.full((SIDE, SIDE), -1, np.int32)
    for row in np.argsort(-turned[triangles, 2].mean(axis=1)):  # far ones first
        cv2.fillConvexPoly(owner, np.round(places[triangles[row]] * 256).astype(np.int32), int(row), shift=8)
    y, x = np.nonzero(owner >= 0)
    corners = triangles[owner[y, x]]
    a, b, c = (np.c_[places[corners[:, k]], np.ones(len(x))] for k in range(3))
    here = np.c_[x, y, np.ones(len(x))]
    area = np.linalg.det(np.stack([a, b, c], axis=1))
    area[np.abs(area) < 1e-6] = 1e-6
    weights = np.stack(
        [np.linalg.det(np.stack(abc, axis=1)) for abc in ((here, b, c), (a, here, c), (a, b, here))], axis=1
    )
    weights = np.clip(weights / area[:, None], -0.2, 1.2)
    sampled = (np.einsum("nk,nkc->nc", weights, source[corners]) - 0.5).astype(np.float32)
    face = cv2.remap(pixels, sampled[:, None], None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]

    zoom = np.ptp(places[:, 0]) / np.ptp(source[:, 0])
    shift = places.mean(axis=0) - zoom * source.mean(axis=0)
    around = cv2.warpAffine(pixels, np.c_[zoom * np.eye(2), shift], (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    drawn = around.astype(np.float32)
    drawn[y, x] = face
    covered = np.zeros((SIDE, SIDE), np.float32)
    covered[y, x] = 1
    covered = cv2.GaussianBlur(cv2.erode(covered, np.ones((3, 3))), (0, 0), 2.0)[..., None]

    a, b, c = (turned[corners[:, k]] for k in range(3))
    normals = np.cross(b - a, c - a)
    normals *= -np.sign(normals[:, 2:]) / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    surface = np.zeros((SIDE, SIDE, 3), np.float32)
    surface[..., 2] = -1
    surface[y, x] = normals
    azimuth, elevation = np.radians([random.normal(0, 45), random.uniform(-5, 60)])
    light = (np.sin(azimuth) * np.cos(elevation), -np.sin(elevation), -np.cos(azimuth) * np.cos(elevation))
    directed = random.uniform(0, 0.75)
    lit = 1.2 * np.clip((cv2.GaussianBlur(surface, (0, 0), 4.0) @ light + 0.25) / 1.25, 0, None)
    return np.asarray((around * (1 - covered) + drawn * covered) * (1 - directed + directed * lit)[..., None])


def worse(picture: Floats, random: np.random.Generator, least: float = 0.32, most: float = 1.0) -> Pixels:
    """Exposed, reduced to between `least` and `most` of the size, blurred, with noise, and compressed."""
    exposed = np.clip(picture * random.uniform(0.6, 1.3) / 255, 0, 1) ** random.uniform(0.75, 1.35) * 255
    reduction = random.uniform(least, most)
    small = cv2.resize(exposed, None, fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA)
    if random.random() < 0.5:
        small = cv2.GaussianBlur(small, (0, 0), random.uniform(0.4, 1.2))
    small = small + random.normal(0, random.uniform(0, 5), small.shape)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(small, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=int(random.integers(45, 95)))
    with Image.open(buffer) as image:
        return np.asarray(image.convert("RGB"))


def tinted(picture: Pixels, random: np.random.Generator) -> Pixels:
    """In coloured light on one side of a line through it, which a shadow or a screen draws sharply or softly."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    angle = random.uniform(0, 2 * np.pi)
    along = (x - random.uniform(0.4, 0.6) * width) * np.cos(angle) + (y - random.uniform(0.4, 0.6) * height) * np.sin(
        angle
    )
    lit = np.clip(0.5 + along / (random.uniform(0.02, 0.6) * width), 0, 1)[..., None]
    return np.clip(picture * (1 + lit * (random.uniform(0.55, 1.6, 3) - 1)), 0, 255).astype(np.uint8)
