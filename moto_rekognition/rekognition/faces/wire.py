"""How the service writes a face: its members in the order of botocore's model, which recorded answers have too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Collection as Container
from typing import Any

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.protocol.wire import bounding_box, float32, six_digits
from moto_rekognition.vision.observation import LANDMARKS, BooleanAnswer, Face, Observation

#: DetectionAttributes -> the members of FaceDetail that they ask for; those of DEFAULT are in every answer.
ATTRIBUTES = {
    "AGE_RANGE": "AgeRange",
    "SMILE": "Smile",
    "EYEGLASSES": "Eyeglasses",
    "SUNGLASSES": "Sunglasses",
    "GENDER": "Gender",
    "BEARD": "Beard",
    "MUSTACHE": "Mustache",
    "EYES_OPEN": "EyesOpen",
    "MOUTH_OPEN": "MouthOpen",
    "EMOTIONS": "Emotions",
    "FACE_OCCLUDED": "FaceOccluded",
    "EYE_DIRECTION": "EyeDirection",
}
#: The members of FaceDetail in their order.
_FACE_DETAIL = (
    *("BoundingBox", "AgeRange", "Smile", "Eyeglasses", "Sunglasses", "Gender", "Beard", "Mustache", "EyesOpen"),
    *("MouthOpen", "Emotions", "Landmarks", "Pose", "Quality", "Confidence", "FaceOccluded", "EyeDirection"),
)
_DEFAULT_LANDMARKS = 5


def new_face(face: StoredFace) -> dict[str, Any]:
    """A face in the answer of the IndexFaces that stored it: its numbers are not rounded yet."""
    return _face(face, float32)


def stored_face(face: StoredFace, user_id: str | None) -> dict[str, Any]:
    """A face as ListFaces and the searches show it."""
    shown = _face(face, six_digits) | {"IndexFacesModelVersion": face.face_model_version}
    return shown if user_id is None else shown | {"UserId": user_id}


def _face(face: StoredFace, number: Callable[[float], float]) -> dict[str, Any]:
    named = {} if face.external_image_id is None else {"ExternalImageId": face.external_image_id}
    return {
        "FaceId": face.face_id,
        "BoundingBox": bounding_box(face.box, face.size, number),
        "ImageId": face.image_id,
        **named,
        "Confidence": number(face.confidence),
    }


def face_matches(collection: Collection, matches: Iterable[tuple[StoredFace, float]]) -> list[dict[str, Any]]:
    """The FaceMatches of a search, in the given order."""
    return [
        {"Similarity": float32(similarity), "Face": stored_face(face, collection.owner_id(face.face_id))}
        for face, similarity in matches
    ]


def refusal(refusal: Refusal) -> dict[str, Any]:
    """An UnsuccessfulFaceAssociation, UnsuccessfulFaceDisassociation or UnsuccessfulFaceDeletion."""
    owner = {} if refusal.user_id is None else {"UserId": refusal.user_id}
    confidence = {} if refusal.confidence is None else {"Confidence": float32(refusal.confidence)}
    return {"FaceId": refusal.face_id, **owner, **confidence, "Reasons": [refusal.reason]}


def face_detail(observation: Observation, face: Face, wanted: Container[str] = ()) -> dict[str, Any]:
    """A FaceDetail with the members of DEFAULT and those that are wanted (names of DetectionAttributes, or ALL)."""
    everything = "ALL" in wanted
    members = {member for name, member in ATTRIBUTES.items() if everything or name in wanted}
    detail = _default(observation, face, len(LANDMARKS) if everything else _DEFAULT_LANDMARKS)
    if members:
        detail |= {name: value for name, value in _further(observation, face).items() if name in members}
    return {name: detail[name] for name in _FACE_DETAIL if name in detail}


def compared_face(observation: Observation, face: Face) -> dict[str, Any]:
    """A face of CompareFaces' target picture."""
    detail = face_detail(observation, face)
    return {name: detail[name] for name in ("BoundingBox", "Confidence", "Landmarks", "Pose", "Quality")}


def _default(observation: Observation, face: Face, landmarks: int) -> dict[str, Any]:
    width, height = observation.size
    return {
        "BoundingBox": bounding_box(face.box, observation.size),
        "Landmarks": [
            {"Type": name, "X": float32(x / width), "Y": float32(y / height)}
            for name, (x, y) in zip(LANDMARKS[:landmarks], face.landmarks, strict=False)
        ],
        "Pose": {"Roll": float32(face.pose.roll), "Yaw": float32(face.pose.yaw), "Pitch": float32(face.pose.pitch)},
        "Quality": {"Brightness": float32(face.quality.brightness), "Sharpness": float32(face.quality.sharpness)},
        "Confidence": float32(face.confidence),
    }


def _further(observation: Observation, face: Face) -> dict[str, Any]:
    seen = observation.attributes(face)
    low, high = seen.age_range
    emotions = sorted(seen.emotions.items(), key=lambda emotion: -emotion[1])
    return {
        "AgeRange": {"Low": low, "High": high},
        "Smile": _boolean(seen.smile),
        "Eyeglasses": _boolean(seen.eyeglasses),
        "Sunglasses": _boolean(seen.sunglasses),
        "Gender": {"Value": seen.gender.value, "Confidence": float32(seen.gender.confidence)},
        "Beard": _boolean(seen.beard),
        "Mustache": _boolean(seen.mustache),
        "EyesOpen": _boolean(seen.eyes_open),
        "MouthOpen": _boolean(seen.mouth_open),
        "Emotions": [{"Type": name, "Confidence": float32(confidence)} for name, confidence in emotions],
        "FaceOccluded": _boolean(seen.face_occluded),
        "EyeDirection": {
            "Yaw": float32(seen.eye_direction.yaw),
            "Pitch": float32(seen.eye_direction.pitch),
            "Confidence": float32(seen.eye_direction.confidence),
        },
    }


def _boolean(answer: BooleanAnswer) -> dict[str, Any]:
    return {"Value": bool(answer.value), "Confidence": float32(answer.confidence)}
