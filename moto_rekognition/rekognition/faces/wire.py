"""The JSON of a face in answers. Members are in the order of botocore's model, as in recorded answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Collection as Container
from typing import Any

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.protocol.wire import bounding_box, float32, six_digits
from moto_rekognition.vision.observation import LANDMARKS, BooleanAnswer, Face, Observation

#: DetectionAttributes -> the member of FaceDetail that each requests. The members of DEFAULT are in every answer.
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
    """A face in the answer of IndexFaces. Its numbers are not rounded."""
    return _face(face, float32)


def stored_face(face: StoredFace, user_id: str | None) -> dict[str, Any]:
    """A face in the answers of ListFaces and of searches. Its numbers are rounded."""
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
    """A FaceDetail with the members of DEFAULT and of `wanted` (names of DetectionAttributes, or ALL)."""
    everything = "ALL" in wanted
    members = {member for name, member in ATTRIBUTES.items() if everything or name in wanted}
    detail = _default(observation, face, len(LANDMARKS) if everything else _DEFAULT_LANDMARKS)
    if members:
        detail |= {name: value for name, value in _attributes(observation, face).items() if name in members}
    return {name: detail[name] for name in _FACE_DETAIL if name in detail}


def compared_face(observation: Observation, face: Face) -> dict[str, Any]:
    """A face of the target image of CompareFaces."""
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


def _attributes(observation: Observation, face: Face) -> dict[str, Any]:
    attributes = observation.attributes(face)
    low, high = attributes.age_range
    emotions = sorted(attributes.emotions.items(), key=lambda emotion: -emotion[1])
    return {
        "AgeRange": {"Low": low, "High": high},
        "Smile": _boolean(attributes.smile),
        "Eyeglasses": _boolean(attributes.eyeglasses),
        "Sunglasses": _boolean(attributes.sunglasses),
        "Gender": {"Value": attributes.gender.value, "Confidence": float32(attributes.gender.confidence)},
        "Beard": _boolean(attributes.beard),
        "Mustache": _boolean(attributes.mustache),
        "EyesOpen": _boolean(attributes.eyes_open),
        "MouthOpen": _boolean(attributes.mouth_open),
        "Emotions": [{"Type": name, "Confidence": float32(confidence)} for name, confidence in emotions],
        "FaceOccluded": _boolean(attributes.face_occluded),
        "EyeDirection": {
            "Yaw": float32(attributes.eye_direction.yaw),
            "Pitch": float32(attributes.eye_direction.pitch),
            "Confidence": float32(attributes.eye_direction.confidence),
        },
    }


def _boolean(answer: BooleanAnswer) -> dict[str, Any]:
    return {"Value": bool(answer.value), "Confidence": float32(answer.confidence)}
