"""StartFaceDetection and GetFaceDetection: which faces a video shows when."""

from __future__ import annotations

from typing import Any

import pytest

from moto_rekognition import declare, face
from tests.video.conftest import Upload

DEFAULT = ["BoundingBox", "Landmarks", "Pose", "Quality", "Confidence"]
ALL = [
    *("BoundingBox", "AgeRange", "Smile", "Eyeglasses", "Sunglasses", "Gender", "Beard", "Mustache", "EyesOpen"),
    *("MouthOpen", "Emotions", "Landmarks", "Pose", "Quality", "Confidence"),
]


def detected(rekognition: Any, video: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The answer of GetFaceDetection after a job for a video."""
    job_id = rekognition.start_face_detection(Video=video, **more)["JobId"]
    answer = rekognition.get_face_detection(JobId=job_id)
    assert answer["JobStatus"] == "SUCCEEDED", answer
    return answer


def timestamps(answer: dict[str, Any]) -> list[int]:
    return [entry["Timestamp"] for entry in answer["Faces"]]


@pytest.mark.evidence("verified")
def test_a_video_is_looked_at_twice_a_second_and_instants_without_a_face_are_left_out(
    rekognition: Any, video: dict[str, Any]
) -> None:
    declare("videos/lobby.mp4", video=[(0, [face("ada")]), (1500, []), (2000, [face("ada"), face("eve")])])

    assert timestamps(detected(rekognition, video)) == [0, 500, 1000, 2000, 2000, 2500, 2500]


@pytest.mark.evidence("verified")
def test_timestamps_are_cut_to_milliseconds(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada")], duration=1001, fps=30000 / 1001)

    assert timestamps(detected(rekognition, video)) == [0, 467, 967]


@pytest.mark.evidence("verified")
def test_of_the_faces_of_one_instant_the_surest_comes_first(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada", confidence=97), face("eve", confidence=99), face(confidence=98)])

    answer = detected(rekognition, video)

    assert [entry["Face"]["Confidence"] for entry in answer["Faces"] if entry["Timestamp"] == 500] == [99, 98, 97]


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(("asked", "members"), [({}, DEFAULT), ({"FaceAttributes": "DEFAULT"}, DEFAULT)])
def test_faces_have_default_attributes(
    rekognition: Any, video: dict[str, Any], asked: dict[str, str], members: list[str]
) -> None:
    declare("videos/lobby.mp4", video=[face("ada")])

    (first, *_) = detected(rekognition, video, **asked)["Faces"]

    assert [*first["Face"]] == members
    assert len(first["Face"]["Landmarks"]) == 5


@pytest.mark.evidence("verified")
def test_all_attributes_are_those_of_images_without_occlusion_and_eye_direction(
    rekognition: Any, video: dict[str, Any]
) -> None:
    declare("videos/lobby.mp4", video=[face("ada", emotions="HAPPY", sunglasses=True)])

    (first, *_) = detected(rekognition, video, FaceAttributes="ALL")["Faces"]

    assert [*first["Face"]] == ALL
    assert len(first["Face"]["Landmarks"]) == 30
    assert first["Face"]["Emotions"][0]["Type"] == "HAPPY"
    assert first["Face"]["Sunglasses"]["Value"] is True


@pytest.mark.evidence("verified")
def test_the_answer_says_what_was_asked_for_and_nothing_empty(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[face("ada")])
    job_id = rekognition.start_face_detection(Video=video, JobTag="tag")["JobId"]

    answer = rekognition.get_face_detection(JobId=job_id)

    assert answer.keys() - {"ResponseMetadata"} == {
        *("JobStatus", "VideoMetadata", "Faces", "JobId", "Video", "JobTag"),
    }
    assert (answer["JobId"], answer["Video"], answer["JobTag"]) == (job_id, video, "tag")
    assert "JobTag" not in detected(rekognition, video)


@pytest.mark.evidence("assumed")
def test_a_video_without_faces_has_metadata_and_an_empty_list(rekognition: Any, video: dict[str, Any]) -> None:
    declare("videos/lobby.mp4", video=[])

    answer = detected(rekognition, video)

    assert answer["Faces"] == []
    assert answer["VideoMetadata"]["DurationMillis"] == 1000


@pytest.mark.evidence("verified")
def test_a_real_video_is_looked_at(rekognition: Any, upload: Upload, clip: bytes) -> None:
    answer = detected(rekognition, upload("clip.mp4", clip), FaceAttributes="ALL")

    assert answer["VideoMetadata"] == {
        "Codec": "h264",
        "DurationMillis": 3000,
        "Format": "QuickTime / MOV",
        "FrameRate": 4.0,
        "FrameHeight": 480,
        "FrameWidth": 640,
        "ColorRange": "LIMITED",
    }
    assert timestamps(answer) == [0, 500, 1000, 1000, 1500, 1500]
    middles = [box["Left"] + box["Width"] / 2 for box in (entry["Face"]["BoundingBox"] for entry in answer["Faces"])]
    assert middles[0] == pytest.approx(0.3, abs=0.05)
    assert sorted(middles[2:4]) == pytest.approx([0.3, 0.7], abs=0.05)


@pytest.mark.evidence("verified")
@pytest.mark.parametrize("content", [b"", b"no video", b"\0\0\0\x1cftypisom" + bytes(100)])
def test_what_cannot_be_read_is_not_seen_at_start_but_fails(rekognition: Any, upload: Upload, content: bytes) -> None:
    video = upload("broken.mp4", content)
    job_id = rekognition.start_face_detection(Video=video)["JobId"]

    answer = rekognition.get_face_detection(JobId=job_id)

    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"] == "Unsupported codec/format."
    assert answer["Faces"] == []
    assert (answer["JobId"], answer["Video"]) == (job_id, video)
    assert "VideoMetadata" not in answer


@pytest.mark.evidence("assumed")
def test_a_video_that_is_too_long_fails(
    rekognition: Any, video: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_VIDEO_SECONDS", "1")
    declare("videos/lobby.mp4", video=[face("ada")], duration=1001)
    job_id = rekognition.start_face_detection(Video=video)["JobId"]

    answer = rekognition.get_face_detection(JobId=job_id)

    assert answer["JobStatus"] == "FAILED"
    assert "1001 is more than the maximum limit of: 1000" in answer["StatusMessage"]
