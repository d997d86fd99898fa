"""Index, list, delete and search faces."""

from __future__ import annotations

import struct
from typing import Any
from uuid import UUID

import pytest

from tests.service.scenes import Camera, Person

ADA, BOB = Person("ada", width=200), Person("bob", width=100)


def image(content: bytes) -> dict[str, bytes]:
    return {"Bytes": content}


def is_float32(value: float) -> bool:
    return bool(struct.unpack("f", struct.pack("f", value))[0] == value)


@pytest.mark.evidence("verified")
def test_an_indexed_face_has_exactly_the_members_of_the_service(rekognition: Any, people: str, camera: Camera) -> None:
    answer = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)), ExternalImageId="ada:1")

    assert [*answer][:3] == ["FaceRecords", "FaceModelVersion", "UnindexedFaces"]
    (record,) = answer["FaceRecords"]
    assert [*record["Face"]] == ["FaceId", "BoundingBox", "ImageId", "ExternalImageId", "Confidence"]
    assert [*record["Face"]["BoundingBox"]] == ["Width", "Height", "Left", "Top"]
    assert [*record["FaceDetail"]] == ["BoundingBox", "Landmarks", "Pose", "Quality", "Confidence"]
    assert (answer["FaceModelVersion"], answer["UnindexedFaces"]) == ("7.0", [])


@pytest.mark.evidence("verified")
def test_face_ids_look_random_and_image_ids_name_based(rekognition: Any, people: str, camera: Camera) -> None:
    (record,) = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)))["FaceRecords"]

    assert UUID(record["Face"]["FaceId"]).version == 4
    assert UUID(record["Face"]["ImageId"]).version == 3


@pytest.mark.evidence("verified")
def test_numbers_are_float32_and_six_digits_of_them_are_stored(rekognition: Any, people: str, camera: Camera) -> None:
    (record,) = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)))["FaceRecords"]
    (listed,) = rekognition.list_faces(CollectionId=people)["Faces"]

    answered = {**record["Face"]["BoundingBox"], "Confidence": record["Face"]["Confidence"]}
    stored = {**listed["BoundingBox"], "Confidence": listed["Confidence"]}
    assert all(map(is_float32, answered.values()))
    assert all(map(is_float32, stored.values()))
    assert answered["Confidence"] != stored["Confidence"]
    assert stored == {
        name: struct.unpack("f", struct.pack("f", float(f"{value:.6g}")))[0] for name, value in answered.items()
    }


@pytest.mark.evidence("verified")
def test_a_listed_face_adds_the_model_version_it_was_indexed_with(
    rekognition: Any, people: str, camera: Camera
) -> None:
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)))

    (face,) = rekognition.list_faces(CollectionId=people)["Faces"]

    assert [*face] == ["FaceId", "BoundingBox", "ImageId", "Confidence", "IndexFacesModelVersion"]
    assert face["IndexFacesModelVersion"] == "7.0"


@pytest.mark.evidence("documented")
def test_faces_are_indexed_largest_first(rekognition: Any, people: str, camera: Camera) -> None:
    records = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, BOB)))["FaceRecords"]

    assert [round(record["Face"]["BoundingBox"]["Width"] * 640) for record in records] == [200, 100]


@pytest.mark.evidence("documented")
def test_the_same_picture_is_not_saved_twice(rekognition: Any, people: str, camera: Camera) -> None:
    photo = image(camera.photo(ADA, BOB))

    first = rekognition.index_faces(CollectionId=people, Image=photo, ExternalImageId="1")
    second = rekognition.index_faces(CollectionId=people, Image=photo, ExternalImageId="1")

    assert first["FaceRecords"] == second["FaceRecords"]
    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 2


@pytest.mark.evidence("verified")
def test_the_same_picture_under_another_external_id_is_another_image(
    rekognition: Any, people: str, camera: Camera
) -> None:
    photo = image(camera.photo(ADA))
    for name in ("1", "2"):
        rekognition.index_faces(CollectionId=people, Image=photo, ExternalImageId=name)

    faces = rekognition.list_faces(CollectionId=people)["Faces"]

    assert {face["ExternalImageId"] for face in faces} == {"1", "2"}
    assert len({face["ImageId"] for face in faces}) == len({face["FaceId"] for face in faces}) == 2


