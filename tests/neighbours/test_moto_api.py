"""Moto's own tools: recorder, seed, dashboard, reset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.service.scenes import Camera, Person


@pytest.fixture
def moto_api(endpoint: str | None) -> Any:
    """Asks moto itself: `moto_api("POST", "reset")`."""
    base = endpoint or "http://motoapi.amazonaws.com"

    def moto_api(method: str, path: str) -> requests.Response:
        answer = requests.request(method, f"{base}/moto-api/{path}", timeout=60)
        answer.raise_for_status()
        return answer

    return moto_api


@pytest.fixture
def recording(
    moto_api: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AbstractContextManager[None]]:
    """Moto records what is asked within `with recording():`."""
    monkeypatch.chdir(tmp_path)  # where moto writes it

    @contextmanager
    def recording() -> Iterator[None]:
        moto_api("POST", "recorder/reset-recording")
        moto_api("POST", "recorder/start-recording")
        try:
            yield
        finally:
            moto_api("POST", "recorder/stop-recording")

    return recording


def stored(rekognition: Any) -> list[Any]:
    """All that two collections answer about themselves, except when they were made."""
    answers: list[Any] = [rekognition.list_collections(MaxResults=1)]
    for collection_id in ("people", "others"):
        answers += [
            rekognition.describe_collection(CollectionId=collection_id),
            rekognition.list_faces(CollectionId=collection_id, MaxResults=1),
            rekognition.list_users(CollectionId=collection_id),
        ]
    for answer in answers:
        answer.pop("ResponseMetadata")
        answer.pop("CreationTimestamp", None)
    return answers


@pytest.mark.parametrize("endpoint", ["server"], indirect=True)  # in process, moto replays no service at all
def test_a_recording_restores_what_was_there(rekognition: Any, camera: Camera, moto_api: Any, recording: Any) -> None:
    moto_api("POST", "seed?a=7")
    with recording():
        for collection_id in ("people", "others"):
            rekognition.create_collection(CollectionId=collection_id)
        photo = camera.photo(Person("ada"), Person("grace"))
        faces = rekognition.index_faces(CollectionId="people", Image={"Bytes": photo})["FaceRecords"]
        rekognition.create_user(CollectionId="people", UserId="ada")
        rekognition.associate_faces(CollectionId="people", UserId="ada", FaceIds=[faces[0]["Face"]["FaceId"]])
    before = stored(rekognition)

    moto_api("POST", "reset")
    assert rekognition.list_collections()["CollectionIds"] == []
    moto_api("POST", "seed?a=7")
    moto_api("POST", "recorder/replay-recording")

    assert stored(rekognition) == before


def test_a_seed_decides_tokens(rekognition: Any, moto_api: Any) -> None:
    def token(seed: int) -> str:
        moto_api("POST", "reset")
        for collection_id in ("a", "b"):
            rekognition.create_collection(CollectionId=collection_id)
        moto_api("POST", f"seed?a={seed}")
        return rekognition.list_collections(MaxResults=1)["NextToken"]

    assert token(1) == token(1) != token(2)


def test_faces_do_not_slow_the_dashboard_down(rekognition: Any, people: str, camera: Camera, moto_api: Any) -> None:
    before = moto_api("GET", "data.json").json().get("rekognition")
    photo = camera.photo(*(Person(f"p{number}") for number in range(100)))
    rekognition.index_faces(CollectionId=people, Image={"Bytes": photo})

    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 100
    assert moto_api("GET", "data.json").json().get("rekognition") == before
