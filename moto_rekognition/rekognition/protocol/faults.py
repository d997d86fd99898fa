"""Raises declared faults as errors of the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto_rekognition import settings
from moto_rekognition.outcomes import faults
from moto_rekognition.rekognition.exceptions import named
from moto_rekognition.rekognition.protocol.texts import default_text

#: Errors that the service's model marks as faults of the server (status 500). Others are errors of the client (400).
SERVER_ERRORS = ("InternalServerError", "ThrottlingException")

#: Error -> operation -> the setting with the quota that the error reports.
_QUOTAS: Mapping[str, Mapping[str, str]] = {
    "ServiceQuotaExceededException": {
        "IndexFaces": "faces_per_collection",
        "CreateUser": "users_per_collection",
        "AssociateFaces": "faces_per_user",
        "TagResource": "tags_per_resource",
        "CreateCollection": "tags_per_resource",
    },
    "LimitExceededException": dict.fromkeys(("StartFaceDetection", "StartFaceSearch"), "open_video_jobs"),
    "VideoTooLargeException": dict.fromkeys(("StartFaceDetection", "StartFaceSearch"), "video_bytes"),
}


def raise_declared(operation: str, parameters: Mapping[str, Any], account: str, region: str) -> None:
    """Raise the error that a test declared for this call, if any, after the declared latency."""
    failure = faults.inject(operation, account, region)
    if failure is None:
        return
    values = {**parameters, "operation": operation, "account": account, "region": region}
    if (quota := _QUOTAS.get(failure.error, {}).get(operation)) is not None:
        values["limit"] = getattr(settings.current(), quota)
        values["excess"] = values["limit"] + 1
    message = failure.message or default_text(failure.error, operation, values)
    raise named(failure.error, message, 500 if failure.error in SERVER_ERRORS else 400)
