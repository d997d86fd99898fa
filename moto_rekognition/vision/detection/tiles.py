"""A picture at one scale or another, and the tiles of it that the detector reads."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moto_rekognition.vision.engine import View
from moto_rekognition.vision.observation import Floats, Pixels

#: The picture is continued beyond its borders by this share of a tile's side, repeating the border, for faces cut by
#: the frame.
_BORDER = 0.06


@dataclass(frozen=True, eq=False)
class Layer:
    """A picture at one scale, continued beyond its borders.

    pixels: at least as wide and as high as a tile; turn, origin: as those of a View.
    """

    pixels: Pixels
    turn: Floats
    origin: Floats

    @property
    def scale(self) -> float:
        """Pixels of the picture for one of the layer."""
        return math.sqrt(self.turn[0, 0] * self.turn[1, 1])

    def tile(self, x: int, y: int, side: int) -> View:
        """The tile whose upper left corner is (x, y)."""
        pixels = np.ascontiguousarray(self.pixels[y : y + side, x : x + side])
        return View(pixels, self.turn, self.origin + self.turn @ (x, y))


class Pyramid:
    """A picture, from which its layers are made."""

    def __init__(self, picture: Pixels) -> None:
        self._levels = [picture]
        self.height: int = picture.shape[0]
        self.width: int = picture.shape[1]

    @property
    def longer(self) -> int:
        """The longer side of the picture."""
        return max(self.width, self.height)

    @property
    def megapixels(self) -> float:
        """Millions of pixels of the picture."""
        return self.width * self.height / 1e6

    def layer(self, span: float, side: int) -> Layer:
        """The picture at the scale at which `span` pixels become `side`, black beside it if it is smaller than that."""
        import cv2

        size = max(1, round(self.width * side / span)), max(1, round(self.height * side / span))
        shown, turn = self._resized(*size)
        border = math.floor(_BORDER * side)  # rounded down, so that one tile holds the whole
        small = cv2.copyMakeBorder(shown, border, border, border, border, cv2.BORDER_REPLICATE)
        height, width = small.shape[:2]
        above, left = max(0, side - height) // 2, max(0, side - width) // 2
        if height < side or width < side:
            rest = max(0, side - height) - above, max(0, side - width) - left
            small = cv2.copyMakeBorder(small, above, rest[0], left, rest[1], cv2.BORDER_CONSTANT)
        return Layer(np.asarray(small), turn, turn @ np.array([-left - border, -above - border], np.float64))

    def _resized(self, width: int, height: int) -> tuple[Pixels, Floats]:
        """The picture in this size, and how many of its pixels become one.

        It is halved first, which is cheap and serves several layers. Every OpenCV gives the same pixels for both steps.
        """
        import cv2

        level = 0
        while self.width >> level + 1 >= width and self.height >> level + 1 >= height:
            level += 1
        source = self._halved(level)
        turn = np.diag([source.shape[1] / width, source.shape[0] / height]) * 2.0**level
        way = cv2.INTER_AREA if width < source.shape[1] else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(source, (width, height), interpolation=way), np.uint8), turn

    def _halved(self, times: int) -> Pixels:
        import cv2

        while len(self._levels) <= times:
            last = self._levels[-1]
            rows, columns = last.shape[0] // 2, last.shape[1] // 2
            even = last[: 2 * rows, : 2 * columns]
            self._levels.append(np.asarray(cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8))
        return self._levels[times]


def whole_span(longer: int) -> float:
    """The span of the tile that holds the whole of a picture whose longer side is `longer`, and its borders."""
    return longer / (1 - 2 * _BORDER)
