"""Converts an Image parameter (Bytes or S3Object) to upright RGB pixels, or raises the service's error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from moto_rekognition import image_files
from moto_rekognition.image_files import ImageFile, Unreadable
from moto_rekognition.rekognition.exceptions import (
    ImageTooLargeException,
    InvalidImageFormatException,
    InvalidParameterException,
)
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.vision.observation import Pixels

#: Limits of the service: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html. That of Bytes is in the model.
LARGEST_S3_OBJECT = 15 * 1024 * 1024
SMALLEST_SIDE = 80
LARGEST_SIDE = 10_000

#: Images with a longer side from this length on, in pixels, are decoded at half size, to save memory and time. Chosen
#: by hand: half of it is still the size of common photos, and the smallest documented face (40 of 1920) has 60 pixels.
REDUCED_FROM = 6_000


def load(parameter: Mapping[str, Any], read: Callable[[S3Location, int], bytes]) -> SourceImage:
    """The content of an Image parameter. Nothing is decoded yet.

    read: (location, limit) -> the content of an S3 object of at most `limit` bytes.
    Raises InvalidParameterException unless exactly one of Bytes and S3Object is given, and the errors of `read`.
    """
    if ("Bytes" in parameter) == ("S3Object" in parameter):
        raise InvalidParameterException.no_image()
    if "Bytes" in parameter:
        return SourceImage(parameter["Bytes"])
    location = S3Location.of(parameter["S3Object"])
    return SourceImage(read(location, LARGEST_S3_OBJECT), location)


@dataclass(frozen=True)
class _Header:
    """What a file says of its image. size, upright_size: (width, height). orientation: that of EXIF, or None."""

    size: tuple[int, int]
    upright_size: tuple[int, int]
    orientation: int | None


#: Digest of a content -> its header, so that a content that comes again need not be taken apart. Without a lock, which
#: a fork could find held: each step is one that no thread interrupts.
_headers: dict[bytes, _Header] = {}
_MOST_HEADERS = 10_000


@dataclass(frozen=True)
class SourceImage:
    """The content of an Image parameter. It need not be an image, because declared content can be any bytes.

    location: the S3 object; None for Bytes.
    """

    content: bytes
    location: S3Location | None = None

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).digest()

    @cached_property
    def file(self) -> ImageFile:
        """The parsed image file. Raises InvalidImageFormatException."""
        try:
            return image_files.read(self.content)
        except Unreadable:
            raise InvalidImageFormatException from None

    @cached_property
    def _header(self) -> _Header:
        header = _headers.get(self.digest)
        if header is None:
            header = _Header(self.file.size, self.file.upright_size, self.file.orientation)
            if len(_headers) >= _MOST_HEADERS:
                _headers.clear()
            _headers[self.digest] = header
        return header

    @property
    def upright_size(self) -> tuple[int, int]:
        """(width, height) of the upright image, not reduced. Raises InvalidImageFormatException."""
        return self._header.upright_size

    def check(self) -> None:
        """Raise the service's error unless it is a JPEG or PNG of an allowed size. Decodes nothing."""
        width, height = self._header.size
        if max(width, height) > LARGEST_SIDE:
            raise ImageTooLargeException.dimensions(width, height, LARGEST_SIDE)
        if min(width, height) < SMALLEST_SIDE:
            raise InvalidParameterException

    @property
    def reduction(self) -> int:
        """The factor by which the sides of `pixels` are reduced."""
        return 2 if max(self._header.size) >= REDUCED_FROM else 1

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB, upright according to EXIF, reduced by `reduction`. Raises as `check` does."""
        self.check()
        try:
            return self.file.pixels(self.reduction)
        except Unreadable:
            raise InvalidImageFormatException from None

    @property
    def has_exif_orientation(self) -> bool:
        """Whether the file states its EXIF orientation. False for declared content that is no image."""
        try:
            return self._header.orientation is not None
        except InvalidImageFormatException:
            return False
