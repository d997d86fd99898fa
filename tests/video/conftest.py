"""As the tests of the service, everything runs twice: in this process under `mock_aws`, and against a moto server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from moto_rekognition.synthetic import Face, film
from tests.outcomes.conftest import client_of, people, rekognition, s3, server
from tests.service.conftest import ClientOf, raw

__all__ = ["client_of", "people", "raw", "rekognition", "s3", "server"]

ROLE = "arn:aws:iam::123456789012:role/rekognition"

#: Puts an object into the bucket "videos"; gives what a Video parameter takes.
Upload = Callable[..., dict[str, Any]]


@pytest.fixture
def upload(s3: Any) -> Upload:
    """`upload("lobby.mp4")`, with any content: what it shows is declared. Or `upload("lobby.mp4", content)`."""

    def upload(key: str = "lobby.mp4", content: bytes = b"not really a video") -> dict[str, Any]:
        s3.create_bucket(Bucket="videos")
        s3.put_object(Bucket="videos", Key=key, Body=content)
        return {"S3Object": {"Bucket": "videos", "Name": key}}

    return upload


@pytest.fixture
def video(upload: Upload) -> dict[str, Any]:
    """A Video parameter: the object lobby.mp4 in the bucket videos."""
    return upload()


class Inbox:
    """A queue that is subscribed to a topic."""

    def __init__(self, client_of: ClientOf, name: str = "AmazonRekognitionJobs") -> None:
        sns, self._sqs = client_of("sns"), client_of("sqs")
        topic = sns.create_topic(Name=name)["TopicArn"]
        self._queue = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["QueueArn"])
        self.channel = {"SNSTopicArn": topic, "RoleArn": ROLE}

    def envelopes(self) -> list[dict[str, Any]]:
        """What has come since the last look, as SNS delivers it."""
        messages = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    def messages(self) -> list[dict[str, Any]]:
        """What the service has written since the last look."""
        return [json.loads(envelope["Message"]) for envelope in self.envelopes()]


@pytest.fixture
def inbox(client_of: ClientOf) -> Inbox:
    return Inbox(client_of)


@pytest.fixture(scope="session")
def clip() -> bytes:
    """Ada alone, from 1 s on with Grace, from 2 s on nobody; 3 s at 4 frames a second."""
    ada, grace = Face("ada", center=(0.3, 0.5)), Face("grace", center=(0.7, 0.5))
    return film([(0, [ada]), (1000, [ada, grace]), (2000, [])], duration=3000, fps=4).mp4()
