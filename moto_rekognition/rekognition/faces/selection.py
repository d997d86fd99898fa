"""Selection of the faces of an image that an operation uses, with reasons for the others."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import LARGEST_FACES
from moto_rekognition.rekognition.exceptions import InvalidParameterException
from moto_rekognition.vision.observation import Face, Observation
from moto_rekognition.vision.quality import quality_filter


@dataclass(frozen=True)
class Selection:
    """faces: those that are used. rejected: the others with the reasons. Both are ordered largest first."""

    observation: Observation
    faces: list[Face]
    rejected: list[tuple[Face, tuple[str, ...]]]


def select(
    observation: Observation, filter_name: str, largest: int = LARGEST_FACES, at_most: int | None = None
) -> Selection:
    """Filter the `largest` faces of an image by quality, then select at most `at_most` of those that pass.

    filter_name: NONE, AUTO, LOW, MEDIUM or HIGH.
    """
    faces: list[Face] = []
    rejected: list[tuple[Face, tuple[str, ...]]] = []
    for face in observation.faces[:largest]:
        reasons = quality_filter.reasons(face, filter_name)
        if not reasons and at_most is not None and len(faces) >= at_most:
            reasons = ("EXCEEDS_MAX_FACES",)
        if reasons:
            rejected.append((face, reasons))
        else:
            faces.append(face)
    return Selection(observation, faces, rejected)


def check_filter(collection: Collection, filter_name: str | None) -> None:
    """Raise InvalidParameterException for a quality filter that the collection's face model does not have."""
    if filter_name is not None and not collection.face_model.filters_by_quality:
        raise InvalidParameterException
