"""A face of a collection, and why an operation left one out."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.vision.observation import Box


@dataclass(frozen=True)
class StoredFace:
    """A face of a collection.

    box: in pixels of an image of this size (width, height). confidence: 0..100, that it is a face.
    """

    face_id: str
    image_id: str
    external_image_id: str | None
    box: Box
    size: tuple[int, int]
    confidence: float
    face_model_version: str


@dataclass(frozen=True)
class Refusal:
    """Why a face was not associated, disassociated or deleted.

    user_id: the user it belongs to. confidence: the Similarity that was too low.
    """

    face_id: str
    reason: str
    user_id: str | None = None
    confidence: float | None = None
