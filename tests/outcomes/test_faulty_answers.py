"""Faults and lag as a client meets them, retries included."""

from __future__ import annotations

import functools
from itertools import product
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from moto_rekognition import clock, declare, face, fault, lag
from moto_rekognition.service_model import service_model
from tests.service.conftest import REGION, ClientOf

PICTURE = b"any bytes at all"


@functools.cache
def client_with(mode: str, attempts: int, endpoint: str) -> Any:
    """A client that tries so often; made once, because that takes longer than most tests."""
    return boto3.client(
        "rekognition",
        REGION,
        endpoint_url=endpoint,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
        config=Config(retries={"mode": mode, "total_max_attempts": attempts}),
    )


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


@pytest.fixture
def once(rekognition: Any) -> Any:
    """A client that tries once."""
    return client_with("standard", 1, rekognition.meta.endpoint_url)


@pytest.mark.parametrize("error", [e.name for e in service_model().operation_model("IndexFaces").error_shapes])
def test_every_exception_reaches_the_client_as_itself(once: Any, people: str, error: str) -> None:
    fault("IndexFaces", error)
    with pytest.raises(getattr(once.exceptions, error)) as raised:
        once.index_faces(CollectionId=people, Image={"Bytes": PICTURE})
    assert raised.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        *product(
            ["legacy", "standard"],
            ["ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError"],
        ),
        ("adaptive", "InternalServerError"),  # throttled, it would really wait
    ],
)
def test_every_retry_mode_overcomes_a_passing_fault(rekognition: Any, mode: str, error: str) -> None:
    patient = client_with(mode, 3, rekognition.meta.endpoint_url)
    handle = fault("ListCollections", error, times=2)
    answer = patient.list_collections()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert handle.raised == 2


def test_a_client_error_is_not_retried(rekognition: Any) -> None:
    handle = fault("ListCollections", "AccessDeniedException")
    with pytest.raises(ClientError):
        client_with("standard", 3, rekognition.meta.endpoint_url).list_collections()
    assert handle.calls == 1


def test_a_request_that_is_wrong_meets_no_fault(rekognition: Any, raw: Any) -> None:
    handle = fault("CreateCollection", "InternalServerError")
    assert raw("CreateCollection", {"CollectionId": "no spaces"}).front_end_error[1] == "ValidationException"
    assert handle.calls == 0


def test_an_operation_that_fails_has_done_nothing(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    fault("IndexFaces", "InvalidParameterException", times=1)
    with pytest.raises(ClientError):
        rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})
    assert rekognition.list_faces(CollectionId=people)["Faces"] == []


def test_moto_s_own_operations_can_fail_too(once: Any) -> None:
    fault("DetectLabels", "ThrottlingException", times=1)
    image = {"S3Object": {"Bucket": "bucket", "Name": "key"}}
    with pytest.raises(once.exceptions.ThrottlingException, match="Slow down") as raised:
        once.detect_labels(Image=image)
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert once.detect_labels(Image=image)["Labels"]


def test_a_region_can_be_out_of_order(client_of: ClientOf) -> None:
    fault("*", "AccessDeniedException", region="eu-west-1")
    client_of("rekognition").list_collections()
    with pytest.raises(ClientError):
        client_of("rekognition", "eu-west-1").list_collections()


def test_a_face_is_unknown_until_the_lag_is_over(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    clock.stop()
    lag(faces=0.5)
    record = rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})["FaceRecords"][0]
    face_id = record["Face"]["FaceId"]

    def found_by_image() -> int:
        answer = rekognition.search_faces_by_image(CollectionId=people, Image={"Bytes": PICTURE})
        return len(answer["FaceMatches"])

    clock.advance(0.4)
    with pytest.raises(ClientError, match="faceId was not found in the collection"):
        rekognition.search_faces(CollectionId=people, FaceId=face_id)
    assert found_by_image() == 0
    clock.advance(0.2)
    rekognition.search_faces(CollectionId=people, FaceId=face_id)
    assert found_by_image() == 1


@pytest.mark.evidence("assumed")
def test_a_face_that_is_deleted_ends_its_lag(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    clock.stop()
    with lag(faces=60):
        record = rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})["FaceRecords"][0]
    rekognition.delete_faces(CollectionId=people, FaceIds=[record["Face"]["FaceId"]])
    rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})
    answer = rekognition.search_faces_by_image(CollectionId=people, Image={"Bytes": PICTURE})
    assert len(answer["FaceMatches"]) == 1


@pytest.mark.evidence("third party")
def test_a_new_collection_is_unknown_to_every_operation_until_the_lag_is_over(rekognition: Any) -> None:
    declare(PICTURE, [face("ada")])
    clock.stop()
    lag(collections=2)
    arn = "arn:" + rekognition.create_collection(CollectionId="visitors")["CollectionArn"]
    here = {"CollectionId": "visitors"}
    calls = {
        "describe_collection": here,
        "delete_collection": here,
        "list_faces": here,
        "list_users": here,
        "index_faces": {**here, "Image": {"Bytes": PICTURE}},
        "search_faces_by_image": {**here, "Image": {"Bytes": PICTURE}},
        "create_user": {**here, "UserId": "ada"},
        "tag_resource": {"ResourceArn": arn, "Tags": {"a": "b"}},
        "list_tags_for_resource": {"ResourceArn": arn},
    }
    clock.advance(1.9)
    for call, parameters in calls.items():
        with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
            getattr(rekognition, call)(**parameters)
    assert rekognition.list_collections()["CollectionIds"] == []
    with pytest.raises(rekognition.exceptions.ResourceAlreadyExistsException):
        rekognition.create_collection(CollectionId="visitors")
    clock.advance(0.2)
    assert rekognition.describe_collection(CollectionId="visitors")["FaceCount"] == 0
    assert rekognition.list_collections()["CollectionIds"] == ["visitors"]


def test_a_user_is_updating_until_the_lag_is_over(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    clock.stop()
    lag(users=3)
    record = rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})["FaceRecords"][0]
    rekognition.create_user(CollectionId=people, UserId="ada")
    rekognition.associate_faces(CollectionId=people, UserId="ada", FaceIds=[record["Face"]["FaceId"]])

    def status() -> str:
        return str(rekognition.list_users(CollectionId=people)["Users"][0]["UserStatus"])

    assert status() == "UPDATING"
    clock.advance(3)
    assert status() == "ACTIVE"


def test_a_face_can_be_declared_like_one_that_searches_do_not_know_yet(rekognition: Any, people: str) -> None:
    clock.stop()
    lag(faces=1)
    declare(PICTURE, [face()])
    record = rekognition.index_faces(CollectionId=people, Image={"Bytes": PICTURE})["FaceRecords"][0]
    declare(b"probe", [face(like={record["Face"]["FaceId"]: 90})])
    answer = rekognition.search_faces_by_image(CollectionId=people, Image={"Bytes": b"probe"})
    assert answer["FaceMatches"] == []
