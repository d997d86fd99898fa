"""The sign-up, without a camera: the tests say who is before it and how the check ends."""

import boto3
import pytest
from sign_up import SignUp

from moto_rekognition import clock, face, liveness
from moto_rekognition.synthetic import Face


@pytest.fixture
def sign_up(rekognition, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="checks")
    rekognition.create_collection(CollectionId="accounts")
    return SignUp("checks", "accounts")


def accounts(rekognition):
    return [stored["ExternalImageId"] for stored in rekognition.list_faces(CollectionId="accounts")["Faces"]]


def test_a_live_person_gets_an_account(sign_up, rekognition):
    session_id = sign_up.begin("attempt-1")
    liveness("ada", confidence=97.5)
    assert sign_up.finish(session_id, "ada").message == "Welcome, ada."
    assert accounts(rekognition) == ["ada"]


def test_nobody_gets_two_accounts(sign_up, rekognition):
    for attempt, person in enumerate((Face("ada"), Face("ada", yaw=12, smile=0.8), Face("grace"))):
        session_id = sign_up.begin(f"attempt-{attempt}")
        liveness(person, session=session_id)
        sign_up.finish(session_id, f"user-{attempt}")
    assert sorted(accounts(rekognition)) == ["user-0", "user-2"]


@pytest.mark.parametrize(
    ("feedback", "message"),
    [
        ([], "We could not see that you are there."),
        (["LOW_LIGHTING_DETECTED"], "Please move to a brighter location or add more lighting."),
    ],
)
def test_a_photo_held_before_the_camera_is_refused_with_a_hint(sign_up, rekognition, feedback, message):
    session_id = sign_up.begin("attempt-1")
    liveness("ada", confidence=21, feedback=feedback)
    outcome = sign_up.finish(session_id, "ada")
    assert (outcome.accepted, outcome.message, outcome.try_again) == (False, message, True)
    assert accounts(rekognition) == []


@pytest.mark.parametrize(("status", "message"), [("IN_PROGRESS", "Please complete"), ("FAILED", "not completed")])
def test_a_check_without_a_result_can_be_tried_again(sign_up, status, message):
    session_id = sign_up.begin("attempt-1")
    liveness(status=status)
    outcome = sign_up.finish(session_id, "ada")
    assert message in outcome.message
    assert outcome.try_again


def test_a_check_without_a_usable_image_can_be_tried_again(sign_up):
    session_id = sign_up.begin("attempt-1")
    liveness(None)
    assert sign_up.finish(session_id, "ada").try_again


def test_who_takes_more_than_three_minutes_begins_anew(sign_up):
    session_id = sign_up.begin("attempt-1")
    with clock.stopped():
        clock.advance(181)
        liveness("ada")
        assert sign_up.finish(session_id, "ada").message == "The check was not completed."


def test_a_request_that_is_repeated_is_the_same_check(sign_up):
    assert sign_up.begin("attempt-1") == sign_up.begin("attempt-1") != sign_up.begin("attempt-2")


def test_the_images_of_the_check_are_kept(sign_up):
    session_id = sign_up.begin("attempt-1")
    liveness(face("ada"))
    sign_up.finish(session_id, "ada")
    stored = boto3.client("s3").list_objects_v2(Bucket="checks", Prefix="sign-up/")
    assert stored["KeyCount"] == 3
