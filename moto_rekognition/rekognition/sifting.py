"""Which faces of a picture an operation works on, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.vision import quality_filter
from moto_rekognition.vision.faces import Face, Observation

#: How many faces of a picture the service looks at, largest first: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
LARGEST_FACES = 100


@dataclass(frozen=True)
class Sifted:
    """The faces that are used, and the others with the reasons; both largest first."""

    observation: Observation
    faces: list[Face]
    rejected: list[tuple[Face, tuple[str, ...]]]


def sift(
    observation: Observation, filter_name: str, largest: int = LARGEST_FACES, at_most: int | None = None
) -> Sifted:
    """Sift the `largest` faces of a picture by quality, then keep `at_most` of those that are good enough.

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
    return Sifted(observation, faces, rejected)
