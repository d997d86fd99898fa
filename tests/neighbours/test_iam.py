"""Permissions, where moto enforces IAM."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import requests
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import settings
from moto.core.responses import ActionAuthenticatorMixin

from moto_rekognition import declare
from tests.neighbours.conftest import keys
from tests.service.conftest import ACCOUNT, REGION, ClientOf
from tests.service.scenes import Camera, Person

pytestmark = pytest.mark.evidence("documented")

COLLECTION = f"arn:aws:rekognition:{REGION}:{ACCOUNT}:collection"
ALICE = f"arn:aws:iam::{ACCOUNT}:user/alice"

Enforced = Callable[[], AbstractContextManager[None]]
Alice = Callable[..., Any]


@pytest.fixture
def enforced(endpoint: str | None) -> Enforced:
    """IAM is enforced within `with enforced():`, as by moto's `set_initial_no_auth_action_count(0)`."""

    def switch(count: float) -> None:
        if endpoint:
            requests.post(f"{endpoint}/moto-api/reset-auth", data=str(count).encode(), timeout=60)
        else:
            settings.INITIAL_NO_AUTH_ACTION_COUNT = count
            ActionAuthenticatorMixin.request_count = 0

    @contextmanager
    def enforced() -> Iterator[None]:
        switch(0)
        try:
            yield
        finally:
            switch(float("inf"))

    return enforced


