"""The VideoObservation of a declared video."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right

from moto_rekognition.outcomes import layout
from moto_rekognition.outcomes.declared_observation import DeclaredObservation
from moto_rekognition.outcomes.declared_video import DeclaredVideo
from moto_rekognition.outcomes.identities import Stored
from moto_rekognition.outcomes.likenesses import Likenesses
from moto_rekognition.vision.observation import Descriptor, Face, Vector
from moto_rekognition.vision.video.observation import ObservedFrame, VideoProperties
from moto_rekognition.vision.video.sampling import samples

#: The most frequent values in recorded answers.
CODEC, CONTAINER, COLOR_RANGE = "h264", "QuickTime / MOV", "LIMITED"


class DeclaredVideoObservation:
    """A declared VideoObservation. Each identity is a person; a face without identity is a person of one moment.

    digest: SHA-256 of the object's content. likenesses, stored: see `DeclaredObservation`.
    """

    def __init__(self, declared: DeclaredVideo, digest: bytes, likenesses: Likenesses, stored: Stored) -> None:
        self.properties = VideoProperties(CODEC, CONTAINER, declared.duration, declared.fps, declared.size, COLOR_RANGE)
        size = layout.enlarged(declared.size)
        observations = [
            DeclaredObservation(moment.faces, size, _digest(digest, index), likenesses, stored)
            for index, moment in enumerate(declared.moments)
        ]
        numbers: dict[object, int] = {}
        self._faces: list[tuple[DeclaredObservation, Face]] = []  # the first face of each person
        frames = []
        starts = [moment.milliseconds for moment in declared.moments]
        count = max(1, math.ceil(declared.duration * declared.fps / 1000))
        for frame, timestamp in samples(declared.fps):
            if frame >= count:
                break
            index = bisect_right(starts, timestamp) - 1
            if index < 0:
                continue
            observation = observations[index]
            for face in observation.faces:
                if (name := observation.name(face)) not in numbers:
                    numbers[name] = len(numbers)
                    self._faces.append((observation, face))
            persons = tuple(numbers[observation.name(face)] for face in observation.faces)
            frames.append(ObservedFrame(timestamp, observation, persons))
        self.frames = tuple(frames)

    def person_vector(self, person: int, descriptor: Descriptor) -> Vector:
        """The vector of a person. Raises ValueError when no vector has all declared similarities."""
        observation, face = self._faces[person]
        return observation.vector(face, descriptor)


def _digest(digest: bytes, index: int) -> bytes:
    """The digest of one moment of a video."""
    return hashlib.sha256(b"%b %d" % (digest, index)).digest()
