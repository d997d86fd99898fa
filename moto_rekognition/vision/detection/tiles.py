"""Cuts a picture into overlapping tiles as a detector reads them, over ever finer scales."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PIL import Image

from moto_rekognition.vision.engine import View
from moto_rekognition.vision.observation import Floats

#: How far the picture goes on beyond its borders, repeating them, for faces cut by the frame: a share of a tile's side.
BORDER = 0.06
#: How much neighbouring tiles share at least: more than the largest face that only this scale shows well.
OVERLAP = 0.25
#: Tiles whose luma varies less than this (standard deviation, 0-255) show nothing.
FLAT = 4.0


def whole_span(picture: Image.Image) -> float:
    """The span of the tile that holds the whole picture and its borders."""
    return max(picture.size) / (1 - 2 * BORDER)


def whole(picture: Image.Image, side: int) -> View:
    """The whole picture and its borders in one view of `side` by `side` pixels, black beside them."""
    view, *_ = tiles(picture, whole_span(picture), side)
    return view


def tiles(picture: Image.Image, span: float, side: int) -> Iterator[View]:
    """Tiles of `span` by `span` pixels of `picture`, each as `side` by `side` pixels."""
    import cv2

    factor = span / side
    size = [max(1, round(n / factor)) for n in picture.size]
    small = np.asarray(picture.resize((size[0], size[1]), Image.Resampling.BILINEAR, reducing_gap=1.0))
    border = math.floor(BORDER * side)  # rounded down, so that one tile holds the whole
    small = cv2.copyMakeBorder(small, border, border, border, border, cv2.BORDER_REPLICATE)
    height, width = small.shape[:2]
    above, left = max(0, side - height) // 2, max(0, side - width) // 2
    if height < side or width < side:
        rest = max(0, side - height) - above, max(0, side - width) - left
        small = cv2.copyMakeBorder(small, above, rest[0], left, rest[1], cv2.BORDER_CONSTANT)
    turn: Floats = np.diag([picture.size[0] / size[0], picture.size[1] / size[1]])
    for y in _starts(small.shape[0], side):
        for x in _starts(small.shape[1], side):
            yield View(
                np.ascontiguousarray(small[y : y + side, x : x + side]),
                turn,
                turn @ np.array([x - left - border, y - above - border], np.float64),
            )


def _starts(length: int, side: int) -> list[int]:
    """Where tiles of `side` start to cover `length` evenly, overlapping by `OVERLAP` at least."""
    if length <= side:
        return [0]
    steps = math.ceil((length - side) / (side * (1 - OVERLAP)))
    return [round(i * (length - side) / steps) for i in range(steps + 1)]


def is_flat(view: View) -> bool:
    """Whether a tile shows nothing: sky, wall, or the black beside the picture."""
    return bool(view.pixels[::2, ::2, 1].std() < FLAT)
