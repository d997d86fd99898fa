"""Attributes of a declared face. Attributes that are not declared get values consistent with the declared ones."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from moto_rekognition.vision.attributes.emotions import FLOORS
from moto_rekognition.vision.observation import EMOTIONS, Attributes, BooleanAnswer, EyeDirection, Gender, Pose

#: The service's confidence in each boolean: medians of its recorded answers.
CONFIDENCES = {
    "Smile": 94.9,
    "Eyeglasses": 97.7,
    "Sunglasses": 99.97,
    "Beard": 91.9,
    "Mustache": 97.6,
    "EyesOpen": 97.9,
    "MouthOpen": 91.3,
    "FaceOccluded": 98.3,
}
GENDER_CONFIDENCE = 99.6
#: The score of the strongest emotion: median of 47 faces answered since November 2023.
EMOTION_CONFIDENCE = 99.0
EYE_DIRECTION_CONFIDENCE = 99.9


def attributes(details: Mapping[str, Any], pose: Pose, name: str) -> Attributes:
    """details: the declared fields of FaceDetail. name: determines age and gender if they are not declared."""
    person = random.Random(name)
    low = person.randint(21, 48)
    age = details.get("AgeRange") or {"Low": low, "High": low + 4 + low // 10}
    gender = details.get("Gender") or {"Value": person.choice(("Female", "Male"))}
    if "Gender" not in details and any(boolean(details, field).value for field in ("Beard", "Mustache")):
        gender = {"Value": "Male"}
    direction = {"Yaw": pose.yaw, "Pitch": pose.pitch, "Confidence": EYE_DIRECTION_CONFIDENCE} | details.get(
        "EyeDirection", {}
    )
    return Attributes(
        age_range=(age["Low"], age["High"]),
        smile=boolean(details, "Smile"),
        eyeglasses=boolean(details, "Eyeglasses"),
        sunglasses=boolean(details, "Sunglasses"),
        gender=Gender(gender["Value"], gender.get("Confidence", GENDER_CONFIDENCE)),
        beard=boolean(details, "Beard"),
        mustache=boolean(details, "Mustache"),
        eyes_open=boolean(details, "EyesOpen"),
        mouth_open=boolean(details, "MouthOpen"),
        emotions=_emotions(details),
        face_occluded=boolean(details, "FaceOccluded"),
        eye_direction=EyeDirection(direction["Yaw"], direction["Pitch"], direction["Confidence"]),
    )


def boolean(details: Mapping[str, Any], field: str) -> BooleanAnswer:
    """A boolean field: declared, or derived from the declared fields."""
    declared = details.get(field) or {"Value": _implied(details, field)}
    return BooleanAnswer(declared["Value"], declared.get("Confidence", CONFIDENCES[field]))


def _implied(details: Mapping[str, Any], field: str) -> bool:
    strongest = _strongest_emotion(details)
    if field == "Smile":
        return strongest == "HAPPY"
    if field == "MouthOpen":
        return strongest == "SURPRISED"
    if field in ("Eyeglasses", "FaceOccluded"):  # the service reports both for sunglasses
        return boolean(details, "Sunglasses").value
    return field == "EyesOpen"


def _strongest_emotion(details: Mapping[str, Any]) -> str | None:
    """The strongest declared emotion, if its score is 50 or more."""
    declared: Mapping[str, float | None] = details.get("Emotions", {})
    strong = {emotion: EMOTION_CONFIDENCE if score is None else score for emotion, score in declared.items()}
    strongest = max(strong, key=lambda emotion: strong[emotion], default=None)
    return strongest if strongest is not None and strong[strongest] >= 50 else None


def _emotions(details: Mapping[str, Any]) -> dict[str, float]:
    """The score of every emotion, 0..100: declared, or as the service scores since November 2023.

    score = floor + (100 - floor) * share. Each emotion has its own floor; the shares add up to 1. The share that the
    declared emotions leave goes to HAPPY for a smile, otherwise to CALM; the other emotions get 1 percent of it.
    """
    declared: Mapping[str, float | None] = details.get("Emotions", {})
    scores = {emotion: EMOTION_CONFIDENCE if score is None else score for emotion, score in declared.items()}
    shares = {emotion: (score - _floor(emotion)) / (100 - _floor(emotion)) for emotion, score in scores.items()}
    left = max(1 - sum(max(share, 0.0) for share in shares.values()), 0.0)
    likely = "HAPPY" if boolean(details, "Smile").value else "CALM"
    others = sorted((emotion for emotion in EMOTIONS if emotion not in scores), key=lambda emotion: emotion != likely)
    for rank, emotion in enumerate(others):
        share = left * (EMOTION_CONFIDENCE / 100 if rank == 0 else (1 - EMOTION_CONFIDENCE / 100) / len(others))
        scores[emotion] = _floor(emotion) + (100 - _floor(emotion)) * share
    return scores


def _floor(emotion: str) -> float:
    return FLOORS.get(emotion, 0.0)
