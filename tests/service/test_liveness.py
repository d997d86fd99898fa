"""Liveness sessions: what they answer in which state, until when, and where their images are."""

from __future__ import annotations

import io
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from moto_rekognition import clock, declare, face, liveness
from moto_rekognition.outcomes.liveness_images import Subject
from moto_rekognition.synthetic import Face
from tests.service.conftest import ClientOf, RawPost

LIGHT, MOVEMENT = "FaceMovementAndLightChallenge", "FaceMovementChallenge"


@pytest.fixture
def session_id(rekognition: Any) -> str:
    """A session of which nothing is asked."""
    return str(rekognition.create_face_liveness_session()["SessionId"])


def results(rekognition: Any, session_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = rekognition.get_face_liveness_session_results(SessionId=session_id)
    del answer["ResponseMetadata"]
    return answer


def checked(rekognition: Any, **settings: Any) -> dict[str, Any]:
    """The results of a session with these settings."""
    session_id = rekognition.create_face_liveness_session(Settings=settings)["SessionId"]
    return results(rekognition, session_id)


@pytest.mark.evidence("documented")
def test_a_session_is_named_by_a_uuid(rekognition: Any) -> None:
    first, second = (rekognition.create_face_liveness_session()["SessionId"] for _ in range(2))
    assert str(UUID(first)) == first != second


@pytest.mark.evidence("third party")
def test_a_session_before_its_check_is_created_and_says_nothing_else(rekognition: Any, session_id: str) -> None:
    assert results(rekognition, session_id) == {"SessionId": session_id, "Status": "CREATED"}


@pytest.mark.evidence("third party")
def test_an_unknown_session_is_not_found(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.SessionNotFoundException):
        rekognition.get_face_liveness_session_results(SessionId=str(uuid4()))


@pytest.mark.evidence("assumed")
def test_a_session_is_known_in_its_own_region_only(client_of: ClientOf, session_id: str) -> None:
    elsewhere = client_of("rekognition", "eu-west-1")
    with pytest.raises(elsewhere.exceptions.SessionNotFoundException, match=r"Session not found\."):
        elsewhere.get_face_liveness_session_results(SessionId=session_id)


@pytest.mark.evidence("documented")
def test_an_id_that_is_no_uuid_is_refused(raw: RawPost) -> None:
    status, name, message = raw("GetFaceLivenessSessionResults", {"SessionId": "42"}).front_end_error
    assert (status, name) == (400, "ValidationException")
    assert "'sessionId' failed to satisfy constraint" in message


@pytest.mark.evidence("verified")
def test_a_successful_check_has_these_members_in_this_order(raw: RawPost, rekognition: Any, session_id: str) -> None:
    liveness("ada", confidence=97.5)
    answer = raw("GetFaceLivenessSessionResults", {"SessionId": session_id}).body
    assert [*answer] == [
        "SessionId",
        "Status",
        "Confidence",
        "ReferenceImage",
        "AuditImages",
        "Challenge",
        "Feedback",
    ]
    assert (answer["Status"], answer["Confidence"]) == ("SUCCEEDED", 97.5)
    assert [*answer["ReferenceImage"]] == ["Bytes", "BoundingBox"]
    assert answer["AuditImages"] == answer["Feedback"] == []


@pytest.mark.evidence("verified")
def test_the_confidence_is_a_float32(rekognition: Any) -> None:
    liveness("ada", confidence=77.3062)
    assert checked(rekognition)["Confidence"] == 77.30619812011719


@pytest.mark.evidence("verified")
def test_boxes_are_in_pixels_of_their_image(rekognition: Any) -> None:
    liveness("ada")
    reference = checked(rekognition)["ReferenceImage"]
    box, image = reference["BoundingBox"], Image.open(io.BytesIO(reference["Bytes"]))
    assert image.format == "JPEG"
    assert image.size == (480, 640)
    assert 150 < box["Width"] < box["Height"] < 350
    assert 0 < box["Left"] < box["Left"] + box["Width"] < image.width
    assert 0 < box["Top"] < box["Top"] + box["Height"] < image.height


@pytest.mark.evidence("documented")
@pytest.mark.parametrize("limit", [0, 1, 4])
def test_there_are_as_many_audit_images_as_are_asked_for(rekognition: Any, limit: int) -> None:
    liveness("ada")
    images = checked(rekognition, AuditImagesLimit=limit)["AuditImages"]
    assert len({image["Bytes"] for image in images}) == len(images) == limit
    assert all(len(image["Bytes"]) <= 204_800 for image in images)


@pytest.mark.evidence("documented")
def test_more_than_four_audit_images_are_refused(raw: RawPost) -> None:
    _, name, message = raw("CreateFaceLivenessSession", {"Settings": {"AuditImagesLimit": 5}}).front_end_error
    assert name == "ValidationException"
    assert message.endswith("Member must have value less than or equal to 4")


@pytest.mark.evidence("documented")
def test_a_low_confidence_is_a_success_with_feedback(rekognition: Any) -> None:
    liveness("ada", confidence=21, feedback=["LOW_LIGHTING_DETECTED", ("EYES_CLOSED_DETECTED", "Open your eyes.")])
    answer = checked(rekognition)
    assert (answer["Status"], answer["Confidence"]) == ("SUCCEEDED", 21)
    assert answer["Feedback"] == [
        {
            "Code": "LOW_LIGHTING_DETECTED",
            "Message": "Please move to a brighter location or add more lighting.",
        },
        {"Code": "EYES_CLOSED_DETECTED", "Message": "Open your eyes."},
    ]


@pytest.mark.evidence("documented")
def test_the_client_says_what_sdk_it_has(rekognition: Any) -> None:
    liveness("ada", sdk_type="js")
    assert checked(rekognition)["Metadata"] == {"SDKType": "js"}


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    ("preferences", "type_", "version"),
    [
        ([], LIGHT, "2.0.0"),
        ([{"Type": MOVEMENT}], MOVEMENT, "1.0.0"),
        ([{"Type": MOVEMENT}, {"Type": LIGHT}], MOVEMENT, "1.0.0"),
        ([{"Type": LIGHT, "Versions": {"Minimum": "1.0.0", "Maximum": "1.0.0"}}], LIGHT, "1.0.0"),
        ([{"Type": LIGHT, "Versions": {"Minimum": "1.0.0"}}], LIGHT, "2.0.0"),
        ([{"Type": LIGHT, "Versions": {"Minimum": "10.0.0"}}], LIGHT, "10.0.0"),
    ],
)
def test_the_challenge_is_the_preferred_one(
    rekognition: Any, preferences: list[dict[str, Any]], type_: str, version: str
) -> None:
    liveness("ada")
    answer = checked(rekognition, ChallengePreferences=preferences)
    assert answer["Challenge"] == {"Type": type_, "Version": version}


