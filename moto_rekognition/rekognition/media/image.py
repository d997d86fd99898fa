"""An Image parameter (Bytes or S3Object) -> upright RGB pixels, or the service's error."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from moto_rekognition.rekognition.exceptions import (
    ImageTooLargeException,
    InvalidImageFormatException,
    InvalidParameterException,
    InvalidS3ObjectException,
)
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.vision.observation import Pixels

#: Limits of the service: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html. That of Bytes is in the model.
LARGEST_S3_OBJECT = 15 * 1024 * 1024
SMALLEST_SIDE = 80
LARGEST_SIDE = 10_000

_ORIENTATION = 0x0112  # EXIF tag
_UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, zlib.error)


def load(parameter: Mapping[str, Any], read: Callable[[S3Location, int], bytes]) -> SourceImage:
    """The picture that an Image parameter stands for; nothing is decoded yet.

    read: gives the content of an S3 object of at most so many bytes.
    Raises InvalidParameterException unless there is exactly one of Bytes and S3Object, and what `read` raises.
    """
    if ("Bytes" in parameter) == ("S3Object" in parameter):
        raise InvalidParameterException.no_image()
    if "Bytes" in parameter:
        return SourceImage(parameter["Bytes"])
    s3_object = parameter["S3Object"]
    if "Bucket" not in s3_object or "Name" not in s3_object:
        raise InvalidS3ObjectException.no_name()
    location = S3Location(s3_object["Bucket"], s3_object["Name"], s3_object.get("Version"))
    return SourceImage(read(location, LARGEST_S3_OBJECT), location)


@dataclass(frozen=True)
class SourceImage:
    """The content of an image parameter, which need not be a picture until somebody looks.

    location: where it came from, None for Bytes.
    """

    content: bytes
    location: S3Location | None = None

    @cached_property
    def digest(self) -> bytes:
        """What identifies the content: its SHA-256."""
        return hashlib.sha256(self.content).digest()

    def check(self) -> None:
        """Raise the service's error for what is no JPEG or PNG, too small or too large. Reads the header only."""
        width, height = self._open().size
        if max(width, height) > LARGEST_SIDE:
            raise ImageTooLargeException.dimensions(width, height, LARGEST_SIDE)
        if min(width, height) < SMALLEST_SIDE:
            raise InvalidParameterException

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB, turned upright as a JPEG's EXIF says. Raises as `check` does."""
        self.check()
        image = self._open()
        try:
            image.load()
            return _rgb(_upright(image))
        except _UNREADABLE:
            raise InvalidImageFormatException from None

    @property
    def has_exif_orientation(self) -> bool:
        """Whether the picture itself says which way is up. What was declared need not be a picture, and does not."""
        try:
            return _orientation(self._open()) is not None
        except InvalidImageFormatException:
            return False

    def _open(self) -> Image.Image:
        # The classes themselves, because Image.open refuses large pictures by its own, lower limits.
        if self.content.startswith(b"\xff\xd8\xff"):
            format_class: type[Image.Image] = JpegImageFile
        elif self.content.startswith(b"\x89PNG\r\n\x1a\n"):
            format_class = PngImageFile
        else:
            raise InvalidImageFormatException
        try:
            return format_class(BytesIO(self.content))  # type: ignore[call-arg]
        except _UNREADABLE:
            raise InvalidImageFormatException from None


def _orientation(image: Image.Image) -> int | None:
    """The EXIF orientation of a JPEG, 1..8; None for a PNG, or where EXIF is absent or broken."""
    if not isinstance(image, JpegImageFile):
        return None
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except _UNREADABLE:
        return None
    return orientation if orientation in range(1, 9) else None


def _upright(image: Image.Image) -> Image.Image:
    return image if _orientation(image) is None else ImageOps.exif_transpose(image)


def _rgb(image: Image.Image) -> Pixels:
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow would clip
        grey = (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, np.newaxis], 3, axis=2)
    if image.mode == "P":  # transparency may be kept beside the palette; RGBA is where Pillow puts it
        image = image.convert("RGBA")
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