@pytest.mark.evidence("documented")
def test_a_picture_has_the_same_ids_in_every_collection(rekognition: Any, people: str, camera: Camera) -> None:
    photo = image(camera.photo(ADA))
    rekognition.create_collection(CollectionId="others")

    here = rekognition.index_faces(CollectionId=people, Image=photo)
    there = rekognition.index_faces(CollectionId="others", Image=photo)

    assert here["FaceRecords"] == there["FaceRecords"]


@pytest.mark.evidence("documented")
def test_another_face_model_gives_other_face_ids(
    rekognition: Any, people: str, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = image(camera.photo(ADA))
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "6.0")
    rekognition.create_collection(CollectionId="older")

    (new,) = rekognition.index_faces(CollectionId=people, Image=photo)["FaceRecords"]
    (old,) = rekognition.index_faces(CollectionId="older", Image=photo)["FaceRecords"]

    assert new["Face"]["FaceId"] != old["Face"]["FaceId"]
    assert rekognition.list_collections()["FaceModelVersions"] == ["6.0", "7.0"]


@pytest.mark.evidence("third party")
def test_a_picture_without_faces_is_indexed_to_nothing(rekognition: Any, people: str, camera: Camera) -> None:
    answer = rekognition.index_faces(CollectionId=people, Image=image(camera.photo()))

    assert (answer["FaceRecords"], answer["UnindexedFaces"]) == ([], [])


@pytest.mark.evidence("documented")
def test_max_faces_keeps_the_largest_that_are_good_enough(rekognition: Any, people: str, camera: Camera) -> None:
    blurred = Person("cy", width=300, sharpness=0)
    photo = image(camera.photo(blurred, ADA, BOB))

    answer = rekognition.index_faces(CollectionId=people, Image=photo, MaxFaces=1, QualityFilter="AUTO")

    assert [round(record["Face"]["BoundingBox"]["Width"] * 640) for record in answer["FaceRecords"]] == [200]
    assert [face["Reasons"] for face in answer["UnindexedFaces"]] == [["LOW_SHARPNESS"], ["EXCEEDS_MAX_FACES"]]
    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 1


@pytest.mark.evidence("documented")
def test_at_most_a_hundred_faces_are_indexed(rekognition: Any, people: str, camera: Camera) -> None:
    crowd = camera.photo(*(Person(str(n), width=200 - n) for n in range(103)))

    answer = rekognition.index_faces(CollectionId=people, Image=image(crowd), MaxFaces=1000)

    assert (len(answer["FaceRecords"]), answer["UnindexedFaces"]) == (100, [])


@pytest.mark.evidence("documented")
def test_the_first_face_model_indexes_fifteen_faces(
    rekognition: Any, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "1.0")
    rekognition.create_collection(CollectionId="oldest")
    crowd = camera.photo(*(Person(str(n), width=200 - n) for n in range(20)))

    answer = rekognition.index_faces(CollectionId="oldest", Image=image(crowd))

    assert len(answer["FaceRecords"]) == 15


@pytest.mark.evidence("documented")
def test_quality_filters_need_the_third_face_model(
    rekognition: Any, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "2.0")
    rekognition.create_collection(CollectionId="old")
    photo = image(camera.photo(Person("ada", sharpness=0)))

    with pytest.raises(rekognition.exceptions.InvalidParameterException):
        rekognition.index_faces(CollectionId="old", Image=photo, QualityFilter="AUTO")

    assert len(rekognition.index_faces(CollectionId="old", Image=photo)["FaceRecords"]) == 1


@pytest.mark.evidence("documented")
@pytest.mark.parametrize(("version", "correction"), [("3.0", "ROTATE_0"), ("4.0", None)])
def test_orientation_is_told_by_the_third_face_model_and_before(
    rekognition: Any, camera: Camera, monkeypatch: pytest.MonkeyPatch, version: str, correction: str | None
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", version)
    rekognition.create_collection(CollectionId="some")

    answer = rekognition.index_faces(CollectionId="some", Image=image(camera.photo(ADA)))

    assert answer.get("OrientationCorrection") == correction


@pytest.mark.evidence("documented")
def test_an_unknown_collection_is_not_indexed_into(rekognition: Any, camera: Camera) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException) as refusal:
        rekognition.index_faces(CollectionId="nobody", Image=image(camera.photo(ADA)))

    assert refusal.value.response["Error"]["Message"] == "The collection id: nobody does not exist"


