"""Face search: the persons of a video that are in a collection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from moto.moto_api import state_manager

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import ResourceNotFoundException
from moto_rekognition.rekognition.faces.backend import MOST_MATCHES
from moto_rekognition.rekognition.faces.wire import face_matches
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.video.job import Entry, Job, JobRequest
from moto_rekognition.rekognition.video.observing import AnalysisFailed
from moto_rekognition.vision.observation import Descriptor
from moto_rekognition.vision.video.observation import VideoObservation


class FaceSearchJob(Job):
    """StartFaceSearch.

    collection: returns the collection when the job ends, or raises ResourceNotFoundException.
    threshold: of Similarity, 0..100.
    """

    operation = "StartFaceSearch"
    state_model = "rekognition::face_search_job"

    def __init__(
        self,
        request: JobRequest,
        location: S3Location,
        descriptor: Descriptor,
        collection: Callable[[], Collection],
        threshold: float,
    ) -> None:
        super().__init__(request, location, descriptor)
        self._collection = collection
        self._threshold = threshold

    def entries(self, observation: VideoObservation) -> Sequence[Entry]:
        """The faces of one frame are ordered by person index. All faces of a person have the same matches."""
        collection = self._searched()
        matches: dict[int, list[dict[str, Any]]] = {}
        entries = []
        for frame in observation.frames:
            for person, face in sorted(zip(frame.persons, frame.observation.faces, strict=True), key=_by_person):
                if person not in matches:
                    vector = observation.person_vector(person, self.descriptor)
                    found = collection.search_faces(vector, self._threshold, MOST_MATCHES)
                    matches[person] = face_matches(collection, found)
                entries.append(Entry(frame.timestamp, frame.observation, face, person, matches[person]))
        return entries

    def _searched(self) -> Collection:
        """The collection. Raises AnalysisFailed when it was deleted, or replaced by one with another descriptor."""
        try:
            collection = self._collection()
        except ResourceNotFoundException as error:
            raise AnalysisFailed(error.message) from None
        if collection.descriptor.dimension != self.descriptor.dimension:
            raise AnalysisFailed("The collection was replaced by one with another face descriptor.")
        return collection


def _by_person(person_and_face: tuple[int, object]) -> int:
    return person_and_face[0]


state_manager.register_default_transition(FaceSearchJob.state_model, {"progression": "immediate"})
