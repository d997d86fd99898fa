"""Shared by the backends of all families: the state of one account and region, and the observation of images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from typing import Any

from moto_rekognition import settings
from moto_rekognition.outcomes import declarations
from moto_rekognition.rekognition import kept_images
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import InvalidImageFormatException, ResourceNotFoundException
from moto_rekognition.rekognition.liveness.session import Session
from moto_rekognition.rekognition.media import image, s3
from moto_rekognition.rekognition.media.enlarged import EnlargedObservation
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.rekognition.protocol.idempotency import Requests
from moto_rekognition.rekognition.protocol.paging import PageTokens
from moto_rekognition.rekognition.video.job import Job
from moto_rekognition.vision import analysis
from moto_rekognition.vision.observation import Descriptor, Observation, Vector

#: The service's default of FaceMatchThreshold, SimilarityThreshold and, in searches, UserMatchThreshold.
MATCH_THRESHOLD = 80.0


@dataclass
class State:
    """The state that `reset` clears."""

    collections: dict[str, Collection] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    tokens: PageTokens = field(default_factory=PageTokens)
    requests: Requests = field(default_factory=Requests)
    sessions: dict[str, Session] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)


class FamilyBackend:
    """Base of the backend of every family of operations, in one account and region."""

    region_name: str
    account_id: str
    partition: str
    state: State

    def collection(self, collection_id: str) -> Collection:
        """Raises ResourceNotFoundException."""
        collection = self.find_collection(collection_id)
        if collection is None:
            raise ResourceNotFoundException.collection(collection_id)
        return collection

    def find_collection(self, collection_id: str) -> Collection | None:
        """None when the collection does not exist, or a declared lag hides it."""
        collection = self.state.collections.get(collection_id)
        return collection if collection is not None and collection.is_visible else None

    def source_image(self, parameter: Mapping[str, Any]) -> SourceImage:
        """The content of an Image parameter. Raises the service's error when it cannot be read."""
        read = partial(s3.read, account_id=self.account_id, region=self.region_name, partition=self.partition)
        return image.load(parameter, read)

    def observe(self, source: SourceImage) -> Observation:
        """The declared observation of an image or, without a declaration, the detected one.

        Raises the service's error for undeclared content that is no image.
        """
        location = source.location
        key = None if location is None else (location.bucket, location.key)
        declared = declarations.observe(source.content, source.digest, key, self._stored_vector)
        observation = self._detect(source, key) if declared is None else declared
        if (kept := kept_images.current()) is not None:
            kept.add(source, observation)
        return observation

    def _detect(self, source: SourceImage, key: tuple[str, str] | None) -> Observation:
        """What is detected in an image, once per content and process. key: (bucket, key) of its S3 object, if any."""
        try:
            source.check()
            observation = analysis.analyze(source.digest, source.pixels, settings.current().model)
        except InvalidImageFormatException:
            if declarations.listing():
                raise InvalidImageFormatException.undeclared(declarations.unmatched(source.digest, key)) from None
            raise
        return observation if source.reduction == 1 else EnlargedObservation(observation, source.upright_size)

    def _stored_vector(self, face_id: str, descriptor: Descriptor) -> Vector | None:
        """The vector of a face in any collection with this descriptor; None when there is none."""
        for collection in list(self.state.collections.values()):
            other = collection.descriptor
            is_same = (other.name, other.version) == (descriptor.name, descriptor.version)
            if is_same and (vector := collection.stored_vector(face_id)) is not None:
                return vector
        return None


def threshold_or_default(threshold: float | None) -> float:
    return MATCH_THRESHOLD if threshold is None else threshold
