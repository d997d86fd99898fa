"""Images that lie in S3."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.neighbours.conftest import keys
from tests.service.conftest import REGION, ClientOf
from tests.service.scenes import Camera, Person

pytestmark = pytest.mark.evidence("documented")

UNAVAILABLE = "Unable to get object metadata from S3. Check object key, region and/or access permissions."


@pytest.fixture
def bucket(s3: Any) -> str:
    s3.create_bucket(Bucket="photos")
    return "photos"


@pytest.fixture
def versioned(s3: Any, bucket: str) -> str:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def faces(rekognition: Any, name: str = "a.png", **more: str) -> int:
    """How many faces are detected in an object of the bucket."""
    image = {"S3Object": {"Bucket": "photos", "Name": name, **more}}
    return len(rekognition.detect_faces(Image=image)["FaceDetails"])


def assert_unavailable(rekognition: Any, name: str = "a.png", **more: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException) as refusal:
        faces(rekognition, name, **more)
    assert refusal.value.response["Error"]["Message"] == UNAVAILABLE
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_an_object_is_read(rekognition: Any, s3: Any, bucket: str, camera: Camera) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")))

    assert faces(rekognition) == 1


@pytest.mark.parametrize(
    "key", ["ünï/😀 + %2F&=?#.png", "a//b/../c.png", " leading", "x&Action=DetectText&y.png", "k" * 1000]
)
def test_an_object_may_have_any_key(rekognition: Any, s3: Any, bucket: str, camera: Camera, key: str) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=camera.photo(Person("ada")))

    assert faces(rekognition, key) == 1


def test_the_current_version_is_read_or_the_one_asked_for(
    rekognition: Any, s3: Any, versioned: str, camera: Camera
) -> None:
    ada, bob = Person("ada"), Person("bob")
    old = s3.put_object(Bucket=versioned, Key="a.png", Body=camera.photo(ada))["VersionId"]
    s3.put_object(Bucket=versioned, Key="a.png", Body=camera.photo(ada, bob))

    assert (faces(rekognition), faces(rekognition, Version=old)) == (2, 1)


def test_an_object_from_before_versioning_has_the_version_null(
    rekognition: Any, s3: Any, bucket: str, camera: Camera
) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")))
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo())

    assert (faces(rekognition), faces(rekognition, Version="null")) == (0, 1)


def test_an_unknown_version_is_unavailable(rekognition: Any, s3: Any, versioned: str, camera: Camera) -> None:
    s3.put_object(Bucket=versioned, Key="a.png", Body=camera.photo(Person("ada")))

    assert_unavailable(rekognition, Version="never")


def test_behind_a_delete_marker_only_versions_are_left(
    rekognition: Any, s3: Any, versioned: str, camera: Camera
) -> None:
    version = s3.put_object(Bucket=versioned, Key="a.png", Body=camera.photo(Person("ada")))["VersionId"]
    marker = s3.delete_object(Bucket=versioned, Key="a.png")["VersionId"]

    assert_unavailable(rekognition)
    assert_unavailable(rekognition, Version=marker)
    assert faces(rekognition, Version=version) == 1


@pytest.mark.evidence("verified")
def test_an_unknown_key_is_unavailable(rekognition: Any, bucket: str) -> None:
    assert_unavailable(rekognition)


def test_an_unknown_bucket_is_unavailable(rekognition: Any) -> None:
    assert_unavailable(rekognition)


def test_a_bucket_of_another_region_is_unavailable(client_of: ClientOf, s3: Any, bucket: str, camera: Camera) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")))

    assert_unavailable(client_of("rekognition", "eu-west-1"))


def test_a_bucket_of_the_same_other_region_is_read(client_of: ClientOf, camera: Camera) -> None:
    s3 = client_of("s3", "eu-west-1")
    s3.create_bucket(Bucket="photos", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="photos", Key="a.png", Body=camera.photo(Person("ada")))

    assert faces(client_of("rekognition", "eu-west-1")) == 1
    assert_unavailable(client_of("rekognition", REGION))


@mock_aws
def test_govcloud_has_its_own_s3(camera: Camera) -> None:
    s3 = boto3.client("s3", "us-gov-west-1")
    s3.create_bucket(Bucket="photos", CreateBucketConfiguration={"LocationConstraint": "us-gov-west-1"})
    s3.put_object(Bucket="photos", Key="a.png", Body=camera.photo(Person("ada")))

    assert faces(boto3.client("rekognition", "us-gov-west-1")) == 1


@pytest.mark.evidence("assumed")
def test_a_bucket_policy_can_deny_objects(rekognition: Any, s3: Any, bucket: str, camera: Camera) -> None:
    for key in ("a.png", "secret/a.png"):
        s3.put_object(Bucket=bucket, Key=key, Body=camera.photo(Person("ada")))
    secret = f"arn:aws:s3:::{bucket}/secret/*"
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": secret}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    assert faces(rekognition) == 1
    assert_unavailable(rekognition, "secret/a.png")


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("storage_class", ["GLACIER", "DEEP_ARCHIVE"])
def test_an_archived_object_is_unavailable_until_it_is_restored(
    rekognition: Any, s3: Any, bucket: str, camera: Camera, storage_class: str
) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")), StorageClass=storage_class)

    assert_unavailable(rekognition)
    s3.restore_object(Bucket=bucket, Key="a.png", RestoreRequest={"Days": 1})
    while 'ongoing-request="true"' in s3.head_object(Bucket=bucket, Key="a.png")["Restore"]:
        continue  # moto's own state manager moves it on

    assert faces(rekognition) == 1


def test_an_instantly_retrievable_archive_is_read(rekognition: Any, s3: Any, bucket: str, camera: Camera) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")), StorageClass="GLACIER_IR")

    assert faces(rekognition) == 1


def test_an_object_encrypted_with_kms_is_read(
    rekognition: Any, s3: Any, bucket: str, camera: Camera, client_of: ClientOf
) -> None:
    key = client_of("kms").create_key()["KeyMetadata"]["KeyId"]
    photo = camera.photo(Person("ada"))
    s3.put_object(Bucket=bucket, Key="a.png", Body=photo, ServerSideEncryption="aws:kms", SSEKMSKeyId=key)

    assert faces(rekognition) == 1


@pytest.mark.parametrize("endpoint", ["in_process"], indirect=True)  # the setting is of the process
@pytest.mark.parametrize("allowed", [True, False])
def test_a_bucket_of_another_account_is_read_if_moto_is_set_so(
    s3: Any, bucket: str, camera: Camera, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    s3.put_object(Bucket=bucket, Key="a.png", Body=camera.photo(Person("ada")))
    monkeypatch.setenv("MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS", str(allowed).lower())
    role = client_of("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/other", RoleSessionName="other")
    elsewhere = client_of("rekognition", **keys(role["Credentials"]))

    if allowed:
        assert faces(elsewhere) == 1
    else:
        assert_unavailable(elsewhere)


def test_a_failed_read_indexes_nothing(rekognition: Any, people: str, bucket: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException):
        rekognition.index_faces(CollectionId=people, Image={"S3Object": {"Bucket": bucket, "Name": "a.png"}})

    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 0


def test_a_photo_in_s3_and_its_bytes_are_the_same_image(
    rekognition: Any, s3: Any, people: str, bucket: str, camera: Camera
) -> None:
    photo = camera.photo(Person("ada"))
    s3.put_object(Bucket=bucket, Key="a.png", Body=photo)

    stored = rekognition.index_faces(CollectionId=people, Image={"S3Object": {"Bucket": bucket, "Name": "a.png"}})
    given = rekognition.index_faces(CollectionId=people, Image={"Bytes": photo})

    assert stored["FaceRecords"] == given["FaceRecords"]
