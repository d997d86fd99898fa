"""Outcomes over HTTP: declared, listed and withdrawn by any client."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from moto_rekognition import declare, face, fault

PICTURE = b"any bytes at all"

Call = Callable[..., Any]


@pytest.fixture
def address(client_of: Any, request: pytest.FixtureRequest) -> str:
    """Where outcomes are declared."""
    in_process = request.node.callspec.params["client_of"] == "in_process"
    base = "http://motoapi.amazonaws.com" if in_process else request.getfixturevalue("server")
    return f"{base}/moto-api/static/rekognition"


@pytest.fixture
def control(address: str) -> Call:
    """`control("POST", "faults", {...})` gives the answer, which must have the status that is expected."""

    def control(method: str, what: str, body: Any = None, status: int | None = None) -> Any:
        reply = requests.request(method, f"{address}/{what}", json=body, timeout=60)
        assert reply.status_code == (status or (201 if method == "POST" else 200)), reply.text
        return reply.json()

    return control


def test_declares_content(control: Call, rekognition: Any) -> None:
    faces = [{"Identity": "ada", "Sunglasses": True, "Pose": {"Yaw": 30}, "Quality": [80, 20]}]
    control("POST", "declarations", {"Bytes": base64.b64encode(PICTURE).decode(), "Faces": faces})
    (detail,) = rekognition.detect_faces(Image={"Bytes": PICTURE}, Attributes=["ALL"])["FaceDetails"]
    assert detail["Sunglasses"]["Value"] is True
    assert detail["Pose"]["Yaw"] == 30
    assert detail["Quality"]["Sharpness"] == 20


def test_declares_the_default_and_a_key(control: Call, rekognition: Any, s3: Any) -> None:
    control("POST", "declarations", {"Faces": []})
    control("POST", "declarations", {"Key": "uploads/*", "Faces": [{}, {}]})
    s3.create_bucket(Bucket="uploads")
    s3.put_object(Bucket="uploads", Key="a.jpg", Body=PICTURE)
    assert rekognition.detect_faces(Image={"Bytes": PICTURE})["FaceDetails"] == []
    by_key = rekognition.detect_faces(Image={"S3Object": {"Bucket": "uploads", "Name": "a.jpg"}})
    assert len(by_key["FaceDetails"]) == 2


def test_what_is_listed_can_be_declared_again(control: Call) -> None:
    declare("uploads/*", [face("ada", like={"eve": 90}, emotions="HAPPY", landmarks={"nose": (0.5, 0.5)}), face()])
    (listed,) = control("GET", "declarations")
    control("POST", "declarations", {"Key": listed["Key"], "Faces": listed["Faces"]})
    again = control("GET", "declarations")[1]
    assert {**again, "Id": listed["Id"]} == listed


def test_withdraws_one_or_all(control: Call) -> None:
    first, second, third = (control("POST", "declarations", {"Key": f"b/{n}", "Faces": []})["Id"] for n in range(3))
    control("DELETE", f"declarations?id={second}")
    assert [each["Id"] for each in control("GET", "declarations")] == [first, third]
    control("DELETE", "declarations")
    assert control("GET", "declarations") == []


def test_makes_operations_fail_and_counts_the_failures(control: Call, rekognition: Any) -> None:
    identifier = control(
        "POST", "faults", {"Operation": "ListCollections", "Error": "AccessDeniedException", "Times": 1}
    )
    with pytest.raises(ClientError, match="AccessDenied"):
        rekognition.list_collections()
    rekognition.list_collections()
    (listed,) = control("GET", f"faults?id={identifier['Id']}")
    assert (listed["Operation"], listed["Calls"], listed["Raised"]) == ("ListCollections", 2, 1)


def test_moves_the_clock_and_makes_the_service_lag(control: Call, rekognition: Any, people: str) -> None:
    declare(faces=[face("ada")])
    control("POST", "clock", {"Running": False}, status=200)
    control("POST", "lags", {"Faces": 60})
    rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})

    def found() -> int:
        return len(rekognition.search_faces_by_image(CollectionId=people, Image={"Bytes": PICTURE})["FaceMatches"])

    assert found() == 0
    before = control("GET", "clock")
    after = control("POST", "clock", {"Advance": 60}, status=200)
    assert after == {"Now": before["Now"] + 60, "Running": False}
    assert found() == 1
    assert control("DELETE", "clock")["Running"] is True


def test_declares_videos_and_failures_and_slow_jobs(control: Call, rekognition: Any, s3: Any) -> None:
    s3.create_bucket(Bucket="videos")
    for name in ("good.mp4", "bad.mp4"):
        s3.put_object(Bucket="videos", Key=name, Body=b"")
    moments = [{"Timestamp": 0, "Faces": [{"Identity": "ada"}]}, {"Timestamp": 1000, "Faces": []}]
    control("POST", "declarations", {"Key": "videos/good.mp4", "Video": moments, "Duration": 5000, "Size": [640, 480]})
    control("POST", "declarations", {"Key": "videos/bad.mp4", "Failure": "Unsupported codec/format."})

    def answer(name: str) -> dict[str, Any]:
        job = rekognition.start_face_detection(Video={"S3Object": {"Bucket": "videos", "Name": name}})
        return dict(rekognition.get_face_detection(JobId=job["JobId"]))

    good = answer("good.mp4")
    assert [entry["Timestamp"] for entry in good["Faces"]] == [0, 500]
    assert (good["VideoMetadata"]["DurationMillis"], good["VideoMetadata"]["FrameWidth"]) == (5000, 640)
    assert answer("bad.mp4")["StatusMessage"] == "Unsupported codec/format."
    control("POST", "lags", {"Jobs": 60})
    assert answer("good.mp4")["JobStatus"] == "IN_PROGRESS"
    control("POST", "clock", {"Advance": 60}, status=200)

    first, second = control("GET", "declarations")
    assert first["Video"] == [
        {"Timestamp": 0, "Faces": [{"Identity": "ada", "Like": {}}]},
        {"Timestamp": 1000, "Faces": []},
    ]
    assert second["Failure"] == "Unsupported codec/format."
    control("DELETE", "declarations")
    for each in (first, second):
        control("POST", "declarations", {name: value for name, value in each.items() if name != "Id"})
    assert [{**each, "Id": ""} for each in control("GET", "declarations")] == [
        {**first, "Id": ""},
        {**second, "Id": ""},
    ]


@pytest.mark.parametrize(
    ("what", "body", "help_"),
    [
        ("declarations", {"Video": {}}, "list of objects"),
        ("declarations", {"Video": [{"Time": 0, "Faces": []}]}, "did you mean 'Timestamp'"),
        ("declarations", {"Video": [{"Timestamp": -1, "Faces": []}]}, "0 or more"),
        ("declarations", {"Video": [{"Faces": []}]}, "Timestamp: give the milliseconds"),
        ("declarations", {"Faces": [], "Duration": 5}, "those of a declared video"),
        ("declarations", {"Video": [], "Faces": []}, "say what is declared"),
        ("declarations", {"Failure": 5}, "StatusMessage"),
        ("declarations", {}, "Faces"),
        ("declarations", [], "JSON object"),
        ("declarations", {"Faces": [], "Bucket": "b"}, "Bytes, Key, Faces"),
        ("declarations", {"Faces": [], "Bytes": "!"}, "base64"),
        ("declarations", {"Faces": [], "Key": "no-slash"}, "bucket/key"),
        ("declarations", {"Faces": [], "Bytes": "", "Key": "b/k"}, "not both"),
        ("declarations", {"Faces": ["ada"]}, "fields of FaceDetail"),
        ("declarations", {"Faces": [{"Sunglass": True}]}, "did you mean 'Sunglasses'"),
        ("declarations", {"Faces": [{"Smile": "yes"}]}, "True or False"),
        ("faults", {"Error": "ThrottlingException"}, "Operation"),
        ("faults", {"Operation": "IndexFace", "Error": "ThrottlingException"}, "did you mean 'IndexFaces'"),
        ("faults", {"Operation": "IndexFaces", "Eror": "ThrottlingException"}, "did you mean 'Error'"),
        ("lags", {"Faces": -1}, "0 or more"),
        ("clock", {"Running": 0}, "true or false"),
        ("clock", {"Advance": -1}, "0 or more"),
        ("clock", {"Advance": 1e308}, "at most"),
        ("declarations", {"Key": None, "Faces": []}, "bucket/key"),
        ("declarations", {"Key": "b/\ud800", "Faces": []}, "half a character"),
        ("declarations", {"Faces": [{"Identity": "\ud800"}]}, "half a character"),
        ("declarations", {"Faces": [{"Like": {"\ud800": 50}}]}, "half a character"),
        ("declarations", {"Faces": [{"Pose": {"\ud800": 50}}]}, "It has Roll, Yaw, Pitch"),
        (
            "declarations",
            {"Faces": [{"BoundingBox": {"Left": 1e300, "Top": 0, "Width": 1, "Height": 1}}]},
            "from -10 to 10",
        ),
        ("declarations", {"Faces": [], "Bytes": "ünicode"}, "base64"),
        ("faults", {"Operation": "IndexFaces", "Error": "ThrottlingException", "Seed": None}, "a whole number"),
        ("faults", {"Operation": "IndexFaces", "Error": ["ThrottlingException"]}, "does not raise"),
        ("faults", {"Operation": ["IndexFaces"]}, "no operation"),
    ],
)
def test_refuses_what_makes_no_sense(control: Call, what: str, body: Any, help_: str) -> None:
    assert help_ in control("POST", what, body, status=400)["Message"]
    if what != "clock":
        assert control("GET", what) == []


NESTED = "[" * 100_000 + "]" * 100_000
LARGE = "1" + "0" * 400


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "null",
        '"text"',
        NESTED,
        '{"Faces": ' + NESTED + "}",
        '{"Faces": [{"Emotions": ' + NESTED[99_500:-99_500] + "}]}",
        '{"Faces": ' + LARGE + ', "Advance": ' + LARGE + "}",
        '{"Faces": 1' + "0" * 5000 + "}",
        '{"Operation": "*", "Error": "ThrottlingException", "Times": ' + LARGE + "}",
        '{"Operation": "*", "Latency": ' + LARGE + "}",
        '{"Faces": NaN, "Advance": Infinity}',
        '{"Faces": [{"Smile": "' + "x" * 100_000 + '"}]}',
        b"\xff\xfe\xff",
        b'{"Faces": "\xff"}',
    ],
    ids=lambda body: str(body[:30]),
)
@pytest.mark.parametrize("what", ["declarations", "faults", "lags", "clock"])
def test_every_body_that_makes_no_sense_gets_a_message(address: str, what: str, body: str | bytes) -> None:
    reply = requests.post(f"{address}/{what}", data=body, timeout=60)

    assert reply.status_code == 400, reply.text
    assert 0 < len(reply.json()["Message"]) < 5000


def test_a_request_that_is_refused_does_not_move_the_clock(control: Call) -> None:
    control("POST", "clock", {"Running": False, "Advance": -1}, status=400)
    assert control("GET", "clock")["Running"]


def test_members_that_are_null_are_not_declared(control: Call, rekognition: Any) -> None:
    control("POST", "declarations", {"Faces": [{"Identity": None, "Smile": None, "Beard": True}]})
    (declared,) = control("GET", "declarations")
    assert declared["Faces"] == [{"Like": {}, "Beard": {"Value": True}}]


def test_a_lag_is_listed_as_it_was_declared(control: Call) -> None:
    said = {"Faces": 0.5, "Users": 3, "Collections": 2}
    control("POST", "lags", said)
    (listed,) = control("GET", "lags")
    assert {name: listed[name] for name in said} == said


def test_an_unknown_id_is_not_found(control: Call) -> None:
    fault("IndexFaces", "ThrottlingException")
    control("DELETE", "faults?id=nothing", status=404)
    assert len(control("GET", "faults")) == 1


@pytest.mark.parametrize("what", ["declarations", "clock"])
def test_other_methods_are_not_allowed(control: Call, what: str) -> None:
    control("PUT", what, {}, status=405)


def test_a_reset_over_http_forgets_them(control: Call) -> None:
    fault("IndexFaces", "ThrottlingException")
    control("POST", "../../reset", status=200)
    assert control("GET", "faults") == []


def check(rekognition: Any) -> dict[str, Any]:
    session_id = rekognition.create_face_liveness_session()["SessionId"]
    answer: dict[str, Any] = rekognition.get_face_liveness_session_results(SessionId=session_id)
    return answer


def test_ends_a_liveness_check(control: Call, rekognition: Any) -> None:
    session_id = rekognition.create_face_liveness_session()["SessionId"]
    said = {"Who": "ada", "SessionId": session_id, "Confidence": 21, "Feedback": ["FACE_NOT_VISIBLE"], "SDKType": "js"}
    control("POST", "liveness", said)
    answer = rekognition.get_face_liveness_session_results(SessionId=session_id)
    assert (answer["Status"], answer["Confidence"]) == ("SUCCEEDED", 21)
    assert answer["Feedback"][0]["Code"] == "FACE_NOT_VISIBLE"
    assert answer["Metadata"] == {"SDKType": "js"}
    assert check(rekognition)["Status"] == "CREATED"


@pytest.mark.parametrize(
    ("who", "listed"),
    [
        ({}, {"Who": "someone"}),
        ({"Who": None}, {"Who": None}),
        ({"Face": {"Identity": "ada", "Smile": True}}, {"Face": {"Identity": "ada", "Smile": {"Value": True}}}),
        ({"Bytes": base64.b64encode(PICTURE).decode()}, {"Sha256": hashlib.sha256(PICTURE).hexdigest()}),
    ],
    ids=["nothing said", "nobody", "declared", "photo"],
)
def test_says_over_http_who_is_before_the_camera(
    control: Call, rekognition: Any, who: dict[str, Any], listed: dict[str, Any]
) -> None:
    declare(PICTURE, [face("ada")])
    identifier = control("POST", "liveness", who)["Id"]
    (shown,) = control("GET", "liveness")
    if "Face" in shown:
        assert shown["Face"].pop("Like") == {}
    assert shown == {"Id": identifier, "Status": "SUCCEEDED", **listed, "Confidence": 98, "Feedback": []}
    assert ("ReferenceImage" in check(rekognition)) == (who != {"Who": None})
    control("DELETE", f"liveness?id={identifier}")
    assert check(rekognition)["Status"] == "CREATED"


def test_a_check_fails_or_expires_over_http(control: Call, rekognition: Any) -> None:
    for status in ("FAILED", "EXPIRED"):
        control("POST", "liveness", {"Status": status})
        assert check(rekognition)["Status"] == status
    assert [each["Status"] for each in control("GET", "liveness")] == ["FAILED", "EXPIRED"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"Who": "ada", "Bytes": ""}, "give one of Who and Bytes"),
        ({"Confidence": 101}, "give a number from 0 to 100"),
        ({"Confidense": 5}, "the end of a liveness check has no 'Confidense', did you mean 'Confidence'"),
        ({"Bytes": "?"}, "give the content of the picture in base64"),
    ],
)
def test_a_wrong_end_of_a_check_is_told_what_is_allowed(control: Call, body: dict[str, Any], message: str) -> None:
    assert message in control("POST", "liveness", body, status=400)["Message"]
