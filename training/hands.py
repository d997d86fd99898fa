"""A hand, or another head, laid before a portrait."""

from __future__ import annotations

import cv2
import numpy as np
from surface import centimetre, over, skin, texture

from moto_rekognition.vision.geometry.canonical import on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: Points around the parts of a face that count when they are hidden.
_PARTS = {"left eye": (33, 133, 159, 145), "right eye": (362, 263, 386, 374), "nose": (4, 48, 278, 1)}
_PARTS |= {"mouth": (61, 291, 0, 17, 13, 14)}
#: Shares of a part that are hidden from which on the face is occluded, and up to which it is free.
_OCCLUDED, _FREE = 0.65, 0.08
#: Lengths of the fingers over the longest.
_LENGTHS = (0.86, 1.0, 0.97, 0.8)


def hidden(cover: np.ndarray, mesh: Mesh) -> dict[str, float]:
    """The share of each part of a face that `cover` (height, width), 0..1, hides."""
    shares = {}
    for name, points in _PARTS.items():
        inside = np.zeros(cover.shape, np.uint8)
        cv2.fillConvexPoly(inside, cv2.convexHull(np.round(mesh.points[list(points), :2]).astype(np.int32)), 1)
        inside = cv2.dilate(inside, np.ones((3, 3)))
        shares[name] = float(cover[inside > 0].mean()) if inside.any() else 0.0
    return shares


def occluded(shares: dict[str, float]) -> bool | None:
    """Whether a face of which these shares are hidden is occluded; None when one cannot say."""
    most = max(shares.values())
    return True if most > _OCCLUDED else None if most > _FREE else False


