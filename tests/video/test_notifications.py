"""The message that tells the end of a job: to moto's SNS, and from there to its subscribers."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from moto_rekognition import clock, declare, face, lag
from tests.service.conftest import ClientOf
from tests.video.conftest import ROLE, Inbox


def start(rekognition: Any, video: dict[str, Any], inbox: Inbox, **more: Any) -> str:
    return str(rekognition.start_face_detection(Video=video, NotificationChannel=inbox.channel, **more)["JobId"])


@pytest.fixture(autouse=True)
def ada_is_seen(rekognition: Any) -> None:
    declare("videos/*", video=[face("ada")])


@pytest.mark.evidence("verified")
def test_the_end_of_a_job_is_told(rekognition: Any, video: dict[str, Any], inbox: Inbox) -> None:
    before = int(time.time() * 1000)
    job_id = start(rekognition, video, inbox, JobTag="tag")

    (message,) = inbox.messages()

    assert before <= message["Timestamp"] <= time.time() * 1000
    assert message == {
        "JobId": job_id,
        "Status": "SUCCEEDED",
        "API": "StartFaceDetection",
        "JobTag": "tag",
        "Timestamp": message["Timestamp"],
        "Video": {"S3ObjectName": "lobby.mp4", "S3Bucket": "videos"},
    }


@pytest.mark.evidence("verified")
def test_the_message_is_one_line_in_a_fixed_order_and_has_no_subject(
    rekognition: Any, video: dict[str, Any], inbox: Inbox
) -> None:
    job_id = start(rekognition, video, inbox)

    (envelope,) = inbox.envelopes()

    milliseconds = json.loads(envelope["Message"])["Timestamp"]
    assert envelope["Message"] == (
        f'{{"JobId":"{job_id}","Status":"SUCCEEDED","API":"StartFaceDetection","Timestamp":{milliseconds},'
        '"Video":{"S3ObjectName":"lobby.mp4","S3Bucket":"videos"}}'
    )
    assert envelope.get("Subject") is None
    assert not envelope.get("MessageAttributes")


@pytest.mark.evidence("documented")
def test_a_failure_is_told_without_its_reason(
    rekognition: Any, people: str, video: dict[str, Any], inbox: Inbox
) -> None:
    declare("videos/*", failure="Unsupported codec/format.")
    rekognition.start_face_search(Video=video, CollectionId=people, NotificationChannel=inbox.channel)

    (message,) = inbox.messages()

    assert (message["Status"], message["API"]) == ("FAILED", "StartFaceSearch")
    assert "StatusMessage" not in message


@pytest.mark.evidence("documented")
def test_a_job_is_told_once(rekognition: Any, video: dict[str, Any], inbox: Inbox) -> None:
    job_id = start(rekognition, video, inbox, ClientRequestToken="token")
    start(rekognition, video, inbox, ClientRequestToken="token")
    rekognition.get_face_detection(JobId=job_id)

    assert len(inbox.messages()) == 1


def test_a_job_is_told_once_however_many_ask_when_it_ends(
    rekognition: Any, video: dict[str, Any], inbox: Inbox
) -> None:
    lag(jobs=30)
    with clock.stopped(), ThreadPoolExecutor(8) as askers:
        job_id = start(rekognition, video, inbox)
        answers = [askers.submit(rekognition.get_face_detection, JobId=job_id) for _ in range(8)]
        clock.advance(30)
        answers += [askers.submit(rekognition.get_face_detection, JobId=job_id) for _ in range(8)]
        states = [answer.result()["JobStatus"] for answer in answers]

    assert set(states[8:]) == {"SUCCEEDED"}
    assert len(inbox.messages()) == 1


def test_the_message_comes_when_the_job_ends(rekognition: Any, video: dict[str, Any], inbox: Inbox) -> None:
    lag(jobs=30)
    with clock.stopped():
        start(rekognition, video, inbox)
        assert inbox.messages() == []
        clock.advance(30)
        assert len(inbox.messages()) == 1


def test_the_message_comes_by_itself_while_the_clock_runs(
    rekognition: Any, video: dict[str, Any], inbox: Inbox
) -> None:
    lag(jobs=0.2)
    start(rekognition, video, inbox)

    deadline = time.monotonic() + 60
    while not (messages := inbox.messages()) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert len(messages) == 1


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    "arn", ["arn:aws:sns:us-east-1:123456789012:nothing", "arn:aws:sns:eu-west-1:123456789012:AmazonRekognitionJobs"]
)
def test_a_topic_that_is_not_there_does_no_harm(
    rekognition: Any, video: dict[str, Any], inbox: Inbox, arn: str
) -> None:
    channel = {"SNSTopicArn": arn, "RoleArn": ROLE}
    job_id = rekognition.start_face_detection(Video=video, NotificationChannel=channel)["JobId"]

    assert rekognition.get_face_detection(JobId=job_id)["JobStatus"] == "SUCCEEDED"
    assert inbox.messages() == []


def test_a_subscriber_that_fails_does_no_harm(
    rekognition: Any, client_of: ClientOf, video: dict[str, Any], inbox: Inbox
) -> None:
    nobody = "http://127.0.0.1:9/nobody-listens"
    client_of("sns").subscribe(TopicArn=inbox.channel["SNSTopicArn"], Protocol="http", Endpoint=nobody)

    job_id = start(rekognition, video, inbox)

    assert rekognition.get_face_detection(JobId=job_id)["JobStatus"] == "SUCCEEDED"
    assert len(inbox.messages()) == 1  # of the subscriber before it


def test_a_job_that_a_reset_forgot_tells_nothing() -> None:
    with mock_aws(), clock.stopped():
        lag(jobs=5)

        def client_of(service: str) -> Any:
            return boto3.client(service, "us-east-1")

        s3, inbox = client_of("s3"), Inbox(client_of)
        s3.create_bucket(Bucket="videos")
        s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"")
        declare("videos/*", video=[])
        start(client_of("rekognition"), {"S3Object": {"Bucket": "videos", "Name": "lobby.mp4"}}, inbox)
        requests.post("http://motoapi.amazonaws.com/moto-api/reset", timeout=60)
        inbox = Inbox(client_of)
        clock.advance(5)

        assert inbox.messages() == []
