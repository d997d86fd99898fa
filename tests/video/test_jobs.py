"""The life of a job: tokens, limits, states, pages, and who may ask."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.moto_api import state_manager

from moto_rekognition import clock, declare, face, lag
from moto_rekognition.vision.engine.model import ModelMissing
from tests.service.conftest import ClientOf
from tests.video.conftest import Upload


def start(rekognition: Any, video: dict[str, Any], **more: Any) -> str:
    return str(rekognition.start_face_detection(Video=video, **more)["JobId"])


def status(rekognition: Any, job_id: str) -> str:
    return str(rekognition.get_face_detection(JobId=job_id)["JobStatus"])


@pytest.fixture(autouse=True)
def ada_is_seen(rekognition: Any) -> None:
    declare("videos/*", video=[(0, [face("ada")])], duration=1000)


@pytest.mark.evidence("verified")
def test_a_job_id_is_64_hexadecimal_digits_and_new_each_time(rekognition: Any, video: dict[str, Any]) -> None:
    one, other = start(rekognition, video), start(rekognition, video)

    assert one != other
    assert all(len(job_id) == 64 and set(job_id) <= set("0123456789abcdef") for job_id in (one, other))


@pytest.mark.evidence("documented")
def test_the_same_token_is_the_same_job(rekognition: Any, video: dict[str, Any]) -> None:
    first = start(rekognition, video, ClientRequestToken="token", JobTag="tag")

    assert start(rekognition, video, ClientRequestToken="token", JobTag="tag") == first
    assert start(rekognition, video, ClientRequestToken="other", JobTag="tag") != first


@pytest.mark.evidence("documented")
def test_a_token_cannot_be_used_for_something_else(rekognition: Any, video: dict[str, Any]) -> None:
    start(rekognition, video, ClientRequestToken="token")

    with pytest.raises(rekognition.exceptions.IdempotentParameterMismatchException, match="token you have supplied"):
        start(rekognition, video, ClientRequestToken="token", FaceAttributes="ALL")


@pytest.mark.evidence("assumed")
def test_a_known_token_is_answered_before_anything_is_checked(rekognition: Any, s3: Any, video: dict[str, Any]) -> None:
    first = start(rekognition, video, ClientRequestToken="token")
    s3.delete_object(Bucket="videos", Key="lobby.mp4")

    assert start(rekognition, video, ClientRequestToken="token") == first


@pytest.mark.evidence("third party")
@pytest.mark.parametrize(("bucket", "name"), [("videos", "nothing.mp4"), ("no-such-bucket", "lobby.mp4")])
def test_the_object_must_exist_when_the_job_starts(
    rekognition: Any, video: dict[str, Any], bucket: str, name: str
) -> None:
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException, match="Unable to get object metadata from S3"):
        start(rekognition, {"S3Object": {"Bucket": bucket, "Name": name}})


@pytest.mark.evidence("documented")
def test_a_version_of_an_object_can_be_analysed(rekognition: Any, s3: Any, upload: Upload) -> None:
    upload()
    s3.put_bucket_versioning(Bucket="videos", VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"old")["VersionId"]
    s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"new")
    declare(b"old", video=[])
    video = {"S3Object": {"Bucket": "videos", "Name": "lobby.mp4", "Version": old}}

    answer = rekognition.get_face_detection(JobId=start(rekognition, video))

    assert answer["Faces"] == []
    assert answer["Video"] == video


@pytest.mark.evidence("assumed")
def test_what_happens_to_the_object_after_the_start_does_not_matter(
    rekognition: Any, s3: Any, video: dict[str, Any]
) -> None:
    lag(jobs=5)
    with clock.stopped():
        job_id = start(rekognition, video)
        s3.delete_object(Bucket="videos", Key="lobby.mp4")
        clock.advance(5)

    assert status(rekognition, job_id) == "SUCCEEDED"


def test_without_a_model_the_one_who_starts_a_job_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_MODEL", "nowhere.task")
    with mock_aws():
        s3 = boto3.client("s3", "us-east-1")
        s3.create_bucket(Bucket="undeclared")
        s3.put_object(Bucket="undeclared", Key="a.mp4", Body=b"not declared")
        with pytest.raises(ModelMissing, match="download-model"):
            boto3.client("rekognition", "us-east-1").start_face_detection(
                Video={"S3Object": {"Bucket": "undeclared", "Name": "a.mp4"}}
            )


@pytest.mark.evidence("assumed")
def test_a_video_without_an_object_is_an_invalid_parameter(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.InvalidParameterException):
        start(rekognition, {})
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException, match="Request has invalid S3 object"):
        start(rekognition, {"S3Object": {"Bucket": "videos"}})


@pytest.mark.evidence("verified")
def test_a_running_job_says_what_was_asked_for_and_has_no_results_and_no_metadata(
    rekognition: Any, video: dict[str, Any]
) -> None:
    lag(jobs=5)
    with clock.stopped():
        job_id = start(rekognition, video, JobTag="tag")
        answer = rekognition.get_face_detection(JobId=job_id)

    del answer["ResponseMetadata"]
    assert answer == {"JobStatus": "IN_PROGRESS", "Faces": [], "JobId": job_id, "Video": video, "JobTag": "tag"}


def test_a_job_takes_as_long_as_is_declared(rekognition: Any, video: dict[str, Any]) -> None:
    lag(jobs=30)
    with clock.stopped():
        job_id = start(rekognition, video)
        clock.advance(29)
        assert status(rekognition, job_id) == "IN_PROGRESS"
        clock.advance(1)
        assert status(rekognition, job_id) == "SUCCEEDED"


def test_a_job_takes_as_many_questions_as_moto_is_told(rekognition: Any, video: dict[str, Any]) -> None:
    state_manager.set_transition("rekognition::face_detection_job", {"progression": "manual", "times": 3})
    try:
        job_id = start(rekognition, video)
        states = [status(rekognition, job_id) for _ in range(4)]
    finally:
        state_manager.unset_transition("rekognition::face_detection_job")

    assert states == ["IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"]


@pytest.mark.evidence("documented")
def test_so_many_jobs_can_be_open_and_no_more(
    rekognition: Any, video: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_OPEN_VIDEO_JOBS", "2")
    lag(jobs=60)
    with clock.stopped():
        start(rekognition, video, ClientRequestToken="one")
        start(rekognition, video)
        with pytest.raises(rekognition.exceptions.LimitExceededException) as refusal:
            start(rekognition, video, ClientRequestToken="three")
        assert start(rekognition, video, ClientRequestToken="one")  # is no new one
        clock.advance(60)
        assert start(rekognition, video, ClientRequestToken="three")

    user = "arn:aws:iam::123456789012:user/moto"
    assert refusal.value.response["Error"]["Message"] == f"3  open Jobs for User {user} Maximum limit: 2"


@pytest.mark.evidence("documented")
def test_a_video_may_have_so_many_bytes_and_no_more(
    rekognition: Any, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_VIDEO_BYTES", "10")
    start(rekognition, upload(content=bytes(10)))

    with pytest.raises(rekognition.exceptions.VideoTooLargeException) as refusal:
        start(rekognition, upload("large.mp4", bytes(11)))

    message = "Video size in bytes: 11 is more than the maximum limit of: 10 bytes."
    assert refusal.value.response["Error"]["Message"] == message


@pytest.mark.evidence("third party")
def test_an_unknown_job_is_not_found(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        status(rekognition, "0" * 64)


@pytest.mark.evidence("assumed")
def test_a_job_is_unknown_to_another_operation_region_and_account(
    rekognition: Any, client_of: ClientOf, video: dict[str, Any]
) -> None:
    job_id = start(rekognition, video)
    role = client_of("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/other", RoleSessionName="other")
    keys = role["Credentials"]
    elsewhere = boto3.client(
        "rekognition",
        "us-east-1",
        endpoint_url=rekognition.meta.endpoint_url if "127.0.0.1" in rekognition.meta.endpoint_url else None,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    for ask in (
        rekognition.get_face_search,
        client_of("rekognition", "eu-west-1").get_face_detection,
        elsewhere.get_face_detection,
    ):
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            ask(JobId=job_id)


@pytest.mark.evidence("documented")
def test_results_and_tokens_are_kept_for_seven_days(rekognition: Any, video: dict[str, Any]) -> None:
    job_id = start(rekognition, video, ClientRequestToken="token")
    clock.advance(7 * 24 * 3600 - 60)
    assert status(rekognition, job_id) == "SUCCEEDED"
    clock.advance(60)

    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        status(rekognition, job_id)
    assert start(rekognition, video, ClientRequestToken="token") != job_id


@pytest.mark.evidence("documented")
def test_results_come_in_pages(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/*", video=[face("ada")], duration=2500)
    job_id = start(rekognition, video)

    pages = [rekognition.get_face_detection(JobId=job_id, MaxResults=2)]
    while token := pages[-1].get("NextToken"):
        pages.append(rekognition.get_face_detection(JobId=job_id, MaxResults=2, NextToken=token))

    times = [[entry["Timestamp"] for entry in page["Faces"]] for page in pages]
    assert times == [[0, 500], [1000, 1500], [2000]]
    assert "NextToken" not in pages[-1]
    assert all(page["VideoMetadata"] == pages[0]["VideoMetadata"] for page in pages)
    again = rekognition.get_face_detection(JobId=job_id, MaxResults=2, NextToken=pages[0]["NextToken"])
    assert again["Faces"] == pages[1]["Faces"]


@pytest.mark.evidence("documented")
def test_an_empty_token_is_the_first_page_and_a_page_has_a_thousand_entries_at_most(
    rekognition: Any, video: dict[str, Any]
) -> None:
    declare("videos/*", video=[face(str(place)) for place in range(100)], duration=6000)
    job_id = start(rekognition, video)

    page = rekognition.get_face_detection(JobId=job_id, NextToken="", MaxResults=5000)

    assert len(page["Faces"]) == 1000
    rest = rekognition.get_face_detection(JobId=job_id, NextToken=page["NextToken"])
    assert len(rest["Faces"]) == 200


@pytest.mark.evidence("documented")
def test_a_token_belongs_to_its_job_and_its_order(rekognition: Any, people: str, video: dict[str, Any]) -> None:
    one, other = (rekognition.start_face_search(Video=video, CollectionId=people)["JobId"] for _ in range(2))
    token = rekognition.get_face_search(JobId=one, MaxResults=1)["NextToken"]

    for asked in ({"JobId": other}, {"JobId": one, "SortBy": "INDEX"}):
        with pytest.raises(rekognition.exceptions.InvalidPaginationTokenException):
            rekognition.get_face_search(NextToken=token, **asked)


def test_a_reset_forgets_jobs() -> None:
    with mock_aws():
        s3, rekognition = boto3.client("s3", "us-east-1"), boto3.client("rekognition", "us-east-1")
        s3.create_bucket(Bucket="videos")
        s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"")
        declare("videos/*", video=[])
        job_id = start(rekognition, {"S3Object": {"Bucket": "videos", "Name": "lobby.mp4"}})
        requests.post("http://motoapi.amazonaws.com/moto-api/reset", timeout=60)

        with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
            status(rekognition, job_id)


def test_ids_follow_from_the_seed_of_moto() -> None:
    def job_ids() -> list[str]:
        with mock_aws():
            s3, rekognition = boto3.client("s3", "us-east-1"), boto3.client("rekognition", "us-east-1")
            s3.create_bucket(Bucket="videos")
            s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"")
            declare("videos/*", video=[])
            requests.post("http://motoapi.amazonaws.com/moto-api/seed?a=42", timeout=60)
            return [start(rekognition, {"S3Object": {"Bucket": "videos", "Name": "lobby.mp4"}}) for _ in range(2)]

    assert job_ids() == job_ids()
