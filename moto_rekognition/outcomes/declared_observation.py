"""A declared picture: the Observation of what nobody looked at, its undeclared details filled in consistently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from moto_rekognition.outcomes import layout, template
from moto_rekognition.outcomes.attributes import attributes, boolean
from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.identities import Identities, Stored
from moto_rekognition.outcomes.likenesses import Likenesses
from moto_rekognition.outcomes.scope import current
from moto_rekognition.vision.observation import LANDMARKS, Attributes, Box, Descriptor, Face, Pose, Quality, Vector

#: What a face is like when nothing else is declared; the sharpness is a step of the service's ladder.
FRONTAL = {"Roll": 0.0, "Yaw": 0.0, "Pitch": 0.0}
QUALITY = {"Brightness": 82.5, "Sharpness": 92.2280}
CONFIDENCE = 99.9970


class DeclaredObservation:
    """An Observation that was declared.

    declared: its faces. size: (width, height) in pixels. digest: identifies it.
    likenesses: what identities are declared to be like. stored: finds the vector of a stored face.
    """

    def __init__(
        self,
        declared: Sequence[DeclaredFace],
        size: tuple[int, int],
        digest: bytes,
        likenesses: Likenesses,
        stored: Stored,
    ) -> None:
        self._size = size
        self._likenesses = likenesses
        self._stored = stored
        boxes = [self._box(face, laid_out) for face, laid_out in zip(declared, self._laid_out(declared), strict=True)]
        order = sorted(range(len(boxes)), key=lambda index: -boxes[index].area)
        self.declared = tuple(declared[index] for index in order)
        # A face without identity is nobody but itself: its name is the picture's and its rank.
        self._names = tuple(face.identity or f"{digest.hex()}/{rank}" for rank, face in enumerate(self.declared))
        self._faces = tuple(self._face(rank, boxes[index]) for rank, index in enumerate(order))

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self._size

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face, largest box first."""
        return self._faces

    def name(self, face: Face) -> str:
        """The identity of one of `faces`, or a name that no other face has."""
        return self._names[face.rank]

    def attributes(self, face: Face) -> Attributes:
        """The further answers for one of `faces`."""
        return attributes(self.declared[face.rank].details, face.pose, self._names[face.rank])

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """Who one of `faces` is. Raises ValueError when it cannot be what it is declared to be like."""
        declared, name = self.declared[face.rank], self._names[face.rank]
        like = declared.like if declared.identity is None else self._likenesses.of(name)
        outcomes = current()
        with outcomes.lock:
            basis = outcomes.bases[descriptor.dimension]
            vector = Identities(self._likenesses, self._stored, descriptor, basis).vector(name, like)
        return np.asarray(vector, dtype=np.float32)

    def _laid_out(self, declared: Sequence[DeclaredFace]) -> list[Box]:
        return layout.side_by_side(len(declared), self._size)

    def _box(self, face: DeclaredFace, laid_out: Box) -> Box:
        ratios = face.details.get("BoundingBox")
        if ratios is None:
            return laid_out
        width, height = self._size
        return Box(ratios["Left"] * width, ratios["Top"] * height, ratios["Width"] * width, ratios["Height"] * height)

    def _face(self, rank: int, box: Box) -> Face:
        details: Mapping[str, Any] = self.declared[rank].details
        turned = FRONTAL | details.get("Pose", {})
        pose = Pose(roll=turned["Roll"], yaw=turned["Yaw"], pitch=turned["Pitch"])
        points = template.landmarks(
            box, pose, mouth_open=boolean(details, "MouthOpen").value, eyes_open=boolean(details, "EyesOpen").value
        )
        for name, point in details.get("Landmarks", {}).items():
            points[LANDMARKS.index(name)] = np.multiply(point, self._size)
        good = QUALITY | details.get("Quality", {})
        return Face(
            rank=rank,
            box=box,
            landmarks=points,
            pose=pose,
            quality=Quality(good["Brightness"], good["Sharpness"]),
            confidence=details.get("Confidence", CONFIDENCE),
        )
