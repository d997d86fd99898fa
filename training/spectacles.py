"""Clear glasses laid on a portrait: wire, plastic, clear plastic, half rims, rimless; with shadows and reflections."""

from __future__ import annotations

import cv2
import numpy as np
from surface import centimetre, skin, texture

from moto_rekognition.vision.geometry.canonical import at_rest, on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

STYLES = ("wire", "wire", "wire", "clear", "clear", "plastic", "plastic", "half", "rimless")
#: How thick the frames of a style are, centimetres, and how much of them is seen.
_THICK = {
    "wire": (0.07, 0.14),
    "clear": (0.2, 0.5),
    "plastic": (0.18, 0.55),
    "half": (0.1, 0.3),
    "rimless": (0.04, 0.08),
}
_SEEN = {"wire": (0.6, 1.0), "clear": (0.25, 0.6), "plastic": (0.75, 1.0), "half": (0.6, 1.0), "rimless": (0.35, 0.6)}
_METALS = (
    (20, 20, 22),
    (60, 55, 50),
    (150, 120, 60),
    (190, 160, 110),
    (200, 195, 190),
    (210, 160, 130),
    (120, 120, 125),
)
_PLASTICS = ((18, 18, 20), (40, 28, 22), (90, 55, 30), (120, 30, 30), (30, 40, 80), (70, 70, 75), (110, 80, 60))
_CLEAR = ((225, 215, 205), (228, 205, 185), (215, 205, 180))
#: Between the brows and at the outer corners of the eyes: how deep in the head the eyes are.
_EYES = (8, 33, 263)
#: Lines are drawn this many times as large, and reduced.
_FINER = 3


def spectacled(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> Pixels:
    """The face of `mesh` with clear glasses."""
    style, cm = str(random.choice(STYLES)), centimetre(mesh)
    lenses, frame = _shape(pixels.shape[:2], mesh, style, random)
    inside = np.zeros(pixels.shape[:2], np.float32)
    for lens in lenses:
        cv2.fillPoly(inside, [np.round(lens * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    shadow = cv2.GaussianBlur(np.roll(frame, max(1, int(0.35 * cm)), 0), (0, 0), max(0.6, 0.2 * cm))
    picture = pixels * (1 - shadow * random.uniform(0, 0.35))[..., None]
    picture = _laid(picture, inside * random.choice([0, 0, 0.05, 0.1, 0.16]), (200, 210, 222))
    if random.random() < 0.35:
        for lens in lenses:
            picture = _laid(picture, _reflection(lens, inside, cm, random), np.array([225.0, 230, 240]))
    light = float(np.clip(skin(pixels, mesh).mean() / 160, 0.3, 1.15))
    colours = {"clear": _CLEAR, "plastic": _PLASTICS}.get(style, _METALS)
    colour = np.array(colours[random.integers(len(colours))]) * light * random.uniform(0.75, 1.2)
    if style == "clear":  # its edges are dark
        edges = np.abs(cv2.GaussianBlur(frame, (0, 0), max(0.5, 0.05 * cm)) - frame)
        picture = picture * (1 - np.clip(edges * random.uniform(0.2, 0.9), 0, 0.6))[..., None]
    glints = np.clip(texture(frame.shape, random, (max(0.6, 0.4 * cm), max(0.8, 1.2 * cm))), 0, 2)
    shining = colour + (glints * random.uniform(0, 50))[..., None]
    return np.clip(_laid(picture, frame * random.uniform(*_SEEN[style]), shining), 0, 255).astype(np.uint8)


def _shape(
    size: tuple[int, int], mesh: Mesh, style: str, random: np.random.Generator
) -> tuple[list[Floats], np.ndarray]:
    """The outlines of both lenses, pixels, and what the frame covers (height, width), 0..1."""
    onto, cm = on_canonical(mesh), centimetre(mesh)
    depth = at_rest(mesh)[list(_EYES), 2].mean()
    drawn = np.zeros((size[0] * _FINER, size[1] * _FINER), np.uint8)

    def places(points: list[tuple[float, float, float]] | Floats) -> Floats:
        """(n, 3) centimetres of the canonical face, depth from the eyes -> (n, 2) pixels."""
        return np.asarray((np.add(points, (0, 0, depth)) / onto.scale @ onto.rotation + onto.centre)[:, :2])

    def line(points: Floats, thick: float, closed: bool = False) -> None:
        wide = max(1, round(thick * cm * _FINER))
        cv2.polylines(drawn, [np.round(points * _FINER).astype(np.int32)], closed, 255, wide, cv2.LINE_AA)

    width, height, apart, down = (random.uniform(*span) for span in ((2.1, 3.1), (1.5, 2.7), (3.0, 3.6), (-0.1, 0.8)))
    angle, power = np.linspace(0, 2 * np.pi, 64, endpoint=False), 2 / random.uniform(1.9, 5.5)
    rim = np.abs([np.cos(angle), np.sin(angle)]) ** power * np.sign([np.cos(angle), np.sin(angle)])
    rim[1] *= np.where(rim[1] < 0, random.uniform(0.75, 1.0), 1.0)
    thick, lenses = random.uniform(*_THICK[style]), []
    for side in (-1, 1):
        across = side * (apart + width * rim[0])
        lenses.append(places(np.column_stack([across, down + height * rim[1], 0.25 * (np.abs(across) - 3) - 1.2])))
        half = style == "half"
        line(lenses[-1][len(rim[0]) // 2 :] if half else lenses[-1], thick, closed=not half)
        line(
            places([(side * (apart + width), down - 0.35 * height, -0.6), (side * 7.4, 0.1, 4.0)]),
            max(0.8 * thick, 0.12),
        )
    inner, bridge = apart - width, down - random.uniform(0.2, 0.6) * height
    arch = [(-1.0, 0.1, -1.4), (-0.5, -0.12, -1.65), (0.0, -0.18, -1.75), (0.5, -0.12, -1.65), (1.0, 0.1, -1.4)]
    line(places([(x * inner, bridge + y, z) for x, y, z in arch]), min(thick, 0.3))
    return lenses, cv2.resize(drawn, size[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def _reflection(lens: Floats, inside: np.ndarray, cm: float, random: np.random.Generator) -> np.ndarray:
    """What a window or a lamp covers of a lens."""
    middle, cover = lens.mean(axis=0) + random.normal(0, 0.5, 2) * cm, np.zeros_like(inside)
    sides = random.uniform(0.3, 2.2) * cm, random.uniform(0.3, 1.4) * cm
    cv2.ellipse(cover, (middle.tolist(), sides, float(random.uniform(0, 180))), 1.0, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(cover, (0, 0), max(0.6, 0.12 * cm)) * inside * random.uniform(0.2, 0.85)


def _laid(picture: np.ndarray, cover: np.ndarray, colour: object) -> np.ndarray:
    return np.asarray(picture * (1 - cover[..., None]) + colour * cover[..., None])
