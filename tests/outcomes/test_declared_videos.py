"""`declare(what, video=...)`: faces over time, and failures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from moto_rekognition import declare, face
from moto_rekognition.synthetic import Face, film


@pytest.fixture
def video(s3: Any) -> dict[str, Any]:
    s3.create_bucket(Bucket="videos")
    s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"no video")
    return {"S3Object": {"Bucket": "videos", "Name": "lobby.mp4"}}


def answer(rekognition: Any, video: Mapping[str, Any]) -> dict[str, Any]:
    job_id = rekognition.start_face_detection(Video=video)["JobId"]
    return dict(rekognition.get_face_detection(JobId=job_id))


def times(rekognition: Any, video: Mapping[str, Any]) -> list[int]:
    return [entry["Timestamp"] for entry in answer(rekognition, video)["Faces"]]


def test_faces_are_seen_from_a_moment_to_the_next_and_a_second_after_the_last(
    rekognition: Any, video: dict[str, Any]
) -> None:
    declare("videos/lobby.mp4", video=[(700, [face("ada")]), (1500, []), (2000, [face("ada"), face("eve")])])

    assert times(rekognition, video) == [1000, 2000, 2000, 2500, 2500]


def test_a_plain_list_of_faces_is_seen_all_the_time(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada")], duration=2000)

    assert times(rekognition, video) == [0, 500, 1000, 1500]


def test_what_is_seen_can_be_a_mapping(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[(0, {"faces": [face("ada")]}), (500, {})])

    assert times(rekognition, video) == [0]


def test_faces_of_a_picture_are_seen_in_a_video_all_the_time(rekognition: Any, video: dict[str, Any]) -> None:
    declare(faces=[face("ada")])

    assert times(rekognition, video) == [0, 500]


def test_a_declared_video_is_no_declaration_for_pictures(rekognition: Any, video: dict[str, Any]) -> None:
    declare(faces=[])
    declare("videos/*", video=[face("ada")])

    assert times(rekognition, video) == [0, 500]
    assert rekognition.detect_faces(Image=video)["FaceDetails"] == []


def test_content_counts_before_the_key_and_the_key_before_the_default(
    rekognition: Any, s3: Any, video: dict[str, Any]
) -> None:
    declare(b"no video", video=[face("ada")], duration=500)
    declare("videos/lobby.mp4", video=[face("ada")], duration=1000)
    declare(video=[face("ada")], duration=1500)

    by_content = times(rekognition, video)
    s3.put_object(Bucket="videos", Key="lobby.mp4", Body=b"other")
    by_key = times(rekognition, video)
    s3.put_object(Bucket="videos", Key="other.mp4", Body=b"other")
    by_default = times(rekognition, {"S3Object": {"Bucket": "videos", "Name": "other.mp4"}})

    assert [len(by_content), len(by_key), len(by_default)] == [1, 2, 3]


def test_the_metadata_are_as_declared(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/*", video=[], duration=2500, fps=29.97, size=(640, 480))

    assert answer(rekognition, video)["VideoMetadata"] == {
        "Codec": "h264",
        "DurationMillis": 2500,
        "Format": "QuickTime / MOV",
        "FrameRate": 29.969999313354492,
        "FrameHeight": 480,
        "FrameWidth": 640,
        "ColorRange": "LIMITED",
    }


def test_a_drawn_video_can_be_declared(rekognition: Any, s3: Any, video: dict[str, Any]) -> None:
    clip = film([(0, [Face("ada")])], duration=500, fps=2)
    declare(clip, video=[])
    s3.put_object(Bucket="videos", Key="lobby.mp4", Body=clip.mp4())

    assert times(rekognition, video) == []


def test_a_failure_can_be_declared(rekognition: Any, video: dict[str, Any]) -> None:
    with declare("videos/*", failure="The disk is full."):
        failed = answer(rekognition, video)

    assert (failed["JobStatus"], failed["StatusMessage"]) == ("FAILED", "The disk is full.")


def test_a_video_that_is_not_declared_and_not_readable_is_told_what_is_declared(
    rekognition: Any, video: dict[str, Any]
) -> None:
    declare("videos/other.mp4", video=[(0, [face("ada")])])

    message = answer(rekognition, video)["StatusMessage"]

    assert message.startswith("Unsupported codec/format. (moto-rekognition: content with SHA-256 ")
    assert "declare('videos/other.mp4', video=[(0, [face('ada')])])" in message


@pytest.mark.parametrize(
    ("arguments", "help_"),
    [
        ({"video": "ada"}, "list of (milliseconds, faces)"),
        ({"video": [(0, face("ada"))]}, "give a list of face(...)"),
        ({"video": [0]}, "is no moment"),
        ({"video": [("0", [])]}, "give a number"),
        ({"video": [(-1, [])]}, "0 or more"),
        ({"video": [(500, []), (0, [])]}, "ascending"),
        ({"video": [(0, []), (0, [])]}, "ascending"),
        ({"video": [(0, {"face": []})]}, "did you mean 'faces'"),
        ({"video": [], "duration": 0}, "1 or more"),
        ({"video": [(5000, [])], "duration": 5000}, "last moment begins at 5000"),
        ({"video": [], "fps": 0}, "fps"),
        ({"video": [], "size": (640,)}, "(width, height)"),
        ({"video": [], "size": (640, 0)}, "1 to"),
        ({"video": [], "failure": "no"}, "say what is declared"),
        ({"video": [], "faces": []}, "say what is declared"),
        ({"faces": [], "duration": 5}, "declared video"),
        ({"failure": ""}, "StatusMessage"),
        ({"failure": "half: \ud800"}, "half a character"),
    ],
)
def test_nonsense_is_refused_where_it_is_declared(arguments: dict[str, Any], help_: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refusal:
        declare("videos/lobby.mp4", **arguments)
    assert help_ in str(refusal.value)
