"""StartFaceSearch and GetFaceSearch: which persons of a video are in a collection."""

from __future__ import annotations

from typing import Any

import pytest

from moto_rekognition import clock, declare, face, lag
from moto_rekognition.synthetic import Face
from tests.video.conftest import Upload


def index(rekognition: Any, name: str, collection_id: str = "people", **like: float) -> str:
    """Put a declared person into a collection; gives the FaceId."""
    declare(name.encode(), [face(name, like=like)])
    answer = rekognition.index_faces(CollectionId=collection_id, Image={"Bytes": name.encode()}, ExternalImageId=name)
    return str(answer["FaceRecords"][0]["Face"]["FaceId"])


def searched(rekognition: Any, video: dict[str, Any], sort_by: str = "TIMESTAMP", **more: Any) -> dict[str, Any]:
    """The answer of GetFaceSearch after a job for a video."""
    job_id = rekognition.start_face_search(Video=video, CollectionId="people", **more)["JobId"]
    answer = rekognition.get_face_search(JobId=job_id, SortBy=sort_by)
    assert answer["JobStatus"] == "SUCCEEDED", answer
    return answer


def seen(answer: dict[str, Any]) -> list[tuple[int, int, list[str]]]:
    """(Timestamp, Index, who it is) of each entry."""
    return [
        (
            entry["Timestamp"],
            entry["Person"]["Index"],
            [match["Face"]["ExternalImageId"] for match in entry["FaceMatches"]],
        )
        for entry in answer["Persons"]
    ]


@pytest.mark.evidence("verified")
def test_every_person_is_listed_whether_in_the_collection_or_not(
    rekognition: Any, people: str, video: dict[str, Any]
) -> None:
    index(rekognition, "ada")
    declare("videos/lobby.mp4", video=[(0, [face("eve")]), (500, [face("eve"), face("ada")]), (1000, [])])

    assert seen(searched(rekognition, video)) == [(0, 0, []), (500, 0, []), (500, 1, ["ada"])]


@pytest.mark.evidence("verified")
def test_a_person_keeps_the_index_over_an_absence(rekognition: Any, people: str, video: dict[str, Any]) -> None:
    ada, eve = face("ada"), face("eve")
    declare("videos/lobby.mp4", video=[(0, [ada]), (500, []), (5000, [eve]), (5500, [eve, ada])], duration=6000)

    assert seen(searched(rekognition, video)) == [(0, 0, []), (5000, 1, []), (5500, 0, []), (5500, 1, [])]


