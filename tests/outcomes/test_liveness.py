"""`liveness`: who is before the camera, which session it is for, and how long it lasts."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from moto_rekognition import declare, face, liveness
from moto_rekognition.outcomes.scope import current
from moto_rekognition.synthetic import Face, group

PASSPORT = b"any bytes at all"


def check(rekognition: Any, **settings: Any) -> dict[str, Any]:
    """The results of a new session."""
    session_id = rekognition.create_face_liveness_session(Settings=settings)["SessionId"]
    answer: dict[str, Any] = rekognition.get_face_liveness_session_results(SessionId=session_id)
    return answer


def found(rekognition: Any, collection_id: str, image: bytes) -> list[str]:
    """Names of the faces that are found for an image."""
    answer = rekognition.search_faces_by_image(CollectionId=collection_id, Image={"Bytes": image})
    return [match["Face"]["ExternalImageId"] for match in answer["FaceMatches"]]


def test_a_name_is_the_drawn_person_of_that_name(rekognition: Any, people: str) -> None:
    for name in ("ada", "alan"):
        rekognition.index_faces(CollectionId=people, Image={"Bytes": Face(name).jpeg()}, ExternalImageId=name)
    liveness("ada")
    answer = check(rekognition, AuditImagesLimit=4)
    for image in (answer["ReferenceImage"], *answer["AuditImages"]):
        assert found(rekognition, people, image["Bytes"]) == ["ada"]


def test_a_name_that_is_declared_is_the_declared_person(rekognition: Any, people: str) -> None:
    declare(PASSPORT, [face("mallory")])
    rekognition.index_faces(CollectionId=people, Image={"Bytes": PASSPORT}, ExternalImageId="mallory")
    liveness("mallory")
    answer = check(rekognition, AuditImagesLimit=1)
    for image in (answer["ReferenceImage"], *answer["AuditImages"]):
        assert found(rekognition, people, image["Bytes"]) == ["mallory"]


def test_a_declared_face_is_what_the_images_show(rekognition: Any) -> None:
    liveness(face("ada", sunglasses=True, age_range=(60, 68)))
    reference = check(rekognition)["ReferenceImage"]["Bytes"]
    (detail,) = rekognition.detect_faces(Image={"Bytes": reference}, Attributes=["ALL"])["FaceDetails"]
    assert detail["Sunglasses"]["Value"] is True
    assert detail["AgeRange"] == {"Low": 60, "High": 68}


def test_a_declared_face_can_be_like_another(rekognition: Any) -> None:
    declare(PASSPORT, [face("ada")])
    liveness(face("eve", like={"ada": 91.5}))
    reference = check(rekognition)["ReferenceImage"]["Bytes"]
    answer = rekognition.compare_faces(SourceImage={"Bytes": reference}, TargetImage={"Bytes": PASSPORT})
    assert answer["FaceMatches"][0]["Similarity"] == pytest.approx(91.5, abs=0.01)


def test_a_likeness_that_cannot_be_is_refused_where_it_is_said(rekognition: Any) -> None:
    declare(PASSPORT, [face("ada", like={"eve": 90})])
    with pytest.raises(ValueError, match="declare it on one of the faces only"):
        liveness(face("eve", like={"ada": 91.5}))
    assert current().liveness == []


def test_what_is_declared_for_the_image_itself_counts_first(rekognition: Any) -> None:
    liveness(face("ada"))
    reference = check(rekognition)["ReferenceImage"]["Bytes"]
    declare(reference, [])
    assert rekognition.detect_faces(Image={"Bytes": reference})["FaceDetails"] == []


def test_what_was_shown_is_still_known_when_the_outcome_has_ended(rekognition: Any) -> None:
    with liveness(face("ada", smile=True)):
        reference = check(rekognition)["ReferenceImage"]["Bytes"]
    (detail,) = rekognition.detect_faces(Image={"Bytes": reference}, Attributes=["SMILE"])["FaceDetails"]
    assert detail["Smile"]["Value"] is True


def test_a_drawing_is_shown_as_it_was_drawn(rekognition: Any) -> None:
    drawing = Face("ada", smile=0.9, background="white")
    liveness(drawing)
    image = check(rekognition)["ReferenceImage"]
    assert image["Bytes"] == drawing.jpeg()
    assert image["BoundingBox"]["Left"] == pytest.approx(drawing.truth.box.left)


def test_a_photo_is_itself_and_its_largest_face_is_boxed(rekognition: Any, tmp_path: Path) -> None:
    people = group([Face("ada", face_height=0.5), Face("alan", face_height=0.3)], size=(960, 540))
    path = tmp_path / "photo.jpg"
    path.write_bytes(people.jpeg())
    for who in (people, people.jpeg(), path):
        with liveness(who):
            image = check(rekognition, AuditImagesLimit=2)["ReferenceImage"]
        assert image["Bytes"] == people.jpeg()
        assert image["BoundingBox"]["Left"] == pytest.approx(people.truth[0].box.left, abs=25)


def test_a_photo_without_a_face_has_no_box(rekognition: Any) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), "green").save(buffer, "JPEG")
    liveness(buffer.getvalue())
    assert [*check(rekognition)["ReferenceImage"]] == ["Bytes"]


def test_a_declared_picture_need_not_be_an_image(rekognition: Any) -> None:
    declare(PASSPORT, [face("ada")])
    liveness(PASSPORT)
    assert check(rekognition)["ReferenceImage"]["Bytes"] == PASSPORT


def test_a_large_photo_is_made_small_enough_for_the_answer(rekognition: Any) -> None:
    noise = Image.fromarray(np.random.RandomState(1).randint(0, 255, (900, 1200, 3), np.uint8))
    noise.paste(Face("ada", size=600).image, (300, 150))
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    assert len(buffer.getvalue()) > 204_800
    liveness(buffer.getvalue())
    image = check(rekognition)["ReferenceImage"]
    assert len(image["Bytes"]) <= 204_800
    width, height = Image.open(io.BytesIO(image["Bytes"])).size
    assert max(width, height) == 640
    assert image["BoundingBox"]["Left"] == pytest.approx(width / 2 - image["BoundingBox"]["Width"] / 2, abs=20)


def test_the_outcome_of_a_session_counts_before_that_of_all_and_the_latest_before_the_earlier(
    rekognition: Any,
) -> None:
    chosen = rekognition.create_face_liveness_session()["SessionId"]
    liveness("ada", session=chosen, confidence=10)
    liveness("ada", session=chosen, confidence=20)
    liveness("ada", confidence=30)
    liveness("ada", confidence=40)
    assert rekognition.get_face_liveness_session_results(SessionId=chosen)["Confidence"] == 20
    assert check(rekognition)["Confidence"] == 40


def test_a_check_can_be_followed_step_by_step(rekognition: Any) -> None:
    session_id = rekognition.create_face_liveness_session()["SessionId"]
    seen = []
    for status in ("CREATED", "IN_PROGRESS", "FAILED", "SUCCEEDED"):
        liveness(status=status)
        seen.append(rekognition.get_face_liveness_session_results(SessionId=session_id)["Status"])
    assert seen == ["CREATED", "IN_PROGRESS", "FAILED", "FAILED"]


def test_it_lasts_for_a_block_or_the_calls_of_a_function(rekognition: Any) -> None:
    @liveness("ada", confidence=7)
    def confidence() -> float | None:
        return check(rekognition).get("Confidence")

    with liveness("ada", confidence=8):
        assert check(rekognition)["Confidence"] == 8
    assert confidence() == 7
    assert check(rekognition)["Status"] == "CREATED"
    assert current().liveness == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"who": ""}, "give a name, such as 'ada'"),
        ({"who": 5}, "give a name, face"),
        ({"who": b""}, "must not be empty"),
        ({"who": b"x" * 204_801}, "that are no image"),
        ({"who": b"x"}, "give a picture, or declare its faces first"),
        ({"who": Face("ada").jpeg()[:2000]}, "give a picture, or declare its faces first"),
        ({"who": "ada\ud800"}, "half a character"),
        ({"session": "42"}, "give the SessionId that CreateFaceLivenessSession answered"),
        ({"status": "DONE"}, "give one of CREATED, IN_PROGRESS, SUCCEEDED, FAILED, EXPIRED"),
        ({"confidence": 101}, "give a number from 0 to 100"),
        ({"confidence": "97"}, "give a number from 0 to 100"),
        ({"feedback": "LOW_LIGHTING_DETECTED"}, "give a list of codes"),
        ({"feedback": ["DARK"]}, "'DARK' is none of FACE_NOT_VISIBLE"),
        ({"feedback": [("FACE_NOT_VISIBLE", "")]}, "is no text of 1 to 512 characters"),
        ({"feedback": ["FACE_NOT_VISIBLE"] * 11}, "11 items of feedback: the service gives 10 at most"),
        ({"feedback": [7]}, "7 is neither a code nor"),
        ({"status": "FAILED", "confidence": 20}, "for sessions that SUCCEEDED, not for FAILED"),
        ({"status": "FAILED", "feedback": ["FACE_NOT_VISIBLE"]}, "for sessions that SUCCEEDED, not for FAILED"),
        ({"sdk_type": ""}, "give a text of 1 to 64 characters"),
        ({"sdk_type": "1\ud800"}, "half a character"),
        ({"feedback": [("FACE_NOT_VISIBLE", "\ud800")]}, "half a character"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_is_said(
    rekognition: Any, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        liveness(**arguments)
    assert current().liveness == []
