"""The Observation of a declared image. Details that are not declared get values consistent with the declared ones."""

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

#: Defaults of a face. The sharpness is one of the discrete values that the service answers.
FRONTAL = {"Roll": 0.0, "Yaw": 0.0, "Pitch": 0.0}
QUALITY = {"Brightness": 82.5, "Sharpness": 92.2280}
CONFIDENCE = 99.9970


class DeclaredObservation:
    """An Observation that was declared.

    declared: its faces. size: (width, height) in pixels. digest: identifies the image.
    likenesses: of the declared identities. stored: returns the vector of a stored face.
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
        defaults = layout.side_by_side(len(declared), size)
        boxes = [self._box(face, default) for face, default in zip(declared, defaults, strict=True)]
        order = sorted(range(len(boxes)), key=lambda index: -boxes[index].area)
        self.declared = tuple(declared[index] for index in order)
        # The name of a face without identity is unique: image digest and rank.
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
        """The identity of one of `faces`, or its unique name."""
        return self._names[face.rank]

    def attributes(self, face: Face) -> Attributes:
        """The attributes of one of `faces`."""
        return attributes(self.declared[face.rank].details, face.pose, self._names[face.rank])

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """The vector of one of `faces`. Raises ValueError when no vector has all declared similarities."""
        declared, name = self.declared[face.rank], self._names[face.rank]
        like = declared.like if declared.identity is None else self._likenesses.of(name)
        outcomes = current()
        with outcomes.lock:
            basis = outcomes.bases[descriptor.dimension]
            vector = Identities(self._likenesses, self._stored, descriptor, basis).vector(name, like)
        return np.asarray(vector, dtype=np.float32)

    def _box(self, face: DeclaredFace, default: Box) -> Box:
        ratios = face.details.get("BoundingBox")
        if ratios is None:
            return default
        width, height = self._size
        return Box(ratios["Left"] * width, ratios["Top"] * height, ratios["Width"] * width, ratios["Height"] * height)

    def _face(self, rank: int, box: Box) -> Face:
        details: Mapping[str, Any] = self.declared[rank].details
        angles = FRONTAL | details.get("Pose", {})
        pose = Pose(roll=angles["Roll"], yaw=angles["Yaw"], pitch=angles["Pitch"])
        points = template.landmarks(
            box, pose, mouth_open=boolean(details, "MouthOpen").value, eyes_open=boolean(details, "EyesOpen").value
        )
        for name, point in details.get("Landmarks", {}).items():
            points[LANDMARKS.index(name)] = np.multiply(point, self._size)
        quality = QUALITY | details.get("Quality", {})
        return Face(
            rank=rank,
            box=box,
            landmarks=points,
            pose=pose,
            quality=Quality(quality["Brightness"], quality["Sharpness"]),
            confidence=details.get("Confidence", CONFIDENCE),
        )