@pytest.mark.evidence("documented")
def test_a_full_collection_takes_no_more_faces(
    rekognition: Any, people: str, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACES_PER_COLLECTION", "2")
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)))

    with pytest.raises(rekognition.exceptions.ServiceQuotaExceededException):
        rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, BOB)))

    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 1


@pytest.mark.evidence("verified")
def test_faces_are_listed_by_ascending_id_in_pages(rekognition: Any, people: str, camera: Camera) -> None:
    for take in range(5):
        rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, take=take)))

    paginator = rekognition.get_paginator("list_faces")
    pages = list(paginator.paginate(CollectionId=people, PaginationConfig={"PageSize": 2}))
    listed = [face["FaceId"] for page in pages for face in page["Faces"]]

    assert [len(page["Faces"]) for page in pages] == [2, 2, 1]
    assert listed == sorted(listed)
    assert all(len(page.get("NextToken", "")) <= 255 for page in pages)


@pytest.mark.evidence("documented")
def test_a_page_token_belongs_to_its_collection_and_filter(rekognition: Any, people: str, camera: Camera) -> None:
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, BOB)))
    rekognition.create_collection(CollectionId="others")
    page = rekognition.list_faces(CollectionId=people, MaxResults=1)
    shown, token = page["Faces"][0]["FaceId"], page["NextToken"]

    for other in ({"CollectionId": "others"}, {"CollectionId": people, "FaceIds": [shown]}):
        with pytest.raises(rekognition.exceptions.InvalidPaginationTokenException):
            rekognition.list_faces(NextToken=token, **other)


@pytest.mark.evidence("documented")
def test_listed_faces_can_be_narrowed_to_given_ids(rekognition: Any, people: str, camera: Camera) -> None:
    records = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, BOB)))["FaceRecords"]
    wanted = records[1]["Face"]["FaceId"]

    faces = rekognition.list_faces(CollectionId=people, FaceIds=[wanted, "0" * 8 + "-0000-0000-0000-" + "0" * 12])

    assert [face["FaceId"] for face in faces["Faces"]] == [wanted]


@pytest.mark.evidence("third party")
def test_deleting_an_unknown_face_is_reported_not_refused(rekognition: Any, people: str, camera: Camera) -> None:
    (record,) = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)))["FaceRecords"]
    known, unknown = record["Face"]["FaceId"], "00000000-0000-0000-0000-000000000000"

    answer = rekognition.delete_faces(CollectionId=people, FaceIds=[unknown, known])

    assert answer["DeletedFaces"] == [known]
    assert answer["UnsuccessfulFaceDeletions"] == [{"FaceId": unknown, "Reasons": ["FACE_NOT_FOUND"]}]
    assert rekognition.list_faces(CollectionId=people)["Faces"] == []


@pytest.mark.evidence("verified")
def test_a_face_finds_its_likes_but_not_itself(rekognition: Any, people: str, camera: Camera) -> None:
    lookalike = Person("ada", width=150, likeness=0.9)
    (ada, _, _) = rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, lookalike, BOB)))[
        "FaceRecords"
    ]
    face_id = ada["Face"]["FaceId"]

    answer = rekognition.search_faces(CollectionId=people, FaceId=face_id)

    assert [*answer][:3] == ["SearchedFaceId", "FaceMatches", "FaceModelVersion"]
    assert answer["SearchedFaceId"] == face_id
    (match,) = answer["FaceMatches"]
    assert [*match] == ["Similarity", "Face"]
    assert match["Face"]["FaceId"] != face_id
    assert is_float32(match["Similarity"])
    assert match["Similarity"] >= 80


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("verified")
def test_searching_for_an_unknown_face_is_an_invalid_parameter(rekognition: Any, people: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidParameterException) as refusal:
        rekognition.search_faces(CollectionId=people, FaceId="00000000-0000-0000-0000-000000000000")

    assert refusal.value.response["Error"]["Message"] == "faceId was not found in the collection."


