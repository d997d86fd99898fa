"""The text of a declared fault is the text that the product itself gives the same error of the same request."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from moto_rekognition import fault
from moto_rekognition.rekognition.exceptions import RekognitionError
from moto_rekognition.rekognition.protocol.faults import raise_declared
from moto_rekognition.service_model import service_model
from moto_rekognition.synthetic import Face

FACE_ID = "11111111-2222-4333-8444-555555555555"
NO_IMAGE = {"Bytes": b"no image"}
MISSING = {"S3Object": {"Bucket": "no-such-bucket", "Name": "a.jpg"}}
ARN = "arn:aws:rekognition:us-east-1:123456789012:collection/nobody"
HERE: dict[str, Any] = {"CollectionId": "collection"}
NOWHERE: dict[str, Any] = {"CollectionId": "nobody"}
USER: dict[str, Any] = {"UserId": "ada"}

#: Operation, error, and a request for which the product raises that error by itself.
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("CreateCollection", "ResourceAlreadyExistsException", HERE),
    ("DeleteCollection", "ResourceNotFoundException", NOWHERE),
    ("DescribeCollection", "ResourceNotFoundException", NOWHERE),
    ("ListCollections", "InvalidPaginationTokenException", {"NextToken": "x"}),
    ("IndexFaces", "ResourceNotFoundException", {**NOWHERE, "Image": NO_IMAGE}),
    ("IndexFaces", "InvalidImageFormatException", {**HERE, "Image": NO_IMAGE}),
    ("IndexFaces", "InvalidS3ObjectException", {**HERE, "Image": MISSING}),
    ("DetectFaces", "InvalidImageFormatException", {"Image": NO_IMAGE}),
    ("DetectFaces", "InvalidS3ObjectException", {"Image": MISSING}),
    ("CompareFaces", "InvalidImageFormatException", {"SourceImage": NO_IMAGE, "TargetImage": NO_IMAGE}),
    ("CompareFaces", "InvalidS3ObjectException", {"SourceImage": MISSING, "TargetImage": MISSING}),
    ("ListFaces", "ResourceNotFoundException", NOWHERE),
    ("ListFaces", "InvalidPaginationTokenException", {**HERE, "NextToken": "x"}),
    ("DeleteFaces", "ResourceNotFoundException", {**NOWHERE, "FaceIds": [FACE_ID]}),
    ("SearchFaces", "ResourceNotFoundException", {**NOWHERE, "FaceId": FACE_ID}),
    ("SearchFacesByImage", "ResourceNotFoundException", {**NOWHERE, "Image": NO_IMAGE}),
    ("SearchFacesByImage", "InvalidImageFormatException", {**HERE, "Image": NO_IMAGE}),
    ("SearchFacesByImage", "InvalidS3ObjectException", {**HERE, "Image": MISSING}),
    ("CreateUser", "ResourceNotFoundException", {**NOWHERE, **USER}),
    ("CreateUser", "ConflictException", {**HERE, **USER}),
    ("CreateUser", "IdempotentParameterMismatchException", {**HERE, "UserId": "eve", "ClientRequestToken": "ada"}),
    ("CreateUser", "ServiceQuotaExceededException", {**HERE, "UserId": "eve"}),
    ("DeleteUser", "ResourceNotFoundException", {**NOWHERE, **USER}),
    ("ListUsers", "ResourceNotFoundException", NOWHERE),
    ("ListUsers", "InvalidPaginationTokenException", {**HERE, "NextToken": "x"}),
    ("AssociateFaces", "ResourceNotFoundException", {**NOWHERE, **USER, "FaceIds": [FACE_ID]}),
    ("DisassociateFaces", "ResourceNotFoundException", {**NOWHERE, **USER, "FaceIds": [FACE_ID]}),
    ("SearchUsers", "ResourceNotFoundException", {**NOWHERE, **USER}),
    ("SearchUsers", "InvalidParameterException", {**HERE, **USER, "FaceId": FACE_ID}),
    ("SearchUsersByImage", "ResourceNotFoundException", {**NOWHERE, "Image": NO_IMAGE}),
    ("SearchUsersByImage", "InvalidImageFormatException", {**HERE, "Image": NO_IMAGE}),
    ("SearchUsersByImage", "InvalidS3ObjectException", {**HERE, "Image": MISSING}),
    ("TagResource", "ResourceNotFoundException", {"ResourceArn": ARN, "Tags": {"a": "b"}}),
    ("UntagResource", "ResourceNotFoundException", {"ResourceArn": ARN, "TagKeys": ["a"]}),
    ("ListTagsForResource", "ResourceNotFoundException", {"ResourceArn": ARN}),
    ("GetFaceLivenessSessionResults", "SessionNotFoundException", {"SessionId": FACE_ID}),
    ("TagResource", "InvalidParameterException", {"ResourceArn": "arn:aws:s3:::some-other-bucket", "Tags": {"a": "b"}}),
]


def refusal(client: Any, operation: str, request: dict[str, Any]) -> tuple[str, str]:
    """The code and the text of the error that answers a request."""
    with pytest.raises(ClientError) as raised:
        client._make_api_call(operation, request)
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(("operation", "error", "request_"), REQUESTS)
def test_a_fault_has_the_text_of_the_products_own_error(
    rekognition_client: Any, operation: str, error: str, request_: dict[str, Any]
) -> None:
    own = refusal(rekognition_client, operation, request_)
    assert own[0] == error
    with fault(operation, error):
        assert refusal(rekognition_client, operation, request_) == own


@pytest.fixture
def rekognition_client(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of a mock that has one collection with one user, which is all that it may have."""
    import boto3

    monkeypatch.setenv("MOTO_REKOGNITION_USERS_PER_COLLECTION", "1")
    with mock_aws():
        client = boto3.client("rekognition", "us-east-1")
        client.create_collection(CollectionId="collection")
        client.create_user(CollectionId="collection", UserId="ada", ClientRequestToken="ada")
        yield client


def test_the_quota_of_faces_has_one_text_too(rekognition_client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACES_PER_COLLECTION", "0")
    request = {**HERE, "Image": {"Bytes": Face("ada").jpeg()}}
    own = refusal(rekognition_client, "IndexFaces", request)
    with fault("IndexFaces", "ServiceQuotaExceededException"):
        assert refusal(rekognition_client, "IndexFaces", request) == own


def test_every_exception_of_every_operation_has_a_text_and_a_status() -> None:
    operations = service_model().operation_names
    pairs = [(name, shape.name) for name in operations for shape in service_model().operation_model(name).error_shapes]
    with mock_aws():
        for operation, error in pairs:
            with fault(operation, error), pytest.raises(RekognitionError) as raised:
                raise_declared(operation, {}, "123456789012", "us-east-1")
            text = raised.value.message
            assert text.strip() == text != ""
            assert not set("{<*") & set(text.replace("resource: *", ""))
            assert raised.value.code == (500 if error in ("InternalServerError", "ThrottlingException") else 400)