@pytest.mark.evidence("verified")
def test_entries_can_be_sorted_by_person(rekognition: Any, people: str, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada"), face("eve")], duration=1000)

    by_time, by_index = (seen(searched(rekognition, video, sort_by)) for sort_by in ("TIMESTAMP", "INDEX"))

    assert [entry[:2] for entry in by_time] == [(0, 0), (0, 1), (500, 0), (500, 1)]
    assert [entry[:2] for entry in by_index] == [(0, 0), (500, 0), (0, 1), (500, 1)]


@pytest.mark.evidence("verified")
def test_a_person_has_an_index_and_a_face_with_default_attributes_but_no_box_of_its_own(
    rekognition: Any, people: str, video: dict[str, Any]
) -> None:
    declare("videos/lobby.mp4", video=[face("ada")])

    (first, *_) = searched(rekognition, video)["Persons"]

    assert [*first] == ["Timestamp", "Person", "FaceMatches"]
    assert [*first["Person"]] == ["Index", "Face"]
    assert [*first["Person"]["Face"]] == ["BoundingBox", "Landmarks", "Pose", "Quality", "Confidence"]


@pytest.mark.evidence("verified")
def test_matches_are_at_least_as_similar_as_asked_for_the_best_first(
    rekognition: Any, people: str, video: dict[str, Any]
) -> None:
    for name, similarity in (("bob", 85), ("cy", 95), ("dan", 50)):
        index(rekognition, name, ada=similarity)
    declare("videos/lobby.mp4", video=[face("ada")], duration=500)

    def matches(**threshold: float) -> list[tuple[str, float]]:
        (entry,) = searched(rekognition, video, **threshold)["Persons"]
        return [(match["Face"]["ExternalImageId"], round(match["Similarity"])) for match in entry["FaceMatches"]]

    assert matches() == [("cy", 95), ("bob", 85)]
    assert matches(FaceMatchThreshold=90) == [("cy", 95)]
    assert matches(FaceMatchThreshold=40) == [("cy", 95), ("bob", 85), ("dan", 50)]
    assert matches(FaceMatchThreshold=99) == []


@pytest.mark.evidence("documented")
def test_a_match_is_a_stored_face_as_searches_show_it(rekognition: Any, people: str, video: dict[str, Any]) -> None:
    face_id = index(rekognition, "ada")
    rekognition.create_user(CollectionId=people, UserId="ada")
    rekognition.associate_faces(CollectionId=people, UserId="ada", FaceIds=[face_id])
    declare("videos/lobby.mp4", video=[face("ada")])

    (first, *_) = searched(rekognition, video)["Persons"]
    (in_image,) = rekognition.search_faces_by_image(CollectionId=people, Image={"Bytes": b"ada"})["FaceMatches"]

    assert [match["Face"] for match in first["FaceMatches"]] == [in_image["Face"]]
    assert first["FaceMatches"][0]["Face"]["UserId"] == "ada"


@pytest.mark.evidence("documented")
def test_the_collection_must_exist(rekognition: Any, video: dict[str, Any]) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException, match="nobody does not exist"):
        rekognition.start_face_search(Video=video, CollectionId="nobody")


@pytest.mark.evidence("assumed")
def test_the_collection_is_searched_as_it_is_when_the_job_ends(
    rekognition: Any, people: str, video: dict[str, Any]
) -> None:
    declare("videos/lobby.mp4", video=[face("ada")], duration=500)
    lag(jobs=10)
    with clock.stopped():
        job_id = rekognition.start_face_search(Video=video, CollectionId=people)["JobId"]
        index(rekognition, "ada")
        clock.advance(10)

    assert seen(rekognition.get_face_search(JobId=job_id)) == [(0, 0, ["ada"])]


@pytest.mark.evidence("assumed")
def test_a_collection_that_is_gone_by_then_fails_the_job(rekognition: Any, people: str, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada")])
    lag(jobs=10)
    with clock.stopped():
        job_id = rekognition.start_face_search(Video=video, CollectionId=people)["JobId"]
        rekognition.delete_collection(CollectionId=people)
        clock.advance(10)

    answer = rekognition.get_face_search(JobId=job_id)

    assert (answer["JobStatus"], answer["Persons"]) == ("FAILED", [])
    assert answer["StatusMessage"] == "The collection id: people does not exist"


@pytest.mark.evidence("verified")
def test_people_of_a_real_video_are_found_by_their_photos(
    rekognition: Any, people: str, upload: Upload, clip: bytes
) -> None:
    rekognition.index_faces(CollectionId=people, Image={"Bytes": Face("grace", yaw=8).jpeg()}, ExternalImageId="grace")

    answer = searched(rekognition, upload("clip.mp4", clip))

    assert seen(answer) == [
        (0, 0, []),
        (500, 0, []),
        (1000, 0, []),
        (1000, 1, ["grace"]),
        (1500, 0, []),
        (1500, 1, ["grace"]),
    ]


@pytest.mark.evidence("third party")
@pytest.mark.parametrize("operation", ["start_person_tracking", "get_person_tracking"])
def test_person_tracking_has_ended(rekognition: Any, operation: str) -> None:
    """Whatever is asked: the request is not looked at."""
    asked = {"JobId": "0" * 64} if operation.startswith("get") else {"Video": {}}
    with pytest.raises(rekognition.exceptions.AccessDeniedException) as refusal:
        getattr(rekognition, operation)(**asked)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