@pytest.mark.evidence("documented")
@pytest.mark.parametrize("status", ["IN_PROGRESS", "FAILED", "EXPIRED"])
def test_a_check_that_gave_no_result_has_no_score_and_no_images(rekognition: Any, session_id: str, status: str) -> None:
    liveness(status=status)
    assert results(rekognition, session_id) == {"SessionId": session_id, "Status": status}


@pytest.mark.evidence("assumed")
def test_three_minutes_after_its_creation_a_session_has_expired(rekognition: Any, session_id: str) -> None:
    with clock.stopped():
        clock.advance(179)
        assert results(rekognition, session_id)["Status"] == "CREATED"
        clock.advance(2)
        liveness("ada")
        assert results(rekognition, session_id) == {"SessionId": session_id, "Status": "EXPIRED"}


@pytest.mark.evidence("assumed")
def test_the_results_of_a_successful_check_expire_too(rekognition: Any, session_id: str) -> None:
    liveness("ada")
    assert results(rekognition, session_id)["Status"] == "SUCCEEDED"
    with clock.stopped():
        clock.advance(181)
        assert results(rekognition, session_id) == {"SessionId": session_id, "Status": "EXPIRED"}


@pytest.mark.evidence("documented")
def test_results_can_be_asked_for_again_and_stay_what_they_were(rekognition: Any, session_id: str) -> None:
    with liveness("ada", confidence=97.5):
        first = results(rekognition, session_id)
    liveness("eve", confidence=5)
    assert results(rekognition, session_id) == first


@pytest.mark.evidence("documented")
def test_the_same_token_is_the_same_session(rekognition: Any) -> None:
    first, second, other = (
        rekognition.create_face_liveness_session(ClientRequestToken=token)["SessionId"] for token in "aab"
    )
    assert first == second != other


@pytest.mark.evidence("assumed")
def test_a_token_that_was_used_with_other_settings_names_the_old_session(rekognition: Any) -> None:
    liveness("ada")
    first = rekognition.create_face_liveness_session(ClientRequestToken="a", Settings={"AuditImagesLimit": 1})
    second = rekognition.create_face_liveness_session(ClientRequestToken="a", Settings={"AuditImagesLimit": 3})
    assert first["SessionId"] == second["SessionId"]
    assert len(results(rekognition, second["SessionId"])["AuditImages"]) == 1


