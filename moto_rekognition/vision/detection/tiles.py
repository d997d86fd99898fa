"""Cuts a picture into overlapping tiles as the detector reads them, at one scale or another."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PIL import Image

from moto_rekognition.vision.engine.regions import View
from moto_rekognition.vision.observation import Floats, Pixels

#: The picture is continued beyond its borders by this share of a tile's side, repeating the border, for faces cut by
#: the frame.
_BORDER = 0.06
#: Neighbouring tiles share at least this much: more than the largest face that only this scale shows well.
_OVERLAP = 0.25
#: A tile is not searched if the contrast (standard deviation of green, 0-255) is less than this in all of its blocks of
#: so many pixels by as many, which the smallest faces fill. The contrast of 97 recorded faces, reduced to 24 pixels, is
#: 17 or more.
_FLAT, _BLOCK = 6.0, 16


def whole_span(picture: Image.Image) -> float:
    """The span of the tile that holds the whole picture and its borders."""
    return max(picture.size) / (1 - 2 * _BORDER)


def whole(picture: Image.Image, side: int) -> View:
    """The whole picture and its borders in one tile of `side` by `side` pixels, black beside them."""
    return next(_cut(picture, whole_span(picture), side, flat=0.0))


def count(picture: Image.Image, span: float, side: int) -> int:
    """How many tiles of `span` by `span` pixels there are, flat ones too."""
    width, height = (n + 2 * _border(side) for n in _scaled(picture, span, side))
    return len(_starts(width, side)) * len(_starts(height, side))


def tiles(picture: Image.Image, span: float, side: int) -> list[View]:
    """Tiles of `span` by `span` pixels of `picture`, each as `side` by `side` pixels, without those that are flat: sky,
    walls, blurred backgrounds."""
    return list(_cut(picture, span, side, _FLAT))


def _cut(picture: Image.Image, span: float, side: int, flat: float) -> Iterator[View]:
    import cv2

    size = _scaled(picture, span, side)
    small = np.asarray(picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0))
    border = _border(side)
    small = cv2.copyMakeBorder(small, border, border, border, border, cv2.BORDER_REPLICATE)
    height, width = small.shape[:2]
    above, left = max(0, side - height) // 2, max(0, side - width) // 2
    if height < side or width < side:
        rest = max(0, side - height) - above, max(0, side - width) - left
        small = cv2.copyMakeBorder(small, above, rest[0], left, rest[1], cv2.BORDER_CONSTANT)
    contrast = _contrast(small)
    turn: Floats = np.diag([picture.size[0] / size[0], picture.size[1] / size[1]])
    for y in _starts(small.shape[0], side):
        for x in _starts(small.shape[1], side):
            blocks = contrast[y // _BLOCK : (y + side) // _BLOCK, x // _BLOCK : (x + side) // _BLOCK]
            if blocks.max() >= flat:
                yield View(
                    np.ascontiguousarray(small[y : y + side, x : x + side]),
                    turn,
                    turn @ np.array([x - left - border, y - above - border], np.float64),
                )


def _border(side: int) -> int:
    return math.floor(_BORDER * side)  # rounded down, so that one tile holds the whole


def _scaled(picture: Image.Image, span: float, side: int) -> tuple[int, int]:
    """The size of the picture at the scale at which `span` pixels become `side`."""
    return max(1, round(picture.width * side / span)), max(1, round(picture.height * side / span))


def _starts(length: int, side: int) -> list[int]:
    """Where tiles of `side` start to cover `length` evenly, overlapping by `_OVERLAP` at least."""
    if length <= side:
        return [0]
    steps = math.ceil((length - side) / (side * (1 - _OVERLAP)))
    return [round(i * (length - side) / steps) for i in range(steps + 1)]


def _contrast(pixels: Pixels) -> Floats:
    """The contrast of each block of `pixels`."""
    import cv2

    green = pixels[:, :, 1].astype(np.float32)
    blocks = max(1, pixels.shape[1] // _BLOCK), max(1, pixels.shape[0] // _BLOCK)
    mean, square = (cv2.resize(values, blocks, interpolation=cv2.INTER_AREA) for values in (green, green * green))
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float64)
