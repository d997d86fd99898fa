"""Pictures whose faces are known without looking: what the vision would have seen in them is said by the test."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, PngImagePlugin

from moto_rekognition.vision.observation import (
    EMOTIONS,
    LANDMARKS,
    Attributes,
    BooleanAnswer,
    Box,
    Descriptor,
    EyeDirection,
    Face,
    Gender,
    Pose,
    Quality,
    Vector,
)

SIZE = (640, 480)


@dataclass(frozen=True)
class Person:
    """Somebody in a picture.

    name: decides the face vector: the same name is the same person.
    width: of the face, in pixels. likeness: of a lookalike, the dot product with the vector of `name`.
    """

    name: str
    width: float = 150
    sharpness: float = 90
    likeness: float = 1.0

    def vector(self, dimension: int) -> Vector:
        itself = _direction(self.name, dimension)
        if self.likeness == 1:
            return itself
        other = _direction(f"beside {self.name}", dimension)
        other -= itself * (itself @ other)
        other /= np.linalg.norm(other)
        return self.likeness * itself + np.float32(np.sqrt(1 - self.likeness**2)) * other


def _direction(name: str, dimension: int) -> Vector:
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


class Cosine:
    """A descriptor whose Similarity is a hundred times the dot product."""

    name, version, dimension = "cosine", "1", 64

    def describe(self, *_: Any) -> Vector:
        raise AssertionError("these pictures are not looked at")

    def similarity(self, scores: Any) -> Any:
        return np.clip(np.asarray(scores, np.float64), 0, 1) * 100

    def score(self, similarity: float) -> float:
        return similarity / 100 if similarity > 0 else -1.0


@dataclass(frozen=True)
class Scene:
    """An observation made up from the people in it."""

    people: tuple[Person, ...]
    size: tuple[int, int] = SIZE

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(self._face(place, person) for place, person in enumerate(self.people))

    def _face(self, place: int, person: Person) -> Face:
        box = Box(left=10.7 + 17 * place, top=20.3, width=person.width, height=person.width * 4 / 3)
        landmarks = np.linspace((box.left, box.top), (box.left + box.width, box.top + box.height), len(LANDMARKS))
        quality = Quality(brightness=70.123, sharpness=person.sharpness)
        return Face(place, box, landmarks, Pose(roll=1.1, yaw=-2.2, pitch=3.3), quality, confidence=99.98765)

    def attributes(self, face: Face) -> Attributes:
        yes, no = BooleanAnswer(True, 91.7), BooleanAnswer(False, 97.3)
        return Attributes(
            age_range=(20, 28),
            smile=yes,
            eyeglasses=no,
            sunglasses=no,
            gender=Gender("Female", 99.1),
            beard=no,
            mustache=no,
            eyes_open=yes,
            mouth_open=no,
            emotions={name: 100.0 / (3 + abs(place - 4)) for place, name in enumerate(EMOTIONS)},
            face_occluded=no,
            eye_direction=EyeDirection(1.5, -2.5, 99.9),
        )

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        return self.people[face.rank].vector(descriptor.dimension)


@dataclass
class Camera:
    """Takes pictures, and stands in for the vision that would look at them."""

    _scenes: dict[bytes, Scene] = field(default_factory=dict)

    def photo(self, *people: Person, size: tuple[int, int] = SIZE, take: int = 1) -> bytes:
        """A PNG that shows these people, largest face first; another `take` is another picture of the same."""
        text = PngImagePlugin.PngInfo()
        text.add_text("scene", repr((people, take)))
        file = BytesIO()
        Image.new("RGB", size).save(file, "PNG", pnginfo=text)
        content = file.getvalue()
        self._scenes[hashlib.sha256(content).digest()] = Scene(people, size)
        return content

    def analyze(self, content: bytes, load: Callable[[], Any], model: str | None) -> Scene:
        """As `moto_rekognition.vision.analysis.analyze`; a picture that it did not take shows nobody."""
        pixels = load()
        return self._scenes.get(content, Scene((), pixels.shape[1::-1]))
