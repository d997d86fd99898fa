"""Beards and mustaches laid on a portrait."""

from __future__ import annotations

import cv2
import numpy as np
from surface import centimetre, over, skin, texture

from moto_rekognition.vision.observation import Mesh, Pixels

KINDS = ("full", "full", "short", "goatee", "mustache", "mustache")
_COLOURS = ((25, 20, 18), (40, 30, 24), (70, 48, 34), (110, 78, 52), (140, 120, 100), (175, 170, 165), (150, 90, 50))
_COLOURS += ((190, 150, 100), (20, 18, 20))
#: How dense each kind is: from, to.
_DENSE = {"full": (0.75, 1.0), "short": (0.5, 0.8), "goatee": (0.65, 1.0), "mustache": (0.65, 1.0)}


def bearded(pixels: Pixels, mesh: Mesh, at: np.ndarray, random: np.random.Generator) -> tuple[Pixels, dict[str, bool]]:
    """The face of `mesh` with hair, and its Beard and Mustache. at: its `surface`."""
    kind, on = str(random.choice(KINDS)), ~np.isnan(at[..., 0])
    cm, shape = centimetre(mesh), pixels.shape[:2]
    grown = cv2.GaussianBlur(
        (_grown(kind, np.nan_to_num(at, nan=99.0), random) * on).astype(np.float32), (0, 0), 0.15 * cm + 0.4
    )
    hairs, patches = _hairs(shape, cm, random), texture(shape, random, (0.5 * cm + 0.5, 1.2 * cm + 0.5))
    cover = np.clip(grown * random.uniform(*_DENSE[kind]) * (1 + 0.25 * hairs + 0.15 * patches), 0, 1)
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), max(1, 0.8 * cm))
    shade = np.clip(grey / max(float(np.median(grey[on])), 1), 0.45, 1.5)
    light = float(np.clip(skin(pixels, mesh).mean() / 150, 0.35, 1.2))
    colour = np.array(_COLOURS[random.integers(len(_COLOURS))]) * random.uniform(0.8, 1.2) * light
    known = {"Beard": kind != "mustache", "Mustache": True}
    return over(pixels, cover * np.clip(grown * 3, 0, 1), colour * (shade * (1 + 0.22 * hairs))[..., None]), known


def _grown(kind: str, at: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(height, width), 0..1: where hair of a kind grows."""
    x, y = np.abs(at[..., 0]), at[..., 1]
    lips = np.clip(4 * (1.25 - (x / 2.9) ** 2 - ((y - 6.95) / 1.05) ** 2), 0, 1)
    upper_lip = 1.6 * _bump(x, y, 1.2, 5.75 + random.normal(0, 0.15), 1.9, 0.62)
    beside, chin = 1.5 * _bump(x, y, 3.0, 7.0, 0.6, 1.1), 1.6 * _bump(x, y, 0, 9.9, 2.3, 1.9)
    edge = random.uniform(5.3, 6.8) + 0.28 * np.clip(3.2 - x, 0, 9) * random.uniform(0.3, 0.8)
    jaw = np.clip((y - edge + np.clip(x - 4.5, 0, 9) * random.uniform(0.9, 1.8)) / random.uniform(0.5, 1.2), 0, 1)
    jaw = jaw * (x < 8.5) * ((x > 2.2) | (y > 8.2))
    parts = {"mustache": [upper_lip], "goatee": [chin, upper_lip, beside, _bump(x, y, 0, 8.35, 0.7, 0.6)]}
    return np.clip(np.maximum.reduce(parts.get(kind, [jaw, chin, upper_lip, beside])), 0, 1) * (1 - lips)


def _bump(x: np.ndarray, y: np.ndarray, across: float, down: float, width: float, height: float) -> np.ndarray:
    return np.exp(-(((x - across) / width) ** 4) - ((y - down) / height) ** 4)


def _hairs(shape: tuple[int, int], cm: float, random: np.random.Generator) -> np.ndarray:
    """Noise drawn out downwards, of deviation 1."""
    noise = cv2.GaussianBlur(random.normal(0, 1, shape).astype(np.float32), (0, 0), max(0.4, 0.04 * cm))
    side = max(3, int(0.35 * cm)) | 1
    stroke, middle, slant = np.zeros((side, side), np.float32), side // 2, np.radians(random.normal(90, 15))
    reach = np.round(middle * np.array([np.cos(slant), np.sin(slant)])).astype(int)
    cv2.line(stroke, tuple((middle - reach).tolist()), tuple((middle + reach).tolist()), 1.0)
    hairs = cv2.filter2D(noise, -1, stroke / stroke.sum())
    return hairs / (hairs.std() + 1e-6)
