"""What the backends of all families share: the state of one account and region, and how an image is observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from typing import Any

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import ResourceNotFoundException
from moto_rekognition.rekognition.liveness.session import Session
from moto_rekognition.rekognition.media import image, kept_images, observing, s3
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.rekognition.protocol.idempotency import Requests
from moto_rekognition.rekognition.protocol.paging import PageTokens
from moto_rekognition.rekognition.video.job import Job
from moto_rekognition.vision.observation import Descriptor, Observation, Vector

#: What the service takes for a threshold that is not given.
MATCH_THRESHOLD = 80.0


@dataclass
class State:
    """Everything that `reset` forgets."""

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
        collection = self.known_collection(collection_id)
        if collection is None:
            raise ResourceNotFoundException.collection(collection_id)
        return collection

    def known_collection(self, collection_id: str) -> Collection | None:
        """None when there is no such collection, or a declared lag hides it yet."""
        collection = self.state.collections.get(collection_id)
        return collection if collection is not None and collection.is_known else None

    def source_image(self, parameter: Mapping[str, Any]) -> SourceImage:
        """The content that an Image parameter stands for. Raises the service's error where it cannot be had."""
        read = partial(s3.read, account_id=self.account_id, region=self.region_name, partition=self.partition)
        return image.load(parameter, read)

    def observe(self, source: SourceImage) -> Observation:
        """The faces of an image: those that are declared for it, or those that are detected. See `observing`."""
        observation = observing.observe(source, self._stored_vector)
        if (kept := kept_images.current()) is not None:
            kept.add(source, observation)
        return observation

    def _stored_vector(self, face_id: str, descriptor: Descriptor) -> Vector | None:
        """The vector of a face in any collection with that descriptor; None when there is none."""
        for collection in list(self.state.collections.values()):
            theirs = collection.descriptor
            same = (theirs.name, theirs.version) == (descriptor.name, descriptor.version)
            if same and (vector := collection.stored_vector(face_id)) is not None:
                return vector
        return None


def threshold_or_default(threshold: float | None) -> float:
    return MATCH_THRESHOLD if threshold is None else threshold
