"""ImageIds and FaceIds. The same image has the same ids in every collection, account and run."""

from __future__ import annotations

import hashlib
from uuid import NAMESPACE_DNS, UUID, uuid3

_NAMESPACE = uuid3(NAMESPACE_DNS, "rekognition.amazonaws.com")


def image_id(digest: bytes, external_image_id: str | None) -> str:
    """A version 3 UUID of the image's content and its external id. The service's ImageIds are version 3 too."""
    return str(uuid3(_NAMESPACE, f"{digest.hex()} {external_image_id or ''}"))


def face_id(image_id: str, face_model_version: str, rank: int) -> str:
    """The id of the face with this rank in an image, as a version 4 UUID like the service's."""
    name = f"{image_id} {face_model_version} {rank}".encode()
    return str(UUID(bytes=hashlib.sha256(name).digest()[:16], version=4))
