"""Whatever comes over HTTP is answered in the service's protocol: no operation and no body makes the server fail."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from botocore import xform_name
from moto.rekognition.responses import RekognitionResponse as StockResponse

from moto_rekognition.rekognition.responses import RekognitionResponse
from moto_rekognition.service_model import service_model
from tests.reliability.conftest import FACTOR, Tally
from tests.reliability.requests_at_random import FACE_ID, requests_of, spoiled

SCOPE = "AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/rekognition/aws4_request"
EACH = 12 * FACTOR


def strict_json(text: str) -> Any:
    """JSON without NaN and Infinity, which Python would accept."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} in an answer")

    return json.loads(text, parse_constant=refuse)


def post(session: requests.Session, address: str, operation: str, body: bytes) -> requests.Response:
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"RekognitionService.{operation}",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature=00",
    }
    return session.post(f"{address}/", data=body, headers=headers, timeout=120)


def problem_with(reply: requests.Response) -> str | None:
    """What is not in the protocol of the service."""
    if reply.status_code not in (200, 400):
        return f"status {reply.status_code}: {reply.text[:300]}"
    if reply.headers["Content-Type"] != "application/x-amz-json-1.1":
        return f"content type {reply.headers['Content-Type']}"
    try:
        content = strict_json(reply.text) if reply.text else {}
    except ValueError as error:
        return f"{error}: {reply.text[:300]}"
    if reply.status_code == 400 and not content.get("__type"):
        return f"no name of an error: {reply.text[:300]}"
    return None


@pytest.mark.parametrize("operation", sorted(service_model().operation_names))
def test_any_body_is_answered(empty_server: str, tally: Callable[[str], Tally], operation: str) -> None:
    name = xform_name(operation)
    is_stock = getattr(RekognitionResponse, name, None) is getattr(StockResponse, name, None)
    raw = tally(f"raw requests, {'operations of moto or of nobody' if is_stock else 'own operations'}")
    with requests.Session() as session:
        post(session, empty_server, "CreateCollection", b'{"CollectionId": "people"}')
        post(session, empty_server, "CreateUser", b'{"CollectionId": "people", "UserId": "ada"}')
        for number, body in enumerate(requests_of(operation, EACH, FACTOR)):
            reply = post(session, empty_server, operation, body)
            problem = problem_with(reply)
            raw.add(str(reply.status_code), problem and f"{operation}, number {number}, {body[:200]!r}: {problem}")


BOX = {"Left": 0.1, "Top": 0.1, "Width": 0.5, "Height": 0.5}
FACE = {
    "Identity": "ada",
    "Like": {"eve": 90, FACE_ID: 50},
    "Smile": True,
    "Pose": {"Roll": 1, "Yaw": 2, "Pitch": 3},
    "Emotions": [{"Type": "HAPPY", "Confidence": 90}],
    "Landmarks": [{"Type": "nose", "X": 0.5, "Y": 0.5}],
    "BoundingBox": BOX,
    "AgeRange": {"Low": 20, "High": 30},
    "Quality": [80, 20],
    "Gender": "Female",
}
CONTROL: dict[str, list[dict[str, Any]]] = {
    "declarations": [
        {"Faces": [FACE, {}]},
        {"Bytes": "YQ==", "Faces": [FACE]},
        {"Key": "b/*", "Faces": []},
        {"Key": "b/v", "Video": [{"Timestamp": 0, "Faces": [FACE]}], "Duration": 900, "Fps": 25, "Size": [640, 480]},
        {"Failure": "No."},
    ],
    "faults": [
        {"Operation": "*", "Error": "ThrottlingException", "Times": 1, "After": 1, "Rate": 0.5, "Seed": 7},
        {"Operation": "ListFaces", "Latency": 0.0, "Message": "No.", "Account": "1", "Region": "us-east-1"},
    ],
    "lags": [{"Faces": 1, "Users": 2.5, "Collections": 0, "Jobs": 0}],
    "liveness": [
        {"Who": "ada", "Confidence": 97.5, "Feedback": ["LOW_LIGHTING_DETECTED"], "SDKType": "js"},
        {"Face": FACE, "SessionId": FACE_ID, "Status": "SUCCEEDED"},
        {"Who": None, "Feedback": [{"Code": "FACE_NOT_ALIGNED", "Message": "No."}]},
        {"Status": "FAILED"},
    ],
    "clock": [{"Running": False, "Advance": 1}, {"Running": True}],
}


def _liveness(session: requests.Session, address: str, what: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Ask for the results of a new check, where checks are declared."""
    if what == "liveness":
        created = post(session, address, "CreateFaceLivenessSession", b"{}")
        yield "GetFaceLivenessSessionResults", {"SessionId": created.json()["SessionId"]}


@pytest.mark.parametrize("what", CONTROL)
def test_any_body_of_the_control_api_is_answered_and_nothing_breaks_later(
    empty_server: str, tally: Callable[[str], Tally], what: str
) -> None:
    control = tally(f"control API, {what}")
    chance = random.Random(f"{what} {FACTOR}")
    address = f"{empty_server}/moto-api/static/rekognition/{what}"
    image = {"Bytes": "YQ=="}
    with requests.Session() as session:
        for number in range(150 * FACTOR):
            body = spoiled(chance.choice(CONTROL[what]), chance)
            reply = session.post(address, data=body, timeout=120)
            problem = None
            if reply.status_code not in (200, 201, 400) or not reply.headers["Content-Type"].startswith(
                "application/json"
            ):
                problem = f"status {reply.status_code}: {reply.text[:300]}"
            elif reply.status_code == 400 and not reply.json()["Message"]:
                problem = "no message"
            elif reply.status_code < 400:
                listed = session.get(address, timeout=120)
                compare = {"SourceImage": image, "TargetImage": image, "SimilarityThreshold": 0}
                for operation, request in (
                    ("DetectFaces", {"Image": image, "Attributes": ["ALL"]}),
                    ("CompareFaces", compare),
                    ("ListCollections", {}),
                    *_liveness(session, empty_server, what),
                ):
                    answer = post(session, empty_server, operation, json.dumps(request).encode())
                    if "no collection holds that FaceId" not in answer.text and "Slow down" not in answer.text:
                        problem = problem or problem_with(answer)
                if listed.status_code != 200:
                    problem = f"it cannot be listed: {listed.text[:300]}"
                session.delete(address, timeout=120)
            control.add(str(reply.status_code), problem and f"{what}, number {number}, {body[:300]!r}: {problem}")
