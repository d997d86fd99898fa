"""Small copies of the observed images, for the page of a server that is started with the option to keep them."""

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

#: Limit in bytes. The least recently used images are removed first.
CAPACITY = 64 * 2**20
#: Longer side of a copy in pixels.
SIDE = 480


@dataclass(frozen=True)
class KeptImage:
    """jpeg: None for declared content that is no image. details: its FaceDetails, as JSON. size: (width, height)."""

    jpeg: bytes | None
    details: bytes
    size: tuple[int, int]

    @property
    def weight(self) -> int:
        """Approximate size in bytes."""
        return 512 + len(self.jpeg or b"") + len(self.details)

    @property
    def faces(self) -> list[dict[str, Any]]:
        """The FaceDetails with all attributes."""
        faces: list[dict[str, Any]] = json.loads(self.details)
        return faces


class KeptImages:
    """SHA-256 of the content, in hexadecimal -> kept image."""

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
        """Store the ImageId of an image."""
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
    """Keep the images that are observed in this process from now on."""
    global _kept
    _kept = _kept or KeptImages()


def current() -> KeptImages | None:
    """The kept images; None unless `keep` was called."""
    return _kept