@pytest.fixture
def alice(client_of: ClientOf) -> Alice:
    """A client of the user alice, who may do what the statements say: `alice(allow("rekognition:*"))`."""

    def alice(*statements: dict[str, Any]) -> Any:
        iam = client_of("iam")
        iam.create_user(UserName="alice")
        if statements:
            iam.put_user_policy(UserName="alice", PolicyName="p", PolicyDocument=policy(*statements))
        return client_of("rekognition", **keys(iam.create_access_key(UserName="alice")["AccessKey"]))

    return alice


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(action: str, resource: str = "*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def test_a_permitted_call_is_answered(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice(allow("rekognition:*"))

    with enforced():
        rekognition.create_collection(CollectionId="people")
        assert rekognition.list_collections()["CollectionIds"] == ["people"]


@pytest.mark.evidence("verified")
def test_a_denial_names_the_caller_the_operation_and_the_collection(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice()

    with enforced(), pytest.raises(rekognition.exceptions.AccessDeniedException) as denial:
        rekognition.create_collection(CollectionId="people")

    answer = denial.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/x-amz-json-1.1"
    assert answer["Error"]["Message"] == (
        f"User: {ALICE} is not authorized to perform: rekognition:CreateCollection on resource: {COLLECTION}/people "
        "because no identity-based policy allows the rekognition:CreateCollection action"
    )


@pytest.mark.evidence("verified")
def test_a_denial_of_an_operation_without_a_resource_names_none(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice()

    with enforced(), pytest.raises(rekognition.exceptions.AccessDeniedException) as denial:
        rekognition.list_collections()

    message = denial.value.response["Error"]["Message"]
    assert message == (
        f"User: {ALICE} is not authorized to perform: rekognition:ListCollections "
        "because no identity-based policy allows the rekognition:ListCollections action"
    )


def test_an_explicit_denial_says_so(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice(allow("rekognition:*"), allow("rekognition:ListFaces", effect="Deny"))

    with enforced(), pytest.raises(rekognition.exceptions.AccessDeniedException) as denial:
        rekognition.list_faces(CollectionId="people")

    assert denial.value.response["Error"]["Message"] == (
        f"User: {ALICE} is not authorized to perform: rekognition:ListFaces on resource: {COLLECTION}/people "
        "with an explicit deny in an identity-based policy"
    )


def test_a_permission_can_be_for_one_collection(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice(allow("rekognition:*", f"{COLLECTION}/mine"))

    with enforced():
        rekognition.create_collection(CollectionId="mine")
        rekognition.list_faces(CollectionId="mine")
        with pytest.raises(
            rekognition.exceptions.AccessDeniedException, match=r"rekognition:ListFaces on resource: .*/yours"
        ):
            rekognition.list_faces(CollectionId="yours")


def test_a_denied_collection_is_not_created(enforced: Enforced, alice: Alice, rekognition: Any) -> None:
    alices = alice(allow("rekognition:*"), allow("rekognition:*", f"{COLLECTION}/secret*", effect="Deny"))

    with enforced(), pytest.raises(ClientError):
        alices.create_collection(CollectionId="secret-one")

    assert rekognition.list_collections()["CollectionIds"] == []


def test_a_tag_operation_is_for_the_arn_that_it_names(enforced: Enforced, alice: Alice, people: str) -> None:
    rekognition = alice(allow("rekognition:ListTagsForResource", f"{COLLECTION}/{people}"))

    with enforced():
        assert rekognition.list_tags_for_resource(ResourceArn=f"{COLLECTION}/{people}")["Tags"] == {}
        with pytest.raises(rekognition.exceptions.AccessDeniedException):
            rekognition.tag_resource(ResourceArn=f"{COLLECTION}/{people}", Tags={"a": "b"})


def test_creating_with_tags_needs_the_permission_to_tag(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice(allow("rekognition:CreateCollection"))

    with enforced():
        rekognition.create_collection(CollectionId="plain")
        with pytest.raises(rekognition.exceptions.AccessDeniedException, match="rekognition:TagResource"):
            rekognition.create_collection(CollectionId="tagged", Tags={"a": "b"})


@pytest.mark.evidence("verified")
def test_an_unknown_access_key_is_no_client(enforced: Enforced, client_of: ClientOf) -> None:
    stranger = client_of("rekognition", **keys({"AccessKeyId": "AKIA0000000000000000", "SecretAccessKey": "x"}))

    with enforced(), pytest.raises(ClientError) as refusal:
        stranger.list_collections()

    assert refusal.value.response["Error"] == {
        "Code": "UnrecognizedClientException",
        "Message": "The security token included in the request is invalid.",
    }


@pytest.mark.evidence("verified")
def test_a_wrong_secret_makes_a_wrong_signature(enforced: Enforced, alice: Alice, client_of: ClientOf) -> None:
    key = alice(allow("*"))._request_signer._credentials.access_key
    imposter = client_of("rekognition", **keys({"AccessKeyId": key, "SecretAccessKey": "wrong"}))

    with enforced(), pytest.raises(ClientError) as refusal:
        imposter.create_collection(CollectionId="people")

    assert refusal.value.response["Error"]["Code"] == "InvalidSignatureException"
    assert refusal.value.response["Error"]["Message"].startswith("The request signature we calculated does not match")


@pytest.mark.evidence("assumed")
def test_an_unsigned_request_has_no_token(enforced: Enforced, client_of: ClientOf) -> None:
    anonymous = client_of("rekognition", config=Config(signature_version=UNSIGNED))

    with enforced(), pytest.raises(ClientError) as refusal:
        anonymous.list_collections()

    assert refusal.value.response["Error"]["Code"] == "MissingAuthenticationTokenException"


SCOPE = f"20260101/{REGION}/rekognition/aws4_request"


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    ("authorization", "error"),
    [
        ("", "MissingAuthenticationTokenException"),
        ("Bearer x", "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256", "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=0", "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential=a/{SCOPE}, SignedHeaders=host", "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential=a/{SCOPE}, Signature=0", "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential=a/{SCOPE}, SignedHeaders=host, Signature=0", "InvalidSignatureException"),
        (
            f"AWS4-HMAC-SHA256 Credential=a/{SCOPE},SignedHeaders=x-amz-date,Signature=0",
            "UnrecognizedClientException",
        ),
    ],
)
def test_a_signature_that_lacks_a_part_is_refused(
    enforced: Enforced, client_of: ClientOf, authorization: str, error: str
) -> None:
    headers = {"X-Amz-Target": "RekognitionService.ListCollections", "X-Amz-Date": "20260101T000000Z"}
    address = client_of("rekognition").meta.endpoint_url

    with enforced():
        answer = requests.post(
            f"{address}/", data=b"{}", headers=headers | {"Authorization": authorization}, timeout=60
        )

    assert (answer.status_code, answer.json()["__type"]) == (400, error)


def test_an_assumed_role_has_the_permissions_of_the_role(enforced: Enforced, client_of: ClientOf) -> None:
    iam = client_of("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName="reader", PolicyName="p", PolicyDocument=policy(allow("rekognition:List*")))
    session = client_of("sts").assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    rekognition = client_of("rekognition", **keys(session))

    with enforced():
        assert rekognition.list_collections()["CollectionIds"] == []
        with pytest.raises(rekognition.exceptions.AccessDeniedException) as denial:
            rekognition.delete_collection(CollectionId="people")

    assert (
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/reader/session is not" in denial.value.response["Error"]["Message"]
    )


@pytest.mark.parametrize(
    ("granted", "version"),
    [("s3:GetObject", False), ("s3:GetObjectVersion", True)],
    ids=["current object", "version"],
)
def test_an_image_in_s3_is_read_with_the_permissions_of_the_caller(
    granted: str, version: bool, enforced: Enforced, alice: Alice, s3: Any, camera: Camera
) -> None:
    s3.create_bucket(Bucket="photos")
    s3.put_bucket_versioning(Bucket="photos", VersioningConfiguration={"Status": "Enabled"})
    for key in ("public/a.png", "private/a.png"):
        s3.put_object(Bucket="photos", Key=key, Body=camera.photo(Person("ada")))
    rekognition = alice(allow("rekognition:*"), allow(granted, "arn:aws:s3:::photos/public/*"))

    def image(key: str) -> dict[str, Any]:
        stored = {"Version": s3.head_object(Bucket="photos", Key=key)["VersionId"]} if version else {}
        return {"S3Object": {"Bucket": "photos", "Name": key, **stored}}

    public, private = image("public/a.png"), image("private/a.png")
    with enforced():
        assert len(rekognition.detect_faces(Image=public)["FaceDetails"]) == 1
        with pytest.raises(rekognition.exceptions.InvalidS3ObjectException, match="access permissions"):
            rekognition.detect_faces(Image=private)
        with pytest.raises(rekognition.exceptions.InvalidS3ObjectException):
            rekognition.compare_faces(SourceImage=public, TargetImage=private)


@pytest.mark.parametrize("endpoint", ["in_process"], indirect=True)
def test_calls_before_the_count_need_no_permission(alice: Alice) -> None:
    rekognition = alice()

    @ActionAuthenticatorMixin.set_initial_no_auth_action_count(1)
    def call() -> None:
        rekognition.create_collection(CollectionId="people", Tags={"a": "b"})
        with pytest.raises(rekognition.exceptions.AccessDeniedException):
            rekognition.list_collections()

    call()


def test_operations_of_stock_moto_are_denied_in_json_too(enforced: Enforced, alice: Alice) -> None:
    rekognition = alice()

    with enforced(), pytest.raises(rekognition.exceptions.AccessDeniedException, match="rekognition:DetectText"):
        rekognition.detect_text(Image={"Bytes": b"x"})


@pytest.mark.evidence("third party")
def test_a_video_in_s3_is_read_with_the_permissions_of_the_caller(enforced: Enforced, alice: Alice, s3: Any) -> None:
    s3.create_bucket(Bucket="videos")
    for key in ("public/a.mp4", "private/a.mp4"):
        s3.put_object(Bucket="videos", Key=key, Body=b"")
    declare("videos/*", video=[])
    rekognition = alice(allow("rekognition:*"), allow("s3:GetObject", "arn:aws:s3:::videos/public/*"))

    with enforced():
        rekognition.start_face_detection(Video={"S3Object": {"Bucket": "videos", "Name": "public/a.mp4"}})
        with pytest.raises(rekognition.exceptions.AccessDeniedException, match="s3:GetObject"):
            rekognition.start_face_detection(Video={"S3Object": {"Bucket": "videos", "Name": "private/a.mp4"}})


def test_the_role_of_a_notification_must_be_one_that_the_caller_may_pass(
    enforced: Enforced, alice: Alice, s3: Any
) -> None:
    s3.create_bucket(Bucket="videos")
    s3.put_object(Bucket="videos", Key="a.mp4", Body=b"")
    declare("videos/*", video=[])
    mine = f"arn:aws:iam::{ACCOUNT}:role/mine"
    rekognition = alice(allow("rekognition:*"), allow("s3:*"), allow("iam:PassRole", mine))

    def start(role: str) -> None:
        rekognition.start_face_detection(
            Video={"S3Object": {"Bucket": "videos", "Name": "a.mp4"}},
            NotificationChannel={"SNSTopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:topic", "RoleArn": role},
        )

    with enforced():
        start(mine)
        with pytest.raises(rekognition.exceptions.AccessDeniedException, match="iam:PassRole"):
            start(f"arn:aws:iam::{ACCOUNT}:role/other")