def hand(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> tuple[Pixels, np.ndarray]:
    """The face of `mesh` with a hand of its own skin before it, and what the hand covers (height, width), 0..1."""
    onto, cm = on_canonical(mesh), centimetre(mesh)
    spots = [(0, 7), (0, 7), (random.uniform(-2, 2), 9.5), (0, 4), (random.choice([-3.2, 3.2]), 0)]
    spots += [(random.choice([-5.5, 5.5]), random.uniform(3, 8)), (random.uniform(-3, 3), -3)]
    spot = np.array([*spots[random.integers(len(spots))], 0]) + np.array([*random.normal(0, 1, 2), 0])
    middle = (spot / onto.scale @ onto.rotation + onto.centre)[:2]
    pointing = np.radians(random.normal(*[(-90, 35), (-90, 35), (0, 30), (180, 30)][random.integers(4)]))
    along = np.array([np.cos(pointing), np.sin(pointing)])
    fingers, width = int(random.choice([1, 2, 3, 4, 4, 4, 4])), random.uniform(1.4, 1.9) * cm
    root = middle + along * random.uniform(1.5, 4) * cm - along * random.uniform(6.5, 8.5) * cm
    drawing = _Limb(pixels.shape[:2], along, cm, random)
    if fingers == 1 or random.random() < 0.7:
        palm = width * max(fingers, 2.6) / 2 * 1.05
        drawing.add(root - along * random.uniform(1, 3) * cm, root - along * 9 * cm, palm, width * 2.3)
        drawing.add(root - along * 9 * cm, root - along * 26 * cm, width * 1.6, width * 1.8)
    length, spread = np.linalg.norm(middle - root) + 2.5 * cm, random.uniform(0, 0.12)
    for number in range(fingers):
        beside = drawing.across * (number - (fingers - 1) / 2)
        towards = along + beside * spread
        tip = root + beside * width * 0.98 + towards / np.linalg.norm(towards) * length * _LENGTHS[number]
        drawing.add(root + beside * width * 0.98 - along * 1.5 * cm, tip, width * 0.53, width * 0.42, apart=0.25)
    tone = skin(pixels, mesh) * random.uniform(0.72, 1.15) * (1, random.uniform(0.93, 1.05), random.uniform(0.9, 1.06))
    face = float(np.ptp(mesh.points[:, 0]))
    grain = 1 + texture(pixels.shape[:2], random, (0.6, 2, 0.2 * face)) * random.uniform(0.01, 0.05)
    shadow = np.roll(drawing.cover, (int(0.03 * face), int(random.normal(0, 0.03) * face)), (0, 1))
    shadow = cv2.GaussianBlur(shadow, (0, 0), max(1, 0.04 * face)) * random.uniform(0.1, 0.5) * (1 - drawing.cover)
    return over(
        pixels * (1 - shadow)[..., None], drawing.cover, tone * (drawing.light * grain)[..., None]
    ), drawing.cover


class _Limb:
    """What is drawn of a hand: `cover`, and how light it is (`light`), each (height, width)."""

    def __init__(self, shape: tuple[int, int], along: Floats, cm: float, random: np.random.Generator) -> None:
        self.cover, self.light = (np.zeros(shape, np.float32) for _ in range(2))
        self.across = np.array([-along[1], along[0]])
        self._y, self._x = np.mgrid[: shape[0], : shape[1]].astype(np.float32) + 0.5
        self._cm, self._random = cm, random
        self._round, self._lit = random.uniform(0.15, 0.5), random.uniform(-0.5, 0.5)

    def add(self, root: Floats, tip: Floats, wide: float, narrow: float, apart: float = 0.0) -> None:
        """A rounded stroke, lighter in its middle, with two folds; `apart`: how dark the gap to its neighbours is."""
        axis = tip - root
        part = np.clip(((self._x - root[0]) * axis[0] + (self._y - root[1]) * axis[1]) / (axis @ axis + 1e-6), 0, 1)
        dx, dy = self._x - (root[0] + part * axis[0]), self._y - (root[1] + part * axis[1])
        radius = wide + (narrow - wide) * part
        distance = np.hypot(dx, dy) / radius
        inside = np.clip((1 - distance) * radius / max(1.0, 0.2 * self._cm) + 0.5, 0, 1)
        side = (dx * self.across[0] + dy * self.across[1]) / radius
        light = 1 - self._round + self._round * np.sqrt(np.clip(1 - distance**2, 0, 1)) + self._lit * 0.35 * side
        for fold in self._random.uniform((0.25, 0.55), (0.4, 0.7)):
            light *= 1 - 0.12 * np.exp(-(((part - fold) * np.linalg.norm(axis) / (0.12 * self._cm)) ** 2))
        around = cv2.GaussianBlur(inside, (0, 0), max(0.6, 0.12 * self._cm))
        self.light = self.light * (1 - apart * np.clip(around - inside, 0, 1))
        self.light = self.light * (1 - inside) + light * self._random.uniform(0.92, 1.05) * inside
        self.cover = np.maximum(self.cover, inside)


def head(
    pixels: Pixels, mesh: Mesh, other: tuple[Pixels, Mesh], random: np.random.Generator
) -> tuple[Pixels, np.ndarray]:
    """The face of `mesh` with another head before a part of it, and what that covers (height, width), 0..1."""
    shown, there = other
    width = float(np.ptp(mesh.points[:, 0]))
    zoom = width / float(np.ptp(there.points[:, 0])) * random.uniform(0.85, 1.3)
    turn, from_ = random.normal(0, 15), there.points[:, :2].mean(axis=0)
    low, high = mesh.points[:, :2].min(axis=0), mesh.points[:, :2].max(axis=0)
    aside = random.choice([-1, 1]) * random.uniform(0.4, 0.95) * width, random.uniform(0.1, 0.9) * (high - low)[1]
    middle = (low + high) / 2 + aside
    matrix = cv2.getRotationMatrix2D(tuple(from_.tolist()), float(turn), float(zoom))
    matrix[:, 2] += middle - from_
    size = pixels.shape[1::-1]
    moved = cv2.warpAffine(shown, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    cover, radius = np.zeros(pixels.shape[:2], np.float32), zoom * float(np.ptp(there.points[:, 0]))
    around = ((middle - (0, 0.1 * width)).tolist(), (1.15 * radius, 1.6 * radius), float(-turn))
    cv2.ellipse(cover, around, 1.0, -1, cv2.LINE_AA)
    cover = cv2.GaussianBlur(cover, (0, 0), max(0.7, width / 120))
    return over(pixels, cover, moved), cover
