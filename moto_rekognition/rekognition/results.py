"""What the backend answers where that is more than one thing."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.collection import Collection, StoredFace
from moto_rekognition.rekognition.face_model import FaceModel
from moto_rekognition.rekognition.sifting import Sifted
from moto_rekognition.rekognition.users import User
from moto_rekognition.vision.faces import Face, Observation


@dataclass(frozen=True)
class Indexing:
    """IndexFaces. stored: one for each of `sifted.faces`."""

    sifted: Sifted
    stored: list[StoredFace]
    face_model: FaceModel
    orientation_correction: str | None


@dataclass(frozen=True)
class FaceSearch:
    """SearchFacesByImage: the face that was searched for, and the faces that resemble it, best first."""

    observation: Observation
    face: Face
    collection: Collection
    matches: list[tuple[StoredFace, float]]


@dataclass(frozen=True)
class UserSearch:
    """SearchUsersByImage. face: None when the picture shows none that can be used."""

    sifted: Sifted
    face: Face | None
    collection: Collection
    matches: list[tuple[User, float]]

    @property
    def unsearched(self) -> list[tuple[Face, tuple[str, ...]]]:
        """Every other face with the reasons why it was not searched for, largest first."""
        others = [(face, ("FACE_NOT_LARGEST",)) for face in self.sifted.faces[1:]]
        return sorted([*others, *self.sifted.rejected], key=lambda other: other[0].place)


@dataclass(frozen=True)
class Comparison:
    """CompareFaces. matches: best first; unmatched: largest first."""

    source: Observation
    source_face: Face
    target: Observation
    matches: list[tuple[Face, float]]
    unmatched: list[Face]
