"""Masks, sunglasses and things laid on a portrait through its mesh."""

from __future__ import annotations

import cv2
import numpy as np
from surface import over

from moto_rekognition.vision.geometry.canonical import at_rest, on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: The outline of a mask: ear, jaw and chin of one side, up the other, and over the nose.
_MASK = (454, 361, 397, 152, 172, 132, 234, 117, 5, 346)
_MASKS = ((40, 40, 44), (110, 190, 230), (70, 165, 130), (235, 235, 238))
_FRAMES = (
    *((20, 20, 22), (40, 30, 25), (90, 60, 35), (120, 120, 125), (160, 130, 70), (30, 30, 60), (70, 70, 75)),
    *((200, 165, 110), (215, 210, 205), (190, 170, 150), (225, 195, 185), (110, 40, 40)),
)
#: Widths of frames in centimetres.
_WIDTHS = (0.07, 0.1, 0.14, 0.2, 0.3, 0.45)
_THINGS = ((20, 20, 24), (230, 230, 232), (180, 40, 40), (60, 80, 140), (90, 90, 95), (150, 120, 90))
_SHADES = ((15, 15, 18), (25, 22, 20), (60, 40, 25), (20, 40, 35), (30, 90, 80), (50, 90, 140), (110, 80, 60))
#: Between the brows and at the outer corners of the eyes: how deep in the head the eyes are.
_EYES = (8, 33, 263)
#: Lines and outlines are drawn this many times as large, and reduced.
_FINER = 4


def masked(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> Pixels:
    """The face of `mesh` behind a mask, with the light and shade of what it covers."""
    outline = mesh.points[list(_MASK), :2]
    width = np.ptp(outline[:, 0])
    cover = cv2.GaussianBlur(_filled(pixels, outline), (0, 0), max(width / 150, 0.5))
    shade = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), width / 6)
    shade = np.clip(shade / max(float(shade[cover > 0.5].mean()), 1.0), 0.5, 1.5)
    return over(pixels, cover, np.array(_MASKS[random.integers(len(_MASKS))]) * shade[..., None])


def shaded(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> Pixels:
    """The face of `mesh` with sunglasses: round to square, thin to thick."""
    onto = on_canonical(mesh)
    depth = at_rest(mesh)[list(_EYES), 2].mean()

    def places(points: Floats) -> Floats:
        """(n, 3) centimetres of the canonical face, depth from the eyes -> (n, 2) pixels."""
        return np.asarray((np.add(points, (0, 0, depth)) / onto.scale @ onto.rotation + onto.centre)[:, :2])

    width, height, apart, down = (random.uniform(*span) for span in ((2.0, 2.9), (1.4, 2.5), (2.9, 3.4), (0.0, 0.7)))
    angle, power = np.linspace(0, 2 * np.pi, 48, endpoint=False), 2 / random.uniform(1.9, 5)
    rim = np.abs([np.cos(angle), np.sin(angle)]) ** power * np.sign([np.cos(angle), np.sin(angle)])
    frame = np.zeros([n * _FINER for n in pixels.shape[:2]], np.uint8)
    thickness = max(1, round(random.choice(_WIDTHS) / onto.scale * _FINER))
    lenses = np.zeros(pixels.shape[:2], np.float32)
    for side in (-1, 1):
        across, up = side * (apart + width * rim[0]), down + height * rim[1]
        lens = places(np.column_stack([across, up, 0.25 * (np.abs(across) - 3) - 1.2]))
        lenses = np.maximum(lenses, _filled(pixels, lens))
        hinge = (side * (apart + width), down - 0.3 * height, -0.6)
        temple = places(np.array([hinge, (side * 7.3, apart / 16, 3.5)]))
        for line, closed in ((lens, True), (temple, False)):
            cv2.polylines(frame, [np.round(line * _FINER).astype(np.int32)], closed, 255, thickness, cv2.LINE_AA)
    inner, bridge = apart - width, (0, down - 0.35 * height, -1.7)
    nose = places(np.array([(-inner, down - 0.2 * height, -1.4), bridge, (inner, down - 0.2 * height, -1.4)]))
    cv2.polylines(frame, [np.round(nose * _FINER).astype(np.int32)], False, 255, thickness, cv2.LINE_AA)
    seen = cv2.resize(frame, pixels.shape[1::-1], interpolation=cv2.INTER_AREA) * np.float32(1 / 255)
    strength, shade = np.float32(random.uniform(0.75, 1.0)), np.array(_SHADES[random.integers(len(_SHADES))])
    return over(over(pixels, lenses * strength, shade), seen, np.array(_FRAMES[random.integers(len(_FRAMES))]))


def covered(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> tuple[Pixels, np.ndarray]:
    """The face of `mesh` with a thing before it: a phone, a cup, a sheet; a rectangle of one colour. And what that
    covers (height, width), 0..1."""
    low, (width, height) = mesh.points[:, :2].min(axis=0), np.ptp(mesh.points[:, :2], axis=0)
    middle = low + (width, height) * random.uniform((0.15, 0.3), (0.85, 1.0))
    sides = random.uniform((0.35, 0.5), (0.6, 1.1)) * width
    outline = cv2.boxPoints((middle.tolist(), sides.tolist(), float(random.uniform(-50, 50))))
    colour = np.array(_THINGS[random.integers(len(_THINGS))]) * random.uniform(0.8, 1.1)
    cover = _soft(_filled(pixels, outline), width)
    return over(pixels, cover, colour), cover


def _soft(cover: np.ndarray, width: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(cover, (0, 0), max(width / 200, 0.5)))


def _filled(pixels: Pixels, outline: Floats) -> np.ndarray:
    """(height, width) float32: 1 inside an outline, in pixels."""
    inside = np.zeros(pixels.shape[:2], np.float32)
    cv2.fillPoly(inside, [np.round(outline * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    return inside
