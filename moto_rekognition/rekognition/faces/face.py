"""A face of a collection, and the refusal of an operation on a face."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from moto_rekognition.vision.observation import Box

_NUMBERS = struct.Struct("=5d")


@dataclass(frozen=True, slots=True, init=False)
class StoredFace:
    """A face of a collection.

    size: (width, height) in pixels of the image in which the face was detected.
    """

    face_id: str
    image_id: str
    external_image_id: str | None
    size: tuple[int, int]
    face_model_version: str
    _numbers: (
        bytes  # box and confidence: 40 bytes instead of six objects, because a collection can have millions of faces
    )

    def __init__(
        self,
        face_id: str,
        image_id: str,
        external_image_id: str | None,
        box: Box,
        size: tuple[int, int],
        confidence: float,
        face_model_version: str,
    ) -> None:
        numbers = _NUMBERS.pack(box.left, box.top, box.width, box.height, confidence)
        for name, value in zip(
            self.__slots__, (face_id, image_id, external_image_id, size, face_model_version, numbers), strict=True
        ):
            object.__setattr__(self, name, value)

    @property
    def box(self) -> Box:
        """Bounding box in pixels of an image of `size`."""
        return Box(*_NUMBERS.unpack(self._numbers)[:4])

    @property
    def confidence(self) -> float:
        """Confidence that it is a face, 0..100."""
        confidence: float = _NUMBERS.unpack(self._numbers)[4]
        return confidence


@dataclass(frozen=True)
class Refusal:
    """Why a face was not associated, disassociated or deleted.

    user_id: the user of the face. confidence: the Similarity that was too low.
    """

    face_id: str
    reason: str
    user_id: str | None = None
    confidence: float | None = None
