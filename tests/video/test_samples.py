"""The two programs with which AWS' documentation shows video jobs, in our words, against the server."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from moto_rekognition import declare, face, lag
from tests.video.conftest import Inbox

pytestmark = [
    pytest.mark.parametrize("client_of", ["server"], indirect=True),
    pytest.mark.evidence("documented"),
]


def test_polling_until_the_job_has_ended(rekognition: Any, video: dict[str, Any]) -> None:
    """As the notebooks of aws-samples do it."""
    declare("videos/lobby.mp4", video=[(0, [face("ada")]), (1000, [face("ada"), face("eve")])])
    lag(jobs=0.2)

    started = rekognition.start_face_detection(Video=video, FaceAttributes="ALL")
    answer = rekognition.get_face_detection(JobId=started["JobId"])
    while answer["JobStatus"] == "IN_PROGRESS":
        time.sleep(0.05)
        answer = rekognition.get_face_detection(JobId=started["JobId"])

    assert answer["JobStatus"] == "SUCCEEDED"
    assert [entry["Timestamp"] for entry in answer["Faces"]] == [0, 500, 1000, 1000, 1500, 1500]


def test_waiting_for_the_message_and_reading_every_page(
    rekognition: Any, people: str, video: dict[str, Any], inbox: Inbox
) -> None:
    """As the developer guide does it: every answer has a JobId, and the first question an empty token."""
    declare("videos/lobby.mp4", video=[face("ada"), face("eve")], duration=6000)
    job_id = rekognition.start_face_search(Video=video, CollectionId=people, NotificationChannel=inbox.channel)["JobId"]

    succeeded = None
    while succeeded is None:
        for envelope in inbox.envelopes():
            message = json.loads(envelope["Message"])
            if message["JobId"] == job_id:
                succeeded = message["Status"] == "SUCCEEDED"
    assert succeeded

    persons, token, finished = [], "", False
    while not finished:
        answer = rekognition.get_face_search(JobId=job_id, MaxResults=10, NextToken=token, SortBy="TIMESTAMP")
        assert answer["VideoMetadata"]["Codec"] == "h264"
        persons += answer["Persons"]
        if "NextToken" in answer:
            token = answer["NextToken"]
        else:
            finished = True

    assert len(persons) == 24
