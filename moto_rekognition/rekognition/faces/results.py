"""Results of the operations on faces that have several values."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.faces.face import StoredFace
from moto_rekognition.rekognition.faces.selection import Selection
from moto_rekognition.vision.observation import Face, Observation


@dataclass(frozen=True)
class Indexing:
    """IndexFaces. stored: in the order of `selection.faces`."""

    selection: Selection
    stored: list[StoredFace]
    face_model: FaceModel
    orientation_correction: str | None


@dataclass(frozen=True)
class FaceSearch:
    """SearchFacesByImage. face: the probe. matches: best first."""

    observation: Observation
    face: Face
    collection: Collection
    matches: list[tuple[StoredFace, float]]


@dataclass(frozen=True)
class Comparison:
    """CompareFaces. matches: best first; unmatched: largest first."""

    source: Observation
    source_face: Face
    target: Observation
    matches: list[tuple[Face, float]]
    unmatched: list[Face]
