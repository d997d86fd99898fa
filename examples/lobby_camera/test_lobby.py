"""The lobby, without a camera: most recordings are declared, one is drawn and really looked at."""

import boto3
import pytest
from lobby import Lobby, Visit

from moto_rekognition import clock, declare, face, lag
from moto_rekognition.synthetic import Face, film

RECORDING = b"any bytes at all"


@pytest.fixture
def s3(rekognition, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3")
    client.create_bucket(Bucket="recordings")
    return client


@pytest.fixture
def lobby(rekognition, s3):
    topic = boto3.client("sns").create_topic(Name="AmazonRekognition-lobby")["TopicArn"]
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="lobby")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    rekognition.create_collection(CollectionId="staff")
    return Lobby("recordings", "staff", topic, "arn:aws:iam::123456789012:role/lobby", queue)


def enrol(rekognition, name, portrait):
    rekognition.index_faces(CollectionId="staff", Image={"Bytes": portrait}, ExternalImageId=name)


def record(s3, lobby, key, content=RECORDING):
    s3.put_object(Bucket="recordings", Key=key, Body=content)
    lobby.recorded(key)


def test_tells_who_came_and_when(rekognition, s3, lobby):
    declare(b"ada's portrait", [face("ada")])
    enrol(rekognition, "ada", b"ada's portrait")
    moments = [(0, []), (1000, [face("ada")]), (2000, [face("ada"), face("mallory")]), (3000, [face("mallory")])]
    declare("recordings/monday.mp4", video=moments, duration=4000)
    record(s3, lobby, "monday.mp4")
    assert lobby.work() == [Visit("monday.mp4", "ada", 1.0, 2.5), Visit("monday.mp4", None, 2.0, 3.5)]
    assert lobby.work() == []


def test_an_empty_lobby_is_no_visit(s3, lobby):
    declare("recordings/*", video=[(0, [])])
    record(s3, lobby, "night.mp4")
    assert lobby.work() == []
    assert lobby.failed == []


def test_a_broken_recording_is_noted(s3, lobby):
    declare("recordings/broken.mp4", failure="Unsupported codec/format.")
    record(s3, lobby, "broken.mp4")
    assert lobby.work() == []
    assert lobby.failed == [("broken.mp4", "Unsupported codec/format.")]


def test_nothing_is_told_before_the_search_has_ended(s3, lobby):
    declare("recordings/*", video=[face("mallory")])
    with clock.stopped(), lag(jobs=20):
        record(s3, lobby, "monday.mp4")
        assert lobby.work() == []
        clock.advance(20)
        assert [visit.person for visit in lobby.work()] == [None]


def test_knows_a_person_who_really_walks_by(rekognition, s3, lobby):
    enrol(rekognition, "grace", Face("grace").jpeg())
    recording = film(
        [
            (0, [Face("grace", center=(-0.4, 0.5))]),
            (1000, [Face("grace", center=(0.5, 0.5), yaw=10)]),
            (2000, [Face("grace", center=(0.5, 0.5), yaw=-10)]),
            (3000, []),
        ],
        talking=["grace"],
        fps=4,
    )
    record(s3, lobby, "tuesday.mp4", recording.mp4())
    (visit,) = lobby.work()
    assert visit.person == "grace"
    assert 0 < visit.first_seen <= 1
    assert visit.last_seen == 2.5
