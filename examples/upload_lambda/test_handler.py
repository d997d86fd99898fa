"""The Lambda function, called with the event that S3 would send."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError
from handler import handler

from moto_rekognition import declare, face, fault
from moto_rekognition.synthetic import Face

BUCKET = "portraits"


@pytest.fixture
def upload(rekognition, monkeypatch):
    """Uploads an object and gives the event of it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)

    def upload(key, content):
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        quoted = key.replace(" ", "+")
        return {"Records": [{"eventSource": "aws:s3", "s3": {"bucket": {"name": BUCKET}, "object": {"key": quoted}}}]}

    return upload


@pytest.mark.parametrize(
    ("faces", "verdict"),
    [
        ([face()], "ok"),
        ([], "0 faces"),
        ([face(), face()], "2 faces"),
        ([face(eyes_open=False)], "eyes shut"),
        ([face(sunglasses=True)], "face covered"),
        ([face(pose={"yaw": -35})], "turned away"),
        ([face(quality={"sharpness": 12})], "blurred"),
    ],
)
def test_says_what_is_wrong_with_a_portrait(upload, faces, verdict):
    event = upload("new/my portrait.jpg", b"portrait")
    declare("portraits/new/*", faces)
    assert handler(event, None) == {"new/my portrait.jpg": verdict}
    written = boto3.client("s3").get_object(Bucket=BUCKET, Key="new/my portrait.jpg.json")["Body"].read()
    assert json.loads(written) == {"verdict": verdict}


def test_something_else_is_not_a_picture(upload):
    assert handler(upload("notes.txt", b"Dear diary"), None) == {"notes.txt": "not a picture"}


def test_an_error_that_may_pass_is_left_to_lambda_to_try_again(upload, monkeypatch):
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    event = upload("portrait.jpg", b"portrait")
    declare(b"portrait", [face()])
    with fault("DetectFaces", "InternalServerError"), pytest.raises(ClientError):
        handler(event, None)
    assert handler(event, None) == {"portrait.jpg": "ok"}


def test_a_portrait_that_is_really_seen(upload):
    assert handler(upload("ada.jpg", Face("ada", size=600).jpeg()), None) == {"ada.jpg": "ok"}
