"""Does the selfie show the person of the identity card?"""

from __future__ import annotations

from enum import Enum
from typing import Any


class Result(Enum):
    """What an identity check can come to."""

    SAME = "same person"
    DIFFERENT = "different people"
    UNCLEAR = "ask a human"
    NO_FACE = "no face in one of the pictures"


def check(rekognition: Any, card: bytes, selfie: bytes) -> Result:
    """Compare the face on a card with the largest face of a selfie."""
    try:
        answer = rekognition.compare_faces(
            SourceImage={"Bytes": selfie}, TargetImage={"Bytes": card}, SimilarityThreshold=0
        )
    except rekognition.exceptions.InvalidParameterException:
        return Result.NO_FACE
    similarity = max((match["Similarity"] for match in answer["FaceMatches"]), default=0.0)
    if similarity >= 95:
        return Result.SAME
    return Result.UNCLEAR if similarity >= 70 else Result.DIFFERENT