@pytest.mark.evidence("verified")
def test_a_picture_finds_the_same_person_best_match_first(rekognition: Any, people: str, camera: Camera) -> None:
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA)), ExternalImageId="same")
    cousin = Person("ada", likeness=0.9)
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(cousin)), ExternalImageId="cousin")
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(BOB)), ExternalImageId="other")

    answer = rekognition.search_faces_by_image(CollectionId=people, Image=image(camera.photo(ADA, BOB, take=2)))

    assert [*answer][:4] == [
        "SearchedFaceBoundingBox",
        "SearchedFaceConfidence",
        "FaceMatches",
        "FaceModelVersion",
    ]
    assert round(answer["SearchedFaceBoundingBox"]["Width"] * 640) == 200
    assert [match["Face"]["ExternalImageId"] for match in answer["FaceMatches"]] == ["same", "cousin"]
    assert answer["FaceMatches"][0]["Similarity"] > 99.9 > answer["FaceMatches"][1]["Similarity"]


@pytest.mark.evidence("documented")
def test_max_faces_and_the_threshold_limit_a_search(rekognition: Any, people: str, camera: Camera) -> None:
    for take in range(3):
        rekognition.index_faces(CollectionId=people, Image=image(camera.photo(ADA, take=take)))
    rekognition.index_faces(CollectionId=people, Image=image(camera.photo(BOB)))
    probe = image(camera.photo(ADA, take=9))

    def found(**options: Any) -> int:
        return len(rekognition.search_faces_by_image(CollectionId=people, Image=probe, **options)["FaceMatches"])

    assert found() == 3
    assert found(MaxFaces=2) == 2
    assert found(FaceMatchThreshold=0) == 4
    assert found(FaceMatchThreshold=99.99) == 3


@pytest.mark.evidence("verified")
@pytest.mark.parametrize("options", [{}, {"QualityFilter": "HIGH"}])
def test_a_picture_without_a_usable_face_cannot_be_searched_with(
    rekognition: Any, people: str, camera: Camera, options: dict[str, str]
) -> None:
    photo = camera.photo(Person("ada", sharpness=0)) if options else camera.photo()

    with pytest.raises(rekognition.exceptions.InvalidParameterException) as refusal:
        rekognition.search_faces_by_image(CollectionId=people, Image=image(photo), **options)

    message = refusal.value.response["Error"]["Message"]
    assert message == "There are no faces in the image. Should be at least 1."


@pytest.mark.evidence("documented")
def test_detected_faces_have_the_default_attributes(rekognition: Any, camera: Camera) -> None:
    (detail,) = rekognition.detect_faces(Image=image(camera.photo(ADA)))["FaceDetails"]

    assert [*detail] == ["BoundingBox", "Landmarks", "Pose", "Quality", "Confidence"]
    assert [mark["Type"] for mark in detail["Landmarks"]] == ["eyeLeft", "eyeRight", "mouthLeft", "mouthRight", "nose"]


@pytest.mark.evidence("verified")
def test_all_attributes_come_in_the_order_of_the_service(rekognition: Any, camera: Camera) -> None:
    (detail,) = rekognition.detect_faces(Image=image(camera.photo(ADA)), Attributes=["ALL", "DEFAULT"])["FaceDetails"]

    assert [*detail] == [
        *("BoundingBox", "AgeRange", "Smile", "Eyeglasses", "Sunglasses", "Gender", "Beard", "Mustache", "EyesOpen"),
        *("MouthOpen", "Emotions", "Landmarks", "Pose", "Quality", "Confidence", "FaceOccluded", "EyeDirection"),
    ]
    assert len(detail["Landmarks"]) == 30
    confidences = [emotion["Confidence"] for emotion in detail["Emotions"]]
    assert (len(confidences), confidences) == (8, sorted(confidences, reverse=True))


@pytest.mark.evidence("documented")
def test_one_attribute_is_added_to_the_default_ones(rekognition: Any, camera: Camera) -> None:
    (detail,) = rekognition.detect_faces(Image=image(camera.photo(ADA)), Attributes=["FACE_OCCLUDED"])["FaceDetails"]

    assert [*detail] == ["BoundingBox", "Landmarks", "Pose", "Quality", "Confidence", "FaceOccluded"]
    assert len(detail["Landmarks"]) == 5


@pytest.mark.evidence("documented")
def test_no_faces_are_detected_where_there_are_none(rekognition: Any, camera: Camera) -> None:
    assert rekognition.detect_faces(Image=image(camera.photo()))["FaceDetails"] == []


@pytest.mark.evidence("documented")
def test_at_most_a_hundred_faces_are_detected(rekognition: Any, camera: Camera) -> None:
    crowd = camera.photo(*(Person(str(n), width=200 - n) for n in range(103)))

    assert len(rekognition.detect_faces(Image=image(crowd))["FaceDetails"]) == 100
