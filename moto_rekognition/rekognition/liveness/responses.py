"""The operations on liveness sessions: parse, call the backend, serialise."""

from __future__ import annotations

import base64
from typing import Any

from moto_rekognition.rekognition.liveness.session import Result, Session, SessionImage
from moto_rekognition.rekognition.protocol.operation import Answer, Operations, operation
from moto_rekognition.rekognition.protocol.wire import bounding_box, float32


class LivenessResponses(Operations):
    @operation
    def create_face_liveness_session(self) -> Answer:
        asked = self.parameters
        session = self.rekognition_backend.create_face_liveness_session(
            asked.get("Settings", {}), asked.get("KmsKeyId"), asked.get("ClientRequestToken")
        )
        return {"SessionId": session.session_id}

    @operation
    def get_face_liveness_session_results(self) -> Answer:
        session, result = self.rekognition_backend.get_face_liveness_session_results(self.parameters["SessionId"])
        answer: dict[str, Any] = {"SessionId": session.session_id, "Status": result.status}
        return answer | _succeeded(session, result) if result.status == "SUCCEEDED" else answer


def _succeeded(session: Session, result: Result) -> dict[str, Any]:
    challenge, bucket = session.settings.challenge, session.settings.bucket
    return {
        "Confidence": None if result.confidence is None else float32(result.confidence),
        "ReferenceImage": None if result.reference is None else _image(result.reference, bucket),
        "AuditImages": [_image(image, bucket) for image in result.audit],
        "Challenge": {"Type": challenge.type, "Version": challenge.version},
        "Feedback": [{"Code": code, "Message": message} for code, message in result.feedback],
        "Metadata": None if result.sdk_type is None else {"SDKType": result.sdk_type},
    }


def _image(image: SessionImage, bucket: str | None) -> dict[str, Any]:
    if image.content is None:
        where: dict[str, Any] = {"S3Object": {"Bucket": bucket, "Name": image.key}}
    else:
        where = {"Bytes": base64.b64encode(image.content).decode()}
    # Boxes of liveness images are in pixels, contrary to the documentation (see docs/assumptions.md).
    return where if image.box is None else where | {"BoundingBox": bounding_box(image.box, (1, 1))}
