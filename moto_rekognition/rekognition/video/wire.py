"""The JSON of the results of video jobs. Members are in the order of botocore's model."""

from __future__ import annotations

from typing import Any

from moto_rekognition.rekognition.faces.wire import face_detail
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.protocol.wire import float32
from moto_rekognition.rekognition.video.job import Entry
from moto_rekognition.vision.video.observation import VideoProperties

#: Members of FaceDetail that answers about videos never have.
_IMAGES_ONLY = ("FaceOccluded", "EyeDirection")


def video(location: S3Location) -> dict[str, Any]:
    """The Video parameter of the Start operation."""
    version = {} if location.version is None else {"Version": location.version}
    return {"S3Object": {"Bucket": location.bucket, "Name": location.key, **version}}


def video_metadata(properties: VideoProperties) -> dict[str, Any]:
    width, height = properties.size
    return {
        "Codec": properties.codec,
        "DurationMillis": properties.duration,
        "Format": properties.container,
        "FrameRate": float32(properties.frame_rate),
        "FrameHeight": height,
        "FrameWidth": width,
        "ColorRange": properties.color_range,
    }


def face_detection(entry: Entry, attributes: str) -> dict[str, Any]:
    """attributes: DEFAULT or ALL."""
    return {"Timestamp": entry.timestamp, "Face": _face(entry, attributes)}


def person_match(entry: Entry) -> dict[str, Any]:
    return {
        "Timestamp": entry.timestamp,
        "Person": {"Index": entry.person, "Face": _face(entry, "DEFAULT")},
        "FaceMatches": list(entry.matches),
    }


def _face(entry: Entry, attributes: str) -> dict[str, Any]:
    wanted = ("ALL",) if attributes == "ALL" else ()
    detail = face_detail(entry.observation, entry.face, wanted)
    return {name: value for name, value in detail.items() if name not in _IMAGES_ONLY}
