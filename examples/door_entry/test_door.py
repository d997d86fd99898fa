"""The door, without a camera: most visitors are declared, one is drawn and really looked at."""

import boto3
import pytest
from door import Door

from moto_rekognition import declare, face, fault
from moto_rekognition.synthetic import Face


@pytest.fixture
def door(rekognition, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    rekognition.create_collection(CollectionId="town-hall")
    boto3.client("s3").create_bucket(Bucket="town-hall-visits")
    boto3.client("dynamodb").create_table(
        TableName="town-hall-people",
        KeySchema=[{"AttributeName": "person", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "person", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Door("town-hall")


@pytest.fixture
def ada(door):
    declare(b"ada's portrait", [face("ada")])
    door.enrol("ada", "Ada Lovelace", b"ada's portrait")


def refused_pictures():
    return boto3.client("s3").list_objects_v2(Bucket="town-hall-visits")["KeyCount"]


def test_opens_for_someone_it_knows(door, ada):
    declare(b"knock", [face("ada", pose={"yaw": 20}, smile=True)])
    decision = door.knock(b"knock")
    assert decision.opens
    assert decision.display == "Welcome, Ada Lovelace"
    assert refused_pictures() == 0


def test_stays_shut_for_a_stranger_and_keeps_the_picture(door, ada):
    declare(b"knock", [face("mallory")])
    assert not door.knock(b"knock").opens
    assert refused_pictures() == 1


@pytest.mark.parametrize(("similarity", "opens"), [(94.0, False), (95.5, True)])
def test_opens_for_a_likeness_from_95_on(door, ada, similarity, opens):
    declare(b"knock", [face("ada's sister", like={"ada": similarity})])
    assert door.knock(b"knock").opens is opens


@pytest.mark.parametrize(
    ("seen", "display"),
    [
        ([], "Please look at the camera"),
        ([face("ada", sunglasses=True)], "Please take off your sunglasses"),
        ([face("mallory"), face("ada")], "Please ring the bell"),
    ],
)
def test_says_why_it_stays_shut(door, ada, seen, display):
    declare(b"knock", seen)
    assert door.knock(b"knock").display == display


def test_asks_for_patience_when_the_service_is_busy(door, ada, monkeypatch):
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    declare(b"knock", [face("ada")])
    with fault("SearchFacesByImage", "ThrottlingException"):
        assert door.knock(b"knock").display == "One moment, please try again"
    assert door.knock(b"knock").opens


def test_someone_suspended_stays_outside(door, ada):
    door.suspend("ada")
    assert door.knock(b"ada's portrait").display == "Sorry, Ada Lovelace"


def test_someone_who_left_is_a_stranger(door, ada, rekognition):
    door.leave("ada")
    assert not door.knock(b"ada's portrait").opens
    assert rekognition.list_faces(CollectionId="town-hall")["Faces"] == []


@pytest.mark.parametrize("seen", [[], [face(), face()], [face(quality={"sharpness": 2})]])
def test_enrols_from_one_good_face_only(door, rekognition, seen):
    declare(b"portrait", seen)
    with pytest.raises(ValueError, match="one good face"):
        door.enrol("ada", "Ada Lovelace", b"portrait")
    assert rekognition.list_faces(CollectionId="town-hall")["Faces"] == []


def test_knows_a_face_that_it_really_sees(door):
    door.enrol("grace", "Grace Hopper", Face("grace").jpeg())
    assert door.knock(Face("grace", yaw=10, smile=0.5).jpeg()).person == "grace"
    assert not door.knock(Face("sunglasses", sunglasses=True).jpeg()).opens