@pytest.mark.evidence("documented")
def test_images_go_to_the_bucket_of_the_settings_and_not_into_the_answer(rekognition: Any, s3: Any) -> None:
    s3.create_bucket(Bucket="checks")
    liveness("ada")
    answer = checked(rekognition, OutputConfig={"S3Bucket": "checks", "S3KeyPrefix": "sign-up/"}, AuditImagesLimit=2)
    images = [answer["ReferenceImage"], *answer["AuditImages"]]
    assert [sorted(image) for image in images] == [["BoundingBox", "S3Object"]] * 3
    keys = [image["S3Object"]["Name"] for image in images]
    assert sorted(keys) == sorted(entry["Key"] for entry in s3.list_objects_v2(Bucket="checks")["Contents"])
    for key in keys:
        assert key.startswith("sign-up/")
        stored = s3.get_object(Bucket="checks", Key=key)
        assert stored["ContentType"] == "image/jpeg"
        assert Image.open(stored["Body"]).size == (480, 640)


@pytest.mark.evidence("documented")
def test_images_are_encrypted_with_the_key_of_the_request(rekognition: Any, s3: Any) -> None:
    s3.create_bucket(Bucket="checks")
    liveness("ada")
    session_id = rekognition.create_face_liveness_session(
        KmsKeyId="alias/liveness", Settings={"OutputConfig": {"S3Bucket": "checks"}}
    )["SessionId"]
    stored = results(rekognition, session_id)["ReferenceImage"]["S3Object"]
    head = s3.head_object(Bucket=stored["Bucket"], Key=stored["Name"])
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", "alias/liveness")


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("trouble", ["no bucket", "another region", "denied"])
def test_a_check_whose_images_cannot_be_stored_fails(client_of: ClientOf, rekognition: Any, trouble: str) -> None:
    if trouble == "another region":
        client_of("s3", "eu-west-1").create_bucket(
            Bucket="checks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
    elif trouble == "denied":
        s3 = client_of("s3")
        s3.create_bucket(Bucket="checks")
        deny = (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",'
            ' "Action": "s3:PutObject", "Resource": "arn:aws:s3:::checks/*"}]}'
        )
        s3.put_bucket_policy(Bucket="checks", Policy=deny)
    liveness("ada")
    answer = checked(rekognition, OutputConfig={"S3Bucket": "checks"})
    assert answer["Status"] == "FAILED"
    assert "ReferenceImage" not in answer


@pytest.mark.evidence("assumed")
def test_no_image_could_be_used(rekognition: Any) -> None:
    liveness(None, confidence=3, feedback=["FACE_NOT_VISIBLE"])
    answer = checked(rekognition, AuditImagesLimit=4)
    assert answer["Status"] == "SUCCEEDED"
    assert "ReferenceImage" not in answer
    assert answer["AuditImages"] == []


def test_while_a_check_is_being_evaluated_it_is_in_progress(
    rekognition: Any, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, go_on = threading.Event(), threading.Event()
    images = Subject.images

    def slow(self: Subject, count: int) -> Any:
        drawing.set()
        assert go_on.wait(60)
        return images(self, count)

    monkeypatch.setattr(Subject, "images", slow)
    liveness("ada")
    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(results(rekognition, session_id)["Status"]))
    first.start()
    try:
        assert drawing.wait(60)
        assert results(rekognition, session_id) == {"SessionId": session_id, "Status": "IN_PROGRESS"}
    finally:
        go_on.set()
        first.join()
    assert answers == [results(rekognition, session_id)["Status"]] == ["SUCCEEDED"]


def test_a_picture_that_is_declared_no_longer_says_so_and_changes_nothing(
    client_of: ClientOf, rekognition: Any, session_id: str
) -> None:
    with declare(b"no picture", [face("ada")]):
        outcome = liveness(b"no picture")
    with outcome, pytest.raises((ValueError, ClientError), match="cannot be used: Request has invalid"):
        rekognition.get_face_liveness_session_results(SessionId=session_id)
    assert results(rekognition, session_id)["Status"] == "CREATED"


def test_a_reset_forgets_the_sessions(client_of: ClientOf, rekognition: Any, session_id: str) -> None:
    import requests

    endpoint = rekognition.meta.endpoint_url
    base = endpoint if "127.0.0.1" in endpoint else "http://motoapi.amazonaws.com"
    requests.post(f"{base}/moto-api/reset", timeout=60)
    with pytest.raises(rekognition.exceptions.SessionNotFoundException):
        rekognition.get_face_liveness_session_results(SessionId=session_id)


@pytest.mark.parametrize("who", ["ada", face("ada"), Face("ada")], ids=["name", "declared", "drawn"])
def test_the_check_of_a_session_does_not_end_the_others(rekognition: Any, session_id: str, who: Any) -> None:
    other = rekognition.create_face_liveness_session()["SessionId"]
    liveness(who, session=session_id)
    assert results(rekognition, session_id)["Status"] == "SUCCEEDED"
    assert results(rekognition, other)["Status"] == "CREATED"
