"""Each operation against botocore's model: every constraint, every declared exception, every member of the answer."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.model import OperationModel, Shape

from moto_rekognition import declare, face, fault, liveness
from moto_rekognition.service_model import service_model
from tests.service.conftest import RawPost, Reply
from tests.service.scenes import Camera, Person
from tests.service.test_images import png_that_claims
from tests.service.violations import violations

pytestmark = pytest.mark.parametrize("client_of", ["server"], indirect=True)  # over real HTTP

OPERATIONS = (
    *("CreateCollection", "DescribeCollection", "ListCollections", "DeleteCollection"),
    *("IndexFaces", "ListFaces", "DeleteFaces", "SearchFaces", "SearchFacesByImage", "DetectFaces", "CompareFaces"),
    *("CreateUser", "DeleteUser", "ListUsers", "AssociateFaces", "DisassociateFaces"),
    *("SearchUsers", "SearchUsersByImage", "TagResource", "UntagResource", "ListTagsForResource"),
    *("CreateFaceLivenessSession", "GetFaceLivenessSessionResults"),
    *("StartFaceDetection", "GetFaceDetection", "StartFaceSearch", "GetFaceSearch"),
)
STARTS = ("StartFaceDetection", "StartFaceSearch")
SERVER_ERRORS = ("InternalServerError", "ThrottlingException")
NO_PICTURE = {"Bytes": base64.b64encode(b"no picture").decode()}
LARGE_PICTURE = {"Bytes": base64.b64encode(png_that_claims(10_001, 100)).decode()}
MISSING_OBJECT = {"S3Object": {"Bucket": "nowhere", "Name": "nothing"}}


@dataclass
class World:
    """A collection with two users and three faces, and a valid request of every operation."""

    requests: dict[str, dict[str, Any]]
    post: RawPost
    monkeypatch: pytest.MonkeyPatch

    def ask(self, operation: str, **changes: Any) -> Reply:
        return self.post(operation, self.requests[operation] | changes)


@pytest.fixture
def world(raw: RawPost, s3: Any, camera: Camera, monkeypatch: pytest.MonkeyPatch) -> World:
    def picture(*people: Person) -> dict[str, str]:
        return {"Bytes": base64.b64encode(camera.photo(*people)).decode()}

    ada, bob, cy = Person("ada", width=200), Person("bob", width=150), Person("cy", width=100)
    raw("CreateCollection", {"CollectionId": "people", "Tags": {"team": "red"}})
    records = raw("IndexFaces", {"CollectionId": "people", "Image": picture(ada, bob, cy)}).body["FaceRecords"]
    face_ids = [record["Face"]["FaceId"] for record in records]
    people = {"CollectionId": "people"}
    for user_id, face_id in (("ada", face_ids[0]), ("bob", face_ids[1])):
        raw("CreateUser", {**people, "UserId": user_id})
        raw("AssociateFaces", {**people, "UserId": user_id, "FaceIds": [face_id]})
    arn = {"ResourceArn": raw("DescribeCollection", people).body["CollectionARN"]}
    session = raw("CreateFaceLivenessSession", {"Settings": {"AuditImagesLimit": 1}}).body
    liveness("ada", confidence=97.3, feedback=["EYES_CLOSED_DETECTED"], sdk_type="js")
    unknown = "00000000-0000-0000-0000-000000000000"
    photo = picture(ada, bob)
    s3.create_bucket(Bucket="videos")
    s3.put_object(Bucket="videos", Key="a.mp4", Body=b"a video")
    declare("videos/*", video=[(0, [face("ada"), face("bob")])])
    declare(b"ada", [face("ada")])
    raw("IndexFaces", {**people, "Image": {"Bytes": base64.b64encode(b"ada").decode()}})
    video = {
        "Video": {"S3Object": {"Bucket": "videos", "Name": "a.mp4"}},
        "NotificationChannel": {
            "SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:topic",
            "RoleArn": "arn:aws:iam::123456789012:role/rekognition",
        },
        "JobTag": "tag",
    }
    requests: dict[str, dict[str, Any]] = {
        "CreateCollection": {"CollectionId": "others", "Tags": {"a": "b"}},
        "DescribeCollection": people,
        "ListCollections": {},
        "DeleteCollection": people,
        "IndexFaces": {
            **people,
            "Image": photo,
            "ExternalImageId": "a:1",
            "DetectionAttributes": ["ALL"],
            "MaxFaces": 1,
        },
        "ListFaces": people,
        "DeleteFaces": {**people, "FaceIds": [face_ids[0], face_ids[2], unknown]},
        "SearchFaces": {**people, "FaceId": face_ids[0], "FaceMatchThreshold": 0},
        "SearchFacesByImage": {**people, "Image": photo, "FaceMatchThreshold": 0},
        "DetectFaces": {"Image": photo, "Attributes": ["ALL"]},
        "CompareFaces": {"SourceImage": photo, "TargetImage": photo},
        "CreateUser": {**people, "UserId": "cy"},
        "DeleteUser": {**people, "UserId": "ada"},
        "ListUsers": people,
        "AssociateFaces": {**people, "UserId": "ada", "FaceIds": [*face_ids, unknown]},
        "DisassociateFaces": {**people, "UserId": "ada", "FaceIds": [*face_ids, unknown]},
        "SearchUsers": {**people, "UserId": "ada", "UserMatchThreshold": 0},
        "SearchUsersByImage": {**people, "Image": photo},
        "TagResource": {**arn, "Tags": {"b": "c"}},
        "UntagResource": {**arn, "TagKeys": ["team"]},
        "ListTagsForResource": arn,
        "CreateFaceLivenessSession": {
            "KmsKeyId": "alias/liveness",
            "Settings": {
                "OutputConfig": {"S3Bucket": "checks", "S3KeyPrefix": "sign-up/"},
                "AuditImagesLimit": 2,
                "ChallengePreferences": [
                    {"Type": "FaceMovementChallenge", "Versions": {"Minimum": "1.0.0", "Maximum": "1.0.0"}}
                ],
            },
        },
        "GetFaceLivenessSessionResults": session,
        "StartFaceDetection": {**video, "FaceAttributes": "ALL"},
        "GetFaceDetection": {"JobId": raw("StartFaceDetection", {**video, "FaceAttributes": "ALL"}).body["JobId"]},
        "StartFaceSearch": {**video, **people},
        "GetFaceSearch": {"JobId": raw("StartFaceSearch", {**video, **people}).body["JobId"], "MaxResults": 1},
    }
    return World(requests, raw, monkeypatch)


def model(operation: str) -> OperationModel:
    return service_model().operation_model(operation)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_constraint_is_enforced(world: World, operation: str) -> None:
    for violation in violations(model(operation).input_shape, world.requests[operation]):
        reply = world.post(operation, violation.request)

        name = "SerializationException" if violation.told is None else "ValidationException"
        status, refusal, message = reply.front_end_error
        assert (status, refusal) == (400, name), (violation, reply.text)
        assert violation.told is None or violation.told in message, (violation.told, message)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_answer_has_the_members_of_the_model_and_no_others(world: World, operation: str) -> None:
    reply = world.ask(operation)

    assert reply.status == 200, reply.text
    assert [*departures(model(operation).output_shape, reply.body if reply.text else {}, operation)] == []


JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "integer": int,
    "long": int,
    "float": float,
    "timestamp": (int, float),
    "boolean": bool,
    "blob": str,
}


def departures(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Where an answer is not what the model says: members, order, types, enums, ranges."""
    if not isinstance(value, JSON_TYPES[shape.type_name]) or (isinstance(value, bool) and shape.type_name != "boolean"):
        yield f"{path} is {value!r}, no {shape.type_name}"
        return
    if shape.type_name == "structure":
        known = [name for name in shape.members if name in value]
        if known != [*value]:
            yield f"{path} has {[*value]}, the model {known}"
        yield from (f"{path}.{name} is missing" for name in shape.required_members if name not in value)
        for name in known:
            yield from departures(shape.members[name], value[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for place, item in enumerate(value):
            yield from departures(shape.member, item, f"{path}[{place}]")
    elif shape.metadata.get("enum") and value not in shape.metadata["enum"]:
        yield f"{path} is {value!r}, none of {shape.metadata['enum']}"
    elif shape.type_name == "float" and not (
        shape.metadata.get("min", value) <= value <= shape.metadata.get("max", value)
    ):
        yield f"{path} is {value}, out of range"


def no_such_collection(world: World, operation: str) -> Reply:
    return world.ask(operation, CollectionId="nobody")


def no_such_resource(world: World, operation: str) -> Reply:
    return world.ask(operation, ResourceArn="arn:aws:rekognition:us-east-1:123456789012:collection/nobody")


def no_arn(world: World, operation: str) -> Reply:
    return world.ask(operation, ResourceArn="this is no ARN of anything")


def image_name(operation: str) -> str:
    return "SourceImage" if operation == "CompareFaces" else "Image"


def no_image(world: World, operation: str) -> Reply:
    return world.ask(operation, **{image_name(operation): {}})


def no_picture(world: World, operation: str) -> Reply:
    return world.ask(operation, **{image_name(operation): NO_PICTURE})


def large_picture(world: World, operation: str) -> Reply:
    return world.ask(operation, **{image_name(operation): LARGE_PICTURE})


def missing_object(world: World, operation: str) -> Reply:
    return world.ask(operation, **{image_name(operation): MISSING_OBJECT})


def missing_video(world: World, operation: str) -> Reply:
    return world.ask(operation, Video=MISSING_OBJECT)


def no_video(world: World, operation: str) -> Reply:
    return world.ask(operation, Video={})


def unknown_job(world: World, operation: str) -> Reply:
    return world.ask(operation, JobId="0" * 64)


def token_of_another_tag(world: World, operation: str) -> Reply:
    assert world.ask(operation, ClientRequestToken="token").status == 200
    return world.ask(operation, ClientRequestToken="token", JobTag="other")


def made_up_token(world: World, operation: str) -> Reply:
    return world.ask(operation, NextToken="made-up")


def unknown_face(world: World, operation: str) -> Reply:
    return world.ask(operation, FaceId="00000000-0000-0000-0000-000000000000")


def user_and_face(world: World, operation: str) -> Reply:
    return world.ask(operation, FaceId="00000000-0000-0000-0000-000000000000")


def token_used_before(world: World, operation: str) -> Reply:
    assert world.ask(operation, ClientRequestToken="token").status == 200
    return world.ask(operation, ClientRequestToken="token", UserId="bob")


def no_version(world: World, operation: str) -> Reply:
    versions = {"Minimum": "2.0.0", "Maximum": "1.9.0"}
    return world.ask(
        operation, Settings={"ChallengePreferences": [{"Type": "FaceMovementChallenge", "Versions": versions}]}
    )


def no_such_session(world: World, operation: str) -> Reply:
    return world.ask(operation, SessionId="00000000-0000-0000-0000-000000000000")


def twice(world: World, operation: str) -> Reply:
    assert world.ask(operation).status == 200
    return world.ask(operation)


def beyond(quota: str) -> Callable[[World, str], Reply]:
    """With a quota that is exhausted already."""

    def beyond_quota(world: World, operation: str) -> Reply:
        world.monkeypatch.setenv(f"MOTO_REKOGNITION_{quota}", "0")
        return world.ask(operation)

    return beyond_quota


FAULT = "the mock has no such troubles of its own; a test declares them as faults"
DENIED = "needs IAM enforcement, or a declared fault; see tests/neighbours"
MODEL_SAYS_IT_ALL = "whatever could be invalid violates a constraint of the model, which is a ValidationException"
NEVER_INCONSISTENT = "changes of users are atomic here, so that none is caught in an inconsistent state"

#: Exception -> how to reach it, or why it cannot be reached; a dict says it for each operation.
REACHED: dict[str, Any] = {
    "AccessDeniedException": DENIED,
    "InternalServerError": FAULT,
    "ThrottlingException": FAULT,
    "ProvisionedThroughputExceededException": FAULT,
    "ResourceAlreadyExistsException": twice,
    "InvalidPaginationTokenException": made_up_token,
    "IdempotentParameterMismatchException": {
        **dict.fromkeys(OPERATIONS, token_used_before),
        **dict.fromkeys(STARTS, token_of_another_tag),
    },
    "InvalidS3ObjectException": {**dict.fromkeys(OPERATIONS, missing_object), **dict.fromkeys(STARTS, missing_video)},
    "LimitExceededException": beyond("OPEN_VIDEO_JOBS"),
    "VideoTooLargeException": beyond("VIDEO_BYTES"),
    "InvalidImageFormatException": no_picture,
    "ImageTooLargeException": large_picture,
    "SessionNotFoundException": no_such_session,
    "ConflictException": {
        "CreateUser": twice,
        "DeleteUser": NEVER_INCONSISTENT,
        "AssociateFaces": NEVER_INCONSISTENT,
        "DisassociateFaces": NEVER_INCONSISTENT,
    },
    "ServiceQuotaExceededException": {
        "CreateCollection": beyond("TAGS_PER_RESOURCE"),
        "TagResource": beyond("TAGS_PER_RESOURCE"),
        "IndexFaces": beyond("FACES_PER_COLLECTION"),
        "CreateUser": beyond("USERS_PER_COLLECTION"),
        "AssociateFaces": beyond("FACES_PER_USER"),
    },
    "ResourceNotFoundException": {
        **dict.fromkeys(OPERATIONS, no_such_collection),
        "ListCollections": "it names nothing that could be missing",
        **dict.fromkeys(("TagResource", "UntagResource", "ListTagsForResource"), no_such_resource),
        **dict.fromkeys(("GetFaceDetection", "GetFaceSearch"), unknown_job),
    },
    "InvalidParameterException": {
        **dict.fromkeys(OPERATIONS, MODEL_SAYS_IT_ALL),
        **dict.fromkeys(
            ("IndexFaces", "SearchFacesByImage", "SearchUsersByImage", "DetectFaces", "CompareFaces"), no_image
        ),
        **dict.fromkeys(STARTS, no_video),
        "SearchFaces": unknown_face,
        "SearchUsers": user_and_face,
        "CreateFaceLivenessSession": no_version,
        **dict.fromkeys(("TagResource", "UntagResource", "ListTagsForResource"), no_arn),
    },
}


def declared() -> Iterator[tuple[str, str, Any]]:
    """Operation, exception and how to reach it, or why not."""
    for operation in OPERATIONS:
        for shape in model(operation).error_shapes:
            how = REACHED[shape.name]
            yield operation, shape.name, how[operation] if isinstance(how, dict) else how


@pytest.mark.parametrize(("operation", "exception", "how"), [each for each in declared() if callable(each[2])])
def test_every_declared_exception_is_reached(
    world: World, operation: str, exception: str, how: Callable[[World, str], Reply]
) -> None:
    status, name, message = how(world, operation).error

    assert (status, name) == (400, exception)
    assert message


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_declared_exception_can_be_declared_as_a_fault(world: World, operation: str) -> None:
    for shape in model(operation).error_shapes:
        with fault(operation, shape.name):
            status, name, message = world.ask(operation).error

        assert (status, name) == (500 if shape.name in SERVER_ERRORS else 400, shape.name)
        assert message
    assert world.ask(operation).status == 200
