"""The sheet a face is painted on: the frontal plane of the head as pixels, and the strokes that change them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moto_rekognition.synthetic.fields import Field, bump, step
from moto_rekognition.synthetic.identity import Colour

#: The part of the frontal plane a sheet covers, cm.
LEFT, RIGHT, BOTTOM, TOP = -8.6, 8.6, -14.6, 8.6


class Window:
    """A rectangle of a sheet: `pixels` (h, w, 4) is a view; `x` (1, w) and `y` (h, 1) are cm in the frontal plane."""

    def __init__(self, pixels: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32], scale: float):
        self.pixels, self.x, self.y = pixels, x, y
        #: Half the width of an edge: at least a texel's, so that nothing is jagged. cm.
        self.edge = max(0.05, 0.7 / scale)

    def cover(self, mask: Field, colour: Any, gloss: float | None = None) -> None:
        """Lay an opaque colour on, as far as `mask` (0..1) says."""
        rgb = self.pixels[..., :3]
        rgb += (np.asarray(colour, np.float32) - rgb) * np.asarray(mask, np.float32)[..., None]
        if gloss is not None:
            self.pixels[..., 3] += (gloss - self.pixels[..., 3]) * mask

    def tint(self, mask: Field, factor: Any) -> None:
        """Multiply by a colour, as far as `mask` (0..1) says."""
        self.pixels[..., :3] *= 1 - np.asarray(mask, np.float32)[..., None] * (1 - np.asarray(factor, np.float32))

    def inside(self, distance: Field) -> Field:
        """1 where `distance` (cm, positive inside) is positive, with an edge that is not jagged."""
        return np.asarray(step(-self.edge, self.edge, distance))

    def noise(self, seed: int, cell: float, stretch: float = 1.0, symmetry: float = 0.0) -> NDArray[np.float32]:
        """Smooth noise around -1..1 with features of `cell` cm, `stretch` times as tall.

        It belongs to the seed and the window's place, not to the resolution. symmetry 0..1: how far the window's two
        halves mirror each other.
        """
        height, width = self.pixels.shape[:2]
        scale = (self.x.shape[1] - 1) / max(float(self.x[0, -1] - self.x[0, 0]), 1e-6)
        rows = max(3, round(height / scale / (cell * stretch)))
        columns = max(3, round(width / scale / cell))
        coarse = np.random.RandomState(seed & 0x7FFFFFFF).uniform(-1, 1, (rows, columns)).astype(np.float32)
        if symmetry:
            coarse += symmetry * (coarse[:, ::-1] - coarse) * (np.arange(columns) < columns / 2)
        return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


class Sheet(Window):
    """The whole frontal plane at `scale` texels a cm. Channels: RGB 0..1 and gloss (1: skin)."""

    def __init__(self, scale: float, base: Colour) -> None:
        width, height = int((RIGHT - LEFT) * scale), int((TOP - BOTTOM) * scale)
        pixels = np.ones((height, width, 4), np.float32)
        pixels[..., :3] = base
        x = ((np.arange(width) + 0.5) / scale + LEFT).astype(np.float32)[None]
        y = (TOP - (np.arange(height) + 0.5) / scale).astype(np.float32)[:, None]
        super().__init__(pixels, x, y, scale)
        self.scale = scale

    def window(self, left: float, right: float, bottom: float, top: float) -> Window:
        """The part of the sheet between these lines, cm."""
        height, width = self.pixels.shape[:2]
        x0, x1 = (int(np.clip((x - LEFT) * self.scale, 0, width)) for x in (left, right))
        y0, y1 = (int(np.clip((TOP - y) * self.scale, 0, height)) for y in (top, bottom))
        return Window(self.pixels[y0:y1, x0:x1], self.x[:, x0:x1], self.y[y0:y1], self.scale)

    def _around(self, x: float, y: float, width: float, height: float) -> tuple[Window, Field]:
        window = self.window(x - 2.2 * width, x + 2.2 * width, y - 2.2 * height, y + 2.2 * height)
        return window, bump(window.x, window.y, x, y, width, height)

    def shade(self, x: float, y: float, width: float, height: float, amount: float, factor: Any) -> None:
        """A soft spot that multiplies by `factor`."""
        window, spot = self._around(x, y, width, height)
        window.tint(amount * spot, factor)

    def dab(self, x: float, y: float, width: float, height: float, amount: float, colour: Any) -> None:
        """A soft spot of `colour`."""
        window, spot = self._around(x, y, width, height)
        window.cover(amount * spot, colour)


def sample(pixels: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 4): the sheet's pixels at points of the frontal plane, bilinear, clamped to the sheet."""
    height, width = pixels.shape[:2]
    scale = width / (RIGHT - LEFT)
    column = np.clip((x - LEFT) * scale - 0.5, 0, width - 1.01)
    row = np.clip((TOP - y) * scale - 0.5, 0, height - 1.01)
    left, upper = column.astype(np.int32), row.astype(np.int32)
    across, down = (column - left)[:, None], (row - upper)[:, None]
    flat, corner = pixels.reshape(-1, 4), upper * width + left
    # In place: these are the largest arrays of a picture, and every temporary costs as much as the arithmetic.
    above: NDArray[np.float32] = flat.take(corner, 0)
    above += (flat.take(corner + 1, 0) - above) * across
    below = flat.take(corner + width, 0)
    below += (flat.take(corner + width + 1, 0) - below) * across
    below -= above
    below *= down
    above += below
    return above
