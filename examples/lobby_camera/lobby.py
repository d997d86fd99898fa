"""A lobby camera: each recording is searched for known people, and a worker keeps the book of who came.

Recordings go to S3; Rekognition tells the end of each search to an SNS topic; a queue of SQS is subscribed to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3

SURE = 95.0


@dataclass(frozen=True)
class Visit:
    """person: external image id of a known face; None: a stranger. seconds: when they were seen first and last."""

    recording: str
    person: str | None
    first_seen: float
    last_seen: float


class Lobby:
    """bucket: of the recordings. people: the collection. topic, role: ARNs. queue: URL of the subscribed queue."""

    def __init__(self, bucket: str, people: str, topic: str, role: str, queue: str) -> None:
        self._rekognition, self._sqs = boto3.client("rekognition"), boto3.client("sqs")
        self._bucket, self._people, self._queue = bucket, people, queue
        self._channel = {"SNSTopicArn": topic, "RoleArn": role}
        self.failed: list[tuple[str, str]] = []  # recording, reason

    def recorded(self, key: str) -> None:
        """A recording is in the bucket: begin to search it."""
        self._rekognition.start_face_search(
            Video={"S3Object": {"Bucket": self._bucket, "Name": key}},
            CollectionId=self._people,
            FaceMatchThreshold=SURE,
            NotificationChannel=self._channel,
            JobTag="lobby",
        )

    def work(self) -> list[Visit]:
        """Handle the messages of searches that have ended."""
        visits: list[Visit] = []
        while messages := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                visits += self._handle(json.loads(json.loads(message["Body"])["Message"]))
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return visits

    def _handle(self, ended: dict[str, Any]) -> list[Visit]:
        recording = ended["Video"]["S3ObjectName"]
        if ended["Status"] != "SUCCEEDED":
            answer = self._rekognition.get_face_search(JobId=ended["JobId"])
            self.failed.append((recording, answer["StatusMessage"]))
            return []
        seen: dict[int, list[tuple[int, str | None]]] = {}
        for entry in self._entries(ended["JobId"]):
            matches = entry.get("FaceMatches", [])
            name = matches[0]["Face"]["ExternalImageId"] if matches else None
            seen.setdefault(entry["Person"]["Index"], []).append((entry["Timestamp"], name))
        return [_visit(recording, moments) for moments in seen.values()]

    def _entries(self, job_id: str) -> Iterator[dict[str, Any]]:
        """All pages of a search."""
        request = {"JobId": job_id, "MaxResults": 100, "SortBy": "INDEX"}
        while True:
            answer = self._rekognition.get_face_search(**request)
            yield from answer["Persons"]
            if not answer.get("NextToken"):
                return
            request["NextToken"] = answer["NextToken"]


def _visit(recording: str, moments: list[tuple[int, str | None]]) -> Visit:
    times = [milliseconds / 1000 for milliseconds, _ in moments]
    name = next((name for _, name in moments if name is not None), None)
    return Visit(recording, name, min(times), max(times))
