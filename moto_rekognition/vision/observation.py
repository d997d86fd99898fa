"""What was seen in a picture: frozen dataclasses in pixels of the upright image (x right, y down, float64)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (height, width, 3) RGB
Floats = NDArray[np.float64]
Vector = NDArray[np.float32]

#: The service's 30 landmark types, in the order of its answers; the first five are the DEFAULT ones. "left" is the
#: image's left.
LANDMARKS = (
    "eyeLeft", "eyeRight", "mouthLeft", "mouthRight", "nose",
    "leftEyeBrowLeft", "leftEyeBrowRight", "leftEyeBrowUp",
    "rightEyeBrowLeft", "rightEyeBrowRight", "rightEyeBrowUp",
    "leftEyeLeft", "leftEyeRight", "leftEyeUp", "leftEyeDown",
    "rightEyeLeft", "rightEyeRight", "rightEyeUp", "rightEyeDown",
    "noseLeft", "noseRight", "mouthUp", "mouthDown", "leftPupil", "rightPupil",
    "upperJawlineLeft", "midJawlineLeft", "chinBottom", "midJawlineRight", "upperJawlineRight",
)  # fmt: skip
EMOTIONS = ("HAPPY", "SAD", "ANGRY", "CONFUSED", "DISGUSTED", "SURPRISED", "CALM", "FEAR")


@dataclass(frozen=True, eq=False)
class Mesh:
    """MediaPipe's 478-point face mesh.

    points: (478, 3) float64, pixels of the image the mesh was asked for; z in the same scale, smaller is nearer.
    blendshapes: 52 named scores 0..1; none until the further answers about the face are asked for.
    """

    points: Floats
    blendshapes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned box; may leave the image."""

    left: float
    top: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True)
class Pose:
    """Degrees. Positive yaw: nose to the image's right; positive pitch: up; positive roll: clockwise as seen."""

    roll: float
    yaw: float
    pitch: float


@dataclass(frozen=True)
class Quality:
    """Brightness and sharpness, 0..100 on the service's scale."""

    brightness: float
    sharpness: float


@dataclass(frozen=True)
class BooleanAnswer:
    """True or false, and the confidence of the stated value, 50..100."""

    value: bool
    confidence: float


@dataclass(frozen=True)
class Gender:
    """ "Male" or "Female", and the confidence of it, 50..100."""

    value: str
    confidence: float


@dataclass(frozen=True)
class EyeDirection:
    """Direction of the eyes in degrees, signs as in Pose; confidence 0..100."""

    yaw: float
    pitch: float
    confidence: float


@dataclass(frozen=True)
class Attributes:
    """The answers of DetectFaces beside the default ones."""

    age_range: tuple[int, int]
    smile: BooleanAnswer
    eyeglasses: BooleanAnswer
    sunglasses: BooleanAnswer
    gender: Gender
    beard: BooleanAnswer
    mustache: BooleanAnswer
    eyes_open: BooleanAnswer
    mouth_open: BooleanAnswer
    emotions: Mapping[str, float]  # all of EMOTIONS -> 0..100, independent scores
    face_occluded: BooleanAnswer
    eye_direction: EyeDirection


@dataclass(frozen=True, eq=False)
class Face:
    """One face of a picture.

    rank: 0 for the face with the largest box of the picture, 1 for the next, ...
    landmarks: (30, 2) float64, rows in the order of LANDMARKS.
    confidence: 0..100, that it is a face.
    """

    rank: int
    box: Box
    landmarks: Floats
    pose: Pose
    quality: Quality
    confidence: float


class Descriptor(Protocol):
    """Maps a face to a unit vector, and the dot product of two vectors to the service's Similarity."""

    name: str
    version: str
    dimension: int

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels` (the whole upright image)."""

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`: the inverse of `similarity`."""


class Observation(Protocol):
    """What is known of a picture: computed from its pixels, or declared."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels of the upright image."""

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face found, largest box first."""

    def attributes(self, face: Face) -> Attributes:
        """The further answers for one of `faces`."""

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """The vector of one of `faces`, by `descriptor`."""
