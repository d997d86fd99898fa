"""A declared video: the VideoObservation of what nobody looked at."""

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

#: What recorded answers say of the videos of most users.
CODEC, CONTAINER, COLOR_RANGE = "h264", "QuickTime / MOV", "LIMITED"


class DeclaredVideoObservation:
    """A VideoObservation that was declared. A person is an identity; a face without identity is one in its moment.

    digest: SHA-256 of the object's content. likenesses, stored: see `DeclaredObservation`.
    """

    def __init__(self, declared: DeclaredVideo, digest: bytes, likenesses: Likenesses, stored: Stored) -> None:
        self.properties = VideoProperties(CODEC, CONTAINER, declared.duration, declared.fps, declared.size, COLOR_RANGE)
        size = layout.enlarged(declared.size)
        pictures = [
            DeclaredObservation(
                moment.faces, size, hashlib.sha256(b"%b %d" % (digest, index)).digest(), likenesses, stored
            )
            for index, moment in enumerate(declared.moments)
        ]
        numbers: dict[object, int] = {}
        self._faces: list[tuple[DeclaredObservation, Face]] = []  # of each person the first one
        frames = []
        starts = [moment.milliseconds for moment in declared.moments]
        count = max(1, math.ceil(declared.duration * declared.fps / 1000))
        for frame, timestamp in samples(declared.fps):
            if frame >= count:
                break
            index = bisect_right(starts, timestamp) - 1
            if index < 0:
                continue
            picture = pictures[index]
            for face in picture.faces:
                if (name := picture.name(face)) not in numbers:
                    numbers[name] = len(numbers)
                    self._faces.append((picture, face))
            persons = tuple(numbers[picture.name(face)] for face in picture.faces)
            frames.append(ObservedFrame(timestamp, picture, persons))
        self.frames = tuple(frames)

    def person_vector(self, person: int, descriptor: Descriptor) -> Vector:
        """Who a person is. Raises ValueError when it cannot be what it is declared to be like."""
        picture, face = self._faces[person]
        return picture.vector(face, descriptor)


def _digest(digest: bytes, index: int) -> bytes:
    """What identifies the content of one moment of a video."""
    return hashlib.sha256(b"%b %d" % (digest, index)).digest()
