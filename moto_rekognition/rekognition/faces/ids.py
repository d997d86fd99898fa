"""ImageIds and FaceIds: the same picture gets the same ids in every collection, account and run."""

from __future__ import annotations

import hashlib
from uuid import NAMESPACE_DNS, UUID, uuid3

_NAMESPACE = uuid3(NAMESPACE_DNS, "rekognition.amazonaws.com")


def image_id(digest: bytes, external_image_id: str | None) -> str:
    """A version 3 UUID of the picture's content and its external id, as the service's ImageIds are."""
    return str(uuid3(_NAMESPACE, f"{digest.hex()} {external_image_id or ''}"))


def face_id(image_id: str, face_model_version: str, rank: int) -> str:
    """The id of the face of an image with this rank; shaped as a random UUID (version 4), as the service's are."""
    name = f"{image_id} {face_model_version} {rank}".encode()
    return str(UUID(bytes=hashlib.sha256(name).digest()[:16], version=4))
