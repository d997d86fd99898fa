"""Small copies of the images that were looked at, for the page of a server that is told to keep them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from cachetools import LRUCache
from PIL import Image

from moto_rekognition.rekognition.exceptions import InvalidImageFormatException
from moto_rekognition.rekognition.faces import wire
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.vision.observation import Observation

#: Bytes that are kept at most; the images that were not looked at for longest go first.
CAPACITY = 64 * 2**20
#: Pixels of the longer side of a copy.
SIDE = 480


@dataclass(frozen=True)
class KeptImage:
    """jpeg: None for declared content that is no image. details: its FaceDetails, as JSON. size: (width, height)."""

    jpeg: bytes | None
    details: bytes
    size: tuple[int, int]

    @property
    def weight(self) -> int:
        """Bytes held, roughly."""
        return 512 + len(self.jpeg or b"") + len(self.details)

    @property
    def faces(self) -> list[dict[str, Any]]:
        """Its FaceDetails, with all attributes."""
        faces: list[dict[str, Any]] = json.loads(self.details)
        return faces


class KeptImages:
    """By the SHA-256 of the content, in hexadecimal."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._images: LRUCache[str, KeptImage] = LRUCache(capacity, getsizeof=lambda kept: kept.weight)
        self._by_image_id: LRUCache[str, str] = LRUCache(100_000)
        self._lock = Lock()

    def add(self, source: SourceImage, observation: Observation) -> None:
        digest = source.digest.hex()
        with self._lock:
            if self._images.get(digest) is not None:
                return
        details = [wire.face_detail(observation, face, ("ALL",)) for face in observation.faces]
        kept = KeptImage(_small(source), json.dumps(details).encode(), observation.size)
        with self._lock:
            if kept.weight <= self._images.maxsize:
                self._images[digest] = kept

    def name(self, image_id: str, source: SourceImage) -> None:
        """Remember the ImageId that an image got."""
        with self._lock:
            self._by_image_id[image_id] = source.digest.hex()

    def get(self, digest: str) -> KeptImage | None:
        with self._lock:
            return self._images.get(digest)

    def of_image_id(self, image_id: str) -> tuple[str, KeptImage] | None:
        """The digest and the copy of the image with that ImageId."""
        with self._lock:
            digest = self._by_image_id.get(image_id)
            kept = None if digest is None else self._images.get(digest)
        return None if digest is None or kept is None else (digest, kept)

    def __len__(self) -> int:
        return len(self._images)


def _small(source: SourceImage) -> bytes | None:
    try:
        image = Image.fromarray(source.pixels())
    except InvalidImageFormatException:
        return None
    image.thumbnail((SIDE, SIDE))
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


_kept: KeptImages | None = None


def keep() -> None:
    """From now on, keep what is looked at in this process."""
    global _kept
    _kept = _kept or KeptImages()


def current() -> KeptImages | None:
    """What is kept; None unless `keep` was called."""
    return _kept
