"""Declared pictures through every operation that takes an image."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from moto_rekognition import declare, face
from tests.service.conftest import ClientOf

PICTURE, PROBE, OTHER = b"any bytes at all", b"other bytes", b"still other bytes"


def index(rekognition: Any, people: str, content: bytes = PICTURE, **options: Any) -> Any:
    return rekognition.index_faces(CollectionId=people, Image={"Bytes": content}, **options)


def search(rekognition: Any, people: str, content: bytes = PROBE, threshold: float = 0) -> dict[str, float]:
    """Who is found, by ExternalImageId, and how similar."""
    answer = rekognition.search_faces_by_image(
        CollectionId=people, Image={"Bytes": content}, FaceMatchThreshold=threshold
    )
    return {match["Face"]["ExternalImageId"]: match["Similarity"] for match in answer["FaceMatches"]}


def test_detect_faces_answers_what_is_declared(rekognition: Any) -> None:
    declare(PICTURE, [face("ada", sunglasses=True, quality=(80, 20), pose={"yaw": 30}, emotions="HAPPY")])
    (detail,) = rekognition.detect_faces(Image={"Bytes": PICTURE}, Attributes=["ALL"])["FaceDetails"]
    assert detail["Sunglasses"] == {"Value": True, "Confidence": pytest.approx(99.97)}
    assert detail["Quality"] == {"Brightness": 80, "Sharpness": 20}
    assert detail["Pose"] == {"Roll": 0, "Yaw": 30, "Pitch": 0}
    assert detail["Emotions"][0]["Type"] == "HAPPY"
    assert detail["Smile"]["Value"] is True
    assert len(detail["Landmarks"]) == 30


def test_boxes_come_back_as_declared(rekognition: Any) -> None:
    box = {"Width": 0.25, "Height": 0.5, "Left": 0.125, "Top": -0.0625}
    declare(PICTURE, [face(bounding_box=box)])
    (detail,) = rekognition.detect_faces(Image={"Bytes": PICTURE})["FaceDetails"]
    assert detail["BoundingBox"] == box


def test_an_answer_of_the_service_can_be_declared_as_it_is(rekognition: Any) -> None:
    declare(PICTURE, [face("ada", sunglasses=True, pose=(5, 30, -10), beard=True)])
    (recorded,) = rekognition.detect_faces(Image={"Bytes": PICTURE}, Attributes=["ALL"])["FaceDetails"]
    from botocore import xform_name

    declare(OTHER, [face(**{xform_name(name): value for name, value in recorded.items()})])
    (replayed,) = rekognition.detect_faces(Image={"Bytes": OTHER}, Attributes=["ALL"])["FaceDetails"]
    assert replayed == recorded


def test_nobody_is_nobody_to_every_operation(rekognition: Any, people: str) -> None:
    declare(PICTURE, [])
    assert rekognition.detect_faces(Image={"Bytes": PICTURE})["FaceDetails"] == []
    assert index(rekognition, people)["FaceRecords"] == []
    with pytest.raises(rekognition.exceptions.InvalidParameterException, match="There are no faces in the image"):
        search(rekognition, people, PICTURE)


def test_a_name_matches_itself_and_nobody_else(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    declare(OTHER, [face("eve")])
    declare(PROBE, [face("ada", pose={"yaw": 30}, sunglasses=True)])
    index(rekognition, people, PICTURE, ExternalImageId="ada")
    index(rekognition, people, OTHER, ExternalImageId="eve")
    found = search(rekognition, people)
    assert found["ada"] > 99.9
    assert found.get("eve", 0) < 10


def test_a_face_without_a_name_matches_its_own_picture_only(rekognition: Any, people: str) -> None:
    declare(faces=[face()])
    index(rekognition, people, PICTURE, ExternalImageId="somebody")
    assert search(rekognition, people, PICTURE) == {"somebody": pytest.approx(100)}
    assert search(rekognition, people, PROBE).get("somebody", 0) < 10


def test_a_hundred_strangers_are_all_below_ten(rekognition: Any) -> None:
    declare(PICTURE, [face("ada")])
    declare(PROBE, [face(f"stranger {number}") for number in range(100)])
    answer = rekognition.compare_faces(
        SourceImage={"Bytes": PICTURE}, TargetImage={"Bytes": PROBE}, SimilarityThreshold=0
    )
    assert len(answer["FaceMatches"]) == 100
    assert answer["FaceMatches"][0]["Similarity"] < 10


@pytest.mark.parametrize("similarity", [0, 1, 50, 81.5, 97, 99.5, 100])
def test_a_declared_similarity_is_the_similarity(rekognition: Any, people: str, similarity: float) -> None:
    declare(PICTURE, [face("ada")])
    declare(PROBE, [face("eve", like={"ada": similarity})])
    index(rekognition, people, PICTURE, ExternalImageId="ada")
    assert search(rekognition, people, threshold=similarity) == {"ada": pytest.approx(similarity, abs=0.02)}


def test_a_similarity_to_a_stored_face(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face()])
    record = index(rekognition, people, ExternalImageId="somebody")["FaceRecords"][0]
    declare(PROBE, [face(like={record["Face"]["FaceId"]: 88})])
    assert search(rekognition, people) == {"somebody": pytest.approx(88, abs=0.01)}


def test_compare_faces_knows_names(rekognition: Any) -> None:
    declare(PICTURE, [face("ada")])
    declare(PROBE, [face("eve"), face("ada"), face("bob", like={"ada": 85})])
    answer = rekognition.compare_faces(SourceImage={"Bytes": PICTURE}, TargetImage={"Bytes": PROBE})
    assert [match["Similarity"] for match in answer["FaceMatches"]] == [pytest.approx(100), pytest.approx(85, abs=0.01)]
    assert len(answer["UnmatchedFaces"]) == 1


def test_users_are_matched_by_the_names_of_their_faces(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    declare(PROBE, [face("ada", smile=True)])
    face_id = index(rekognition, people)["FaceRecords"][0]["Face"]["FaceId"]
    rekognition.create_user(CollectionId=people, UserId="lovelace")
    rekognition.associate_faces(CollectionId=people, UserId="lovelace", FaceIds=[face_id])
    (match,) = rekognition.search_users_by_image(CollectionId=people, Image={"Bytes": PROBE})["UserMatches"]
    assert match["User"]["UserId"] == "lovelace"
    assert match["Similarity"] > 99.9


def test_a_poor_face_is_not_indexed_and_says_why(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada", quality=(80, 1))])
    answer = index(rekognition, people)
    assert answer["FaceRecords"] == []
    assert "LOW_SHARPNESS" in answer["UnindexedFaces"][0]["Reasons"]


def test_a_hundred_faces_pass_every_filter(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face()] * 100)
    answer = index(rekognition, people, QualityFilter="HIGH")
    assert len(answer["FaceRecords"]) == 100


def test_ids_are_the_same_in_every_run(rekognition: Any, people: str) -> None:
    declare(PICTURE, [face("ada")])
    stored = index(rekognition, people, ExternalImageId="ada")["FaceRecords"][0]["Face"]
    assert stored["ImageId"] == "e96ec020-4c69-3656-bc88-71e5756b1a63"


def test_an_object_is_declared_by_its_key_but_must_exist(client_of: ClientOf, rekognition: Any) -> None:
    s3 = client_of("s3")
    s3.create_bucket(Bucket="uploads")
    declare("uploads/*.jpg", [face("ada")])
    image = {"S3Object": {"Bucket": "uploads", "Name": "visitors/ada.jpg"}}
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException):
        rekognition.detect_faces(Image=image)
    s3.put_object(Bucket="uploads", Key="visitors/ada.jpg", Body=b"not an image")
    assert len(rekognition.detect_faces(Image=image)["FaceDetails"]) == 1


def test_bytes_that_are_no_picture_are_refused_with_what_is_declared(rekognition: Any) -> None:
    declare("uploads/*.jpg", [face("ada")])
    with pytest.raises(ClientError) as refusal:
        rekognition.detect_faces(Image={"Bytes": PICTURE})
    assert refusal.value.response["Error"]["Code"] == "InvalidImageFormatException"
    assert "declare('uploads/*.jpg', [face('ada')])" in str(refusal.value)


def test_the_service_s_own_words_stay_where_nothing_is_declared(rekognition: Any) -> None:
    with pytest.raises(ClientError) as refusal:
        rekognition.detect_faces(Image={"Bytes": PICTURE})
    assert refusal.value.response["Error"]["Message"] == "Request has invalid image format"
