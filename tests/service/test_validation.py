"""What the front end refuses before an operation is asked, over raw HTTP: boto3 would refuse much of it itself."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

import pytest
import requests
from botocore.exceptions import ClientError

from moto_rekognition.vision import analysis
from tests.service.conftest import REGION, ClientOf, RawPost
from tests.service.scenes import Camera, Person

FAILED = "failed to satisfy constraint: Member must"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.mark.evidence("verified")
def test_an_error_comes_in_the_envelope_of_the_service(raw: RawPost) -> None:
    reply = raw("DescribeCollection", {"CollectionId": "nobody"})

    assert reply.error == (400, "ResourceNotFoundException", "Collection:nobody not found!")
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.1"


@pytest.mark.evidence("verified")
def test_what_the_front_end_refuses_has_an_envelope_of_its_own(raw: RawPost) -> None:
    reply = raw("DescribeCollection", {"CollectionId": ""})

    assert [*reply.body] == ["__type", "message"]
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.1"


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("ListCollections", {}),
        ("DescribeCollection", {"CollectionId": "nobody"}),
        ("DescribeCollection", {"CollectionId": ""}),
        ("NoSuchOperation", {}),
        ("DetectText", {"Image": {"Bytes": ""}}),
        ("CreateProject", {"ProjectName": "p"}),
    ],
)
@pytest.mark.parametrize("client_of", ["server"], indirect=True)
def test_every_answer_has_a_uuid_as_its_request_id(raw: RawPost, operation: str, body: Any) -> None:
    first, second = (raw(operation, body).headers["x-amzn-RequestId"] for _ in range(2))

    assert str(UUID(first)) == first
    assert first != second


@pytest.mark.evidence("verified")
def test_a_success_is_compact_json_with_its_content_type(raw: RawPost) -> None:
    reply = raw("ListCollections", {})

    assert reply.text == '{"CollectionIds":[],"FaceModelVersions":[]}'
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.1"


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    ("operation", "body", "violations"),
    [
        ("DescribeCollection", {}, [f"Value null at 'collectionId' {FAILED} not be null"]),
        ("DescribeCollection", {"CollectionId": None}, [f"Value null at 'collectionId' {FAILED} not be null"]),
        (
            "DescribeCollection",
            {"CollectionId": "a b"},
            [f"Value 'a b' at 'collectionId' {FAILED} satisfy regular expression pattern: [a-zA-Z0-9_.\\-]+"],
        ),
        (
            "DescribeCollection",
            {"CollectionId": "a\n"},
            [f"Value 'a\n' at 'collectionId' {FAILED} satisfy regular expression pattern: [a-zA-Z0-9_.\\-]+"],
        ),
        (
            "DescribeCollection",
            {"CollectionId": ""},
            [
                f"Value '' at 'collectionId' {FAILED} have length greater than or equal to 1",
                f"Value '' at 'collectionId' {FAILED} satisfy regular expression pattern: [a-zA-Z0-9_.\\-]+",
            ],
        ),
        (
            "ListCollections",
            {"MaxResults": 4097},
            [f"Value '4097' at 'maxResults' {FAILED} have value less than or equal to 4096"],
        ),
        (
            "SearchFaces",
            {"CollectionId": "c", "FaceId": NOBODY, "FaceMatchThreshold": -1, "MaxFaces": 0},
            [
                f"Value '0' at 'maxFaces' {FAILED} have value greater than or equal to 1",
                f"Value '-1.0' at 'faceMatchThreshold' {FAILED} have value greater than or equal to 0",
            ],
        ),
        (
            "IndexFaces",
            {"CollectionId": "c", "Image": {"S3Object": {"Bucket": "b", "Name": ""}}, "QualityFilter": "BEST"},
            [
                f"Value 'b' at 'image.s3Object.bucket' {FAILED} have length greater than or equal to 3",
                f"Value '' at 'image.s3Object.name' {FAILED} have length greater than or equal to 1",
                f"Value 'BEST' at 'qualityFilter' {FAILED} satisfy enum value set: [NONE, AUTO, LOW, MEDIUM, HIGH]",
            ],
        ),
        (
            "DeleteFaces",
            {"CollectionId": "c", "FaceIds": ["x", NOBODY]},
            [
                f"Value '[x, {NOBODY}]' at 'faceIds' {FAILED} satisfy constraint: [Member must satisfy regular "
                "expression pattern: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}, "
                "Member must not be null]"
            ],
        ),
        (
            "DeleteFaces",
            {"CollectionId": "c", "FaceIds": []},
            [f"Value '[]' at 'faceIds' {FAILED} have length greater than or equal to 1"],
        ),
        (
            "TagResource",
            {"ResourceArn": "arn:aws:rekognition:eu-west-1:1:collection/c", "Tags": {"aws:mine": "x", "ok": "x" * 257}},
            [
                "Value '{aws:mine=x, ok=" + "x" * 257 + "}' at 'tags' failed to satisfy constraint: Map keys must "
                "satisfy constraint: [Member must have length less than or equal to 128, Member must have length "
                "greater than or equal to 1, Member must satisfy regular expression pattern: "
                "^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$, Member must not be null]",
                "Value '{aws:mine=x, ok=" + "x" * 257 + "}' at 'tags' failed to satisfy constraint: Map value must "
                "satisfy constraint: [Member must have length less than or equal to 256, Member must have length "
                "greater than or equal to 0, Member must satisfy regular expression pattern: "
                "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$, Member must not be null]",
            ],
        ),
    ],
)
def test_violated_constraints_are_told_together(
    raw: RawPost, operation: str, body: dict[str, Any], violations: list[str]
) -> None:
    plural = "s" if len(violations) > 1 else ""

    assert raw(operation, body).front_end_error == (
        400,
        "ValidationException",
        f"{len(violations)} validation error{plural} detected: {'; '.join(violations)}",
    )


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("verified")
def test_image_bytes_beyond_five_megabytes_are_a_violation(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.ClientError) as refusal:
        rekognition.detect_faces(Image={"Bytes": bytes(5242881)})

    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert refusal.value.response["Error"]["Message"].endswith(
        "at 'image.bytes' failed to satisfy constraint: Member must have length less than or equal to 5242880"
    )


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe{}",
        b"[]",
        b'"text"',
        b"null",
        b"12",
        b"[" * 100_000,
        b'{"MaxResults": "ten"}',
        b'{"MaxResults": true}',
        b'{"MaxResults": NaN}',
        b'{"MaxResults": 1e999}',
        b'{"MaxResults": ' + b"9" * 5000 + b"}",
        b'{"MaxResults": 1' + b"0" * 400 + b"}",
        b'{"MaxResults": 2147483648}',
        b'{"NextToken": 5}',
        b'{"NextToken": {}}',
        b'{"NextToken": []}',
    ],
)
def test_what_cannot_be_read_is_a_serialization_error(raw: RawPost, body: bytes) -> None:
    status, name, _ = raw("ListCollections", body).front_end_error

    assert (status, name) == (400, "SerializationException")


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("threshold", [b"1e39", b"1e999", b"1" + b"0" * 400, b"Infinity", b"-Infinity", b'"80"'])
def test_a_threshold_that_is_no_float_is_a_serialization_error(raw: RawPost, threshold: bytes) -> None:
    body = b'{"CollectionId": "c", "FaceId": "%s", "FaceMatchThreshold": %s}' % (NOBODY.encode(), threshold)

    status, name, _ = raw("SearchFaces", body).front_end_error

    assert (status, name) == (400, "SerializationException")


@pytest.mark.evidence("assumed")
def test_half_a_character_is_no_object_key(raw: RawPost) -> None:
    reply = raw("DetectFaces", b'{"Image": {"S3Object": {"Bucket": "bucket", "Name": "\\ud800"}}}')

    assert reply.error[:2] == (400, "InvalidS3ObjectException")


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("content", ["no base64!", "YQ", "YQ==YQ==", "ünicode", 5, {}, []])
def test_bytes_that_are_no_base64_are_a_serialization_error(raw: RawPost, content: Any) -> None:
    status, name, _ = raw("DetectFaces", {"Image": {"Bytes": content}}).front_end_error

    assert (status, name) == (400, "SerializationException")


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("body", [b"", b"{}", b" {} ", b'{"Unknown": {"a": 1}, "MaxResults": null}'])
def test_nulls_and_unknown_members_are_passed_over(raw: RawPost, body: bytes) -> None:
    assert raw("ListCollections", body).status == 200


@pytest.mark.evidence("assumed")
def test_fractions_are_cut_off_where_integers_are_wanted(raw: RawPost) -> None:
    assert raw("ListCollections", {"MaxResults": 1.9}).status == 200


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("target", ["NoSuchOperation", "", "ListCollections.ListFaces"])
def test_an_operation_that_the_service_does_not_have_is_unknown(raw: RawPost, target: str) -> None:
    status, name, _ = raw(target, {}).front_end_error

    assert (status, name) == (400, "UnknownOperationException")


@pytest.mark.evidence("verified")
@pytest.mark.parametrize("image", [{}, {"Bytes": "YQ==", "S3Object": {"Bucket": "bucket", "Name": "key"}}])
def test_an_image_is_either_bytes_or_an_object(raw: RawPost, image: dict[str, Any]) -> None:
    assert raw("DetectFaces", {"Image": image}).error == (
        400,
        "InvalidParameterException",
        "Requested image should either contain bytes or s3 object.",
    )


@pytest.mark.evidence("verified")
def test_a_body_that_looks_like_a_form_is_still_json(raw: RawPost, rekognition: Any, camera: Camera) -> None:
    content = base64.b64encode(camera.photo(Person("ada"))).decode()

    reply = raw("DetectFaces", {"Image": {"Bytes": content}, "x&Action=CompareFaces&y": 1})

    assert [*reply.body] == ["FaceDetails"]


@pytest.mark.evidence("assumed")
def test_a_region_without_the_service_is_told_so(client_of: ClientOf) -> None:
    with pytest.raises(ClientError) as refusal:
        client_of("rekognition", "mars-north-1").list_collections()

    assert refusal.value.response["Error"]["Code"] == "UnknownEndpoint"
    assert "mars-north-1" in refusal.value.response["Error"]["Message"]


@pytest.mark.parametrize("path", ["", "nothing", "?Action=ListCollections"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_odd_requests_are_answered_not_crashed_on(server: str, path: str, method: str, content_type: str) -> None:
    scope = f"AKIAIOSFODNN7EXAMPLE/20260101/{REGION}/rekognition/aws4_request"
    headers = {
        "Content-Type": content_type,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00",
    }

    reply = requests.request(method, f"{server}/{path}", data=b"key=x", headers=headers, timeout=60)

    assert reply.status_code < 500


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> str:
    """Why no picture can be looked at."""

    def analyze(*_: Any) -> None:
        raise RuntimeError("there is no model: download one")

    monkeypatch.setattr(analysis, "analyze", analyze)
    return "there is no model: download one"


@pytest.mark.parametrize("client_of", ["in_process"], indirect=True)
def test_trouble_of_the_mock_is_an_exception_in_process(rekognition: Any, camera: Camera, trouble: str) -> None:
    with pytest.raises(RuntimeError, match=trouble):
        rekognition.detect_faces(Image={"Bytes": camera.photo(Person("ada"))})


@pytest.mark.parametrize("client_of", ["server"], indirect=True)
def test_trouble_of_the_mock_is_told_by_a_server(raw: RawPost, camera: Camera, trouble: str) -> None:
    photo = base64.b64encode(camera.photo(Person("ada"))).decode()

    assert raw("DetectFaces", {"Image": {"Bytes": photo}}).error == (500, "InternalServerError", trouble)


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    ("operation", "body", "told"),
    [
        (
            "DetectFaces",
            {"Image": {"Bytes": "eA=="}, "Attributes": ["ALL", None]},
            "Value '[ALL, null]' at 'attributes'",
        ),
        ("CreateCollection", {"CollectionId": "a", "Tags": {"team": None}}, "Value '{team=null}' at 'tags'"),
        ("ListFaces", None, "NULL_VALUE can not be converted to a structure"),
    ],
)
def test_what_is_null_is_told_as_java_writes_it(raw: RawPost, operation: str, body: Any, told: str) -> None:
    status, _, message = raw(operation, body).front_end_error

    assert status == 400
    assert told in message
