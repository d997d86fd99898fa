"""When and how often a video is really looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from moto_rekognition.rekognition.video import responses
from moto_rekognition.vision.video import analysis
from tests.video.conftest import Upload

_numbers = count()


@pytest.fixture
def fresh_clip(clip: bytes) -> bytes:
    """The clip as a file that was never looked at: with an empty box of its own at the end."""
    name = b"free%8d" % next(_numbers)
    return clip + (4 + len(name)).to_bytes(4, "big") + name


def test_the_same_content_is_looked_at_once(
    rekognition: Any, people: str, upload: Upload, fresh_clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    look = analysis.observe_frame

    def counted(*arguments: Any) -> Any:
        looks.append(1)
        return look(*arguments)

    monkeypatch.setattr(analysis, "observe_frame", counted)
    one, other = upload("a.mp4", fresh_clip), upload("b.mp4", fresh_clip)

    detections = [
        rekognition.start_face_detection(Video=one)["JobId"],
        rekognition.start_face_detection(Video=other, FaceAttributes="ALL")["JobId"],
    ]
    search = rekognition.start_face_search(Video=one, CollectionId=people)["JobId"]

    assert [len(rekognition.get_face_detection(JobId=job_id)["Faces"]) for job_id in detections] == [6, 6]
    assert len(rekognition.get_face_search(JobId=search)["Persons"]) == 6
    assert len(looks) == 3  # of its six instants, those that differ from the one before


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Analyses wait until it is set."""
    gate, look = threading.Event(), analysis.observe_frame

    def gated(*arguments: Any) -> Any:
        gate.wait(60)
        return look(*arguments)

    monkeypatch.setattr(analysis, "observe_frame", gated)
    yield gate
    gate.set()


@pytest.mark.parametrize("client_of", ["server"], indirect=True)
def test_a_long_analysis_keeps_no_request_waiting(
    rekognition: Any, upload: Upload, fresh_clip: bytes, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "TIMEOUT", 0.05)
    video = upload("a.mp4", fresh_clip)

    first, second = (rekognition.start_face_detection(Video=video, ClientRequestToken=t)["JobId"] for t in "ab")
    rekognition.create_collection(CollectionId="people")
    states = [rekognition.get_face_detection(JobId=job_id)["JobStatus"] for job_id in (first, second)]
    gate.set()
    monkeypatch.setattr(responses, "TIMEOUT", 60)

    assert states == ["IN_PROGRESS", "IN_PROGRESS"]
    assert rekognition.get_face_detection(JobId=first)["JobStatus"] == "SUCCEEDED"


@pytest.mark.parametrize("client_of", ["in_process"], indirect=True)
def test_a_process_waits_for_its_own_job_and_only_for_that(
    rekognition: Any, upload: Upload, fresh_clip: bytes, gate: threading.Event
) -> None:
    video = upload("a.mp4", fresh_clip)
    job_ids: list[str] = []
    start: Callable[[], None] = lambda: job_ids.append(rekognition.start_face_detection(Video=video)["JobId"])  # noqa: E731
    thread = threading.Thread(target=start)
    thread.start()
    rekognition.create_collection(CollectionId="people")
    assert job_ids == []
    gate.set()
    thread.join()

    assert rekognition.get_face_detection(JobId=job_ids[0])["JobStatus"] == "SUCCEEDED"


@pytest.mark.parametrize("client_of", ["in_process"], indirect=True)
def test_without_pyav_an_undeclared_video_says_what_to_install(
    rekognition: Any, upload: Upload, fresh_clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(RuntimeError, match=r"pip install 'moto-rekognition\[video\]'"):
        rekognition.start_face_detection(Video=upload("a.mp4", fresh_clip))
