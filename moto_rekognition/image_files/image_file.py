"""An image file of either format -> its size, its orientation, its upright RGB pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moto_rekognition.image_files import jpeg, png

#: EXIF orientation -> what makes the image upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_STRIP = 64  # rows that are converted at once: fewer pixels than any program would set as a limit for Pillow


class Unreadable(ValueError):
    """The content is no JPEG or PNG, or a part of the image is missing."""


@dataclass(frozen=True)
class ImageFile:
    """size: (width, height) as stored, in pixels. orientation: that of a JPEG's EXIF, 1 to 8; None without one."""

    size: tuple[int, int]
    orientation: int | None
    _parts: jpeg.Jpeg | png.Png

    @property
    def upright_size(self) -> tuple[int, int]:
        """(width, height) when it is turned as the orientation says."""
        width, height = self.size
        return (height, width) if (self.orientation or 1) >= 5 else (width, height)

    def pixels(self, reduction: int = 1) -> NDArray[np.uint8]:
        """(height, width, 3) RGB, upright, each side divided by `reduction` (1, 2, 4 or 8) and rounded up.

        Raises Unreadable.
        """
        try:
            image = self._parts.decode(reduction)
            pixels = _rgb(image, reduction if image.size == self.size else 1)
        except MemoryError:
            raise
        except Exception as error:  # decoders raise many things for what is damaged
            raise Unreadable(str(error)) from error
        turn = _UPRIGHT.get(self.orientation or 1)
        return pixels if turn is None else np.asarray(Image.fromarray(pixels).transpose(turn))


def read(content: bytes) -> ImageFile:
    """Take a file apart, without decoding it. Raises Unreadable."""
    try:
        if content.startswith(jpeg.SIGNATURE):
            parts: jpeg.Jpeg | png.Png = jpeg.parse(content)
        elif content.startswith(png.SIGNATURE):
            parts = png.parse(content)
        else:
            raise Unreadable("neither JPEG nor PNG")
    except (ValueError, IndexError) as error:
        raise Unreadable(str(error)) from error
    if parts.size is None or not all(parts.size):
        raise Unreadable("no size")
    return ImageFile(parts.size, parts.orientation, parts)


def _rgb(image: Image.Image, reduction: int) -> NDArray[np.uint8]:
    """An image of any mode as RGB, each side divided by `reduction`; in strips, so that little memory is needed."""
    if reduction == 1:
        return _strip(image)
    width, height = image.size
    reduced = np.empty((-(-height // reduction), -(-width // reduction), 3), np.uint8)
    for top in range(0, height, _STRIP):
        strip = _strip(image.crop((0, top, width, min(top + _STRIP, height))))
        rows = np.asarray(Image.fromarray(strip).reduce(reduction))
        reduced[top // reduction : top // reduction + len(rows)] = rows
    return reduced


def _strip(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow would clip
        grey = (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, np.newaxis], 3, axis=2)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
