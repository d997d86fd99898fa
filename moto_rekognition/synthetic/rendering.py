"""`Rendering`: a drawn picture and its forms (Pillow image, array, JPEG, PNG); its background and its camera."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

BACKGROUND = (196, 206, 214)


class Rendering(ABC):
    """A drawn picture. It is drawn once, when it is first asked for."""

    @abstractmethod
    def _draw(self) -> Image.Image:
        """The picture, RGB."""

    @cached_property
    def _drawn(self) -> Image.Image:
        return self._draw()

    @property
    def image(self) -> Image.Image:
        """The picture as a Pillow image, RGB; yours to change."""
        return self._drawn.copy()

    @property
    def array(self) -> NDArray[np.uint8]:
        """The picture as (height, width, 3) uint8 RGB; yours to change."""
        return np.array(self._drawn)

    def jpeg(self, quality: int = 92) -> bytes:
        """The picture as a JPEG file. quality: 1..95, as in Pillow."""
        return self._encoded("JPEG", quality=quality)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return self._encoded("PNG", compress_level=3)

    def _encoded(self, form: str, **options: int) -> bytes:
        buffer = io.BytesIO()
        self._drawn.save(buffer, form, **options)
        return buffer.getvalue()


def backdrop(size: tuple[int, int], colour: tuple[int, int, int]) -> Image.Image:
    """One colour, a little brighter at the top than at the bottom."""
    fade = np.linspace(1.06, 0.90, size[1])[:, None, None] * np.array(colour, float)
    column = np.clip(fade, 0, 255).astype(np.uint8)
    return Image.fromarray(column).resize(size, Image.Resampling.NEAREST)


def photograph(picture: Image.Image, brightness: float, blur: float, noise: float) -> Image.Image:
    """What a camera does to a picture, in this order: blur (sd, pixels), brightness (factor), noise (sd, 0..255)."""
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if brightness != 1:
        picture = picture.point(lambda value: min(255, int(value * brightness + 0.5)))
    if noise:
        grain = np.random.RandomState(7).standard_normal((picture.height, picture.width, 3)).astype(np.float32)
        picture = Image.fromarray(np.clip(np.asarray(picture) + noise * grain, 0, 255).astype(np.uint8))
    return picture
