"""An Image parameter (Bytes or S3Object) -> upright RGB pixels, or the service's error."""

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
    InvalidS3ObjectException,
)
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.vision.observation import Pixels

#: Limits of the service: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html. That of Bytes is in the model.
LARGEST_S3_OBJECT = 15 * 1024 * 1024
SMALLEST_SIDE = 80
LARGEST_SIDE = 10_000

#: From this longer side on, an image is decoded at half its size: its sides are then those of common photos still, and
#: the smallest face that the service documents (40 pixels in 1920) has 60 pixels. Chosen by hand, for memory and time.
REDUCED_FROM = 6_000


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

    @cached_property
    def file(self) -> ImageFile:
        """The content, taken apart. Raises InvalidImageFormatException."""
        try:
            return image_files.read(self.content)
        except Unreadable:
            raise InvalidImageFormatException from None

    def check(self) -> None:
        """Raise the service's error for what is no JPEG or PNG, too small or too large. Decodes nothing."""
        width, height = self.file.size
        if max(width, height) > LARGEST_SIDE:
            raise ImageTooLargeException.dimensions(width, height, LARGEST_SIDE)
        if min(width, height) < SMALLEST_SIDE:
            raise InvalidParameterException

    @property
    def reduction(self) -> int:
        """By how much the sides of `pixels` are divided."""
        return 2 if max(self.file.size) >= REDUCED_FROM else 1

    def pixels(self) -> Pixels:
        """(height, width, 3) uint8 RGB, turned upright as a JPEG's EXIF says, reduced. Raises as `check` does."""
        self.check()
        try:
            return self.file.pixels(self.reduction)
        except Unreadable:
            raise InvalidImageFormatException from None

    @property
    def has_exif_orientation(self) -> bool:
        """Whether the image itself says which way is up. What was declared need not be an image, and does not."""
        try:
            return self.file.orientation is not None
        except InvalidImageFormatException:
            return False
