"""Many requests at once, as a server gets them: in threads, against one backend."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
import requests
from moto.rekognition.models import rekognition_backends

from moto_rekognition.gallery import Gallery
from moto_rekognition.vision import analysis
from tests.service.conftest import ACCOUNT, REGION
from tests.service.scenes import Camera, Person

THREADS = 8


def at_once(act: Callable[[int], Any], times: int) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(act, range(times)))


def test_faces_are_indexed_searched_and_deleted_at_once(rekognition: Any, people: str, camera: Camera) -> None:
    photos = [camera.photo(Person(str(n)), take=n) for n in range(24)]

    def come_and_perhaps_go(n: int) -> None:
        image = {"Bytes": photos[n]}
        (record,) = rekognition.index_faces(CollectionId=people, Image=image)["FaceRecords"]
        found = rekognition.search_faces_by_image(CollectionId=people, Image=image)["FaceMatches"]
        assert record["Face"]["FaceId"] in [match["Face"]["FaceId"] for match in found]
        if n % 2:
            face_ids = [record["Face"]["FaceId"]]
            assert rekognition.delete_faces(CollectionId=people, FaceIds=face_ids)["DeletedFaces"] == face_ids

    at_once(come_and_perhaps_go, len(photos))

    listed = rekognition.list_faces(CollectionId=people)["Faces"]
    assert len(listed) == rekognition.describe_collection(CollectionId=people)["FaceCount"] == 12


def test_the_same_picture_at_once_is_saved_once(rekognition: Any, people: str, camera: Camera) -> None:
    image = {"Bytes": camera.photo(Person("ada"))}

    at_once(lambda _: rekognition.index_faces(CollectionId=people, Image=image), 16)

    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 1


def test_one_of_many_creates_the_collection(rekognition: Any) -> None:
    def create(_: int) -> bool:
        try:
            rekognition.create_collection(CollectionId="people")
        except rekognition.exceptions.ResourceAlreadyExistsException:
            return False
        return True

    assert sum(at_once(create, 16)) == 1


def test_the_same_token_at_once_is_one_request(rekognition: Any, people: str) -> None:
    request = {"CollectionId": people, "UserId": "ada", "ClientRequestToken": "token"}

    at_once(lambda _: rekognition.create_user(**request), 16)

    assert rekognition.describe_collection(CollectionId=people)["UserCount"] == 1


@pytest.fixture
def slow_camera(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> tuple[Camera, threading.Event, threading.Event]:
    """A camera whose pictures are looked at until the second event; the first tells that somebody looks."""
    looking, seen = threading.Event(), threading.Event()

    def analyze(*arguments: Any) -> Any:
        looking.set()
        assert seen.wait(30)
        return camera.analyze(*arguments)

    monkeypatch.setattr(analysis, "analyze", analyze)
    return camera, looking, seen


def test_nobody_waits_while_a_picture_is_looked_at(
    rekognition: Any, people: str, slow_camera: tuple[Camera, threading.Event, threading.Event]
) -> None:
    camera, looking, seen = slow_camera
    with ThreadPoolExecutor(1) as threads:
        image = {"Bytes": camera.photo(Person("ada"))}
        indexing = threads.submit(rekognition.index_faces, CollectionId=people, Image=image)
        assert looking.wait(30)

        assert rekognition.list_faces(CollectionId=people)["Faces"] == []
        rekognition.create_user(CollectionId=people, UserId="ada")
        seen.set()

        assert len(indexing.result()["FaceRecords"]) == 1


def test_a_collection_may_be_deleted_while_a_picture_is_looked_at(
    rekognition: Any, people: str, slow_camera: tuple[Camera, threading.Event, threading.Event]
) -> None:
    camera, looking, seen = slow_camera
    with ThreadPoolExecutor(1) as threads:
        image = {"Bytes": camera.photo(Person("ada"))}
        indexing = threads.submit(rekognition.index_faces, CollectionId=people, Image=image)
        assert looking.wait(30)
        rekognition.delete_collection(CollectionId=people)
        seen.set()

        with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
            indexing.result()


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("search", ["search_faces_by_image", "search_users_by_image"])
def test_a_search_finds_as_many_as_it_may_while_others_delete(
    rekognition: Any, people: str, camera: Camera, monkeypatch: pytest.MonkeyPatch, search: str
) -> None:
    """Whatever is deleted between the search and its answer, others take its place."""
    face_ids = []
    for n in range(10):
        image = {"Bytes": camera.photo(Person("ada"), take=n)}
        face_ids.append(rekognition.index_faces(CollectionId=people, Image=image)["FaceRecords"][0]["Face"]["FaceId"])
        rekognition.create_user(CollectionId=people, UserId=f"user-{n}")
        if search == "search_users_by_image":
            rekognition.associate_faces(CollectionId=people, UserId=f"user-{n}", FaceIds=face_ids[-1:])
    really_search = Gallery.search

    def delete(key: str) -> None:
        backend = rekognition_backends[ACCOUNT][REGION]
        if search == "search_faces_by_image":
            backend.delete_faces(people, [key])
        else:
            backend.delete_user(people, key, None)

    def search_and_delete(self: Gallery, *arguments: Any) -> Any:
        found = really_search(self, *arguments)
        if len(face_ids) > 5:
            face_ids.pop()
            deleting = threading.Thread(target=delete, args=[found[0].key])
            deleting.start()
            deleting.join(0.5)  # it waits when the search keeps others from deleting
        return found

    monkeypatch.setattr(Gallery, "search", search_and_delete)
    limit = {"MaxFaces": 4} if search == "search_faces_by_image" else {"MaxUsers": 4}
    answer = getattr(rekognition, search)(CollectionId=people, Image={"Bytes": camera.photo(Person("ada"))}, **limit)

    assert len(answer.get("FaceMatches", answer.get("UserMatches"))) == 4


@pytest.mark.parametrize("client_of", ["server"], indirect=True)
def test_a_reset_does_not_break_requests_in_flight(rekognition: Any, client_of: Any, camera: Camera) -> None:
    def reset_or_index(n: int) -> None:
        if n % 4 == 0:
            requests.post(f"{rekognition.meta.endpoint_url}/moto-api/reset", timeout=60)
            return
        rekognition.create_collection(CollectionId=f"people-{n}")
        with suppress(rekognition.exceptions.ResourceNotFoundException):  # a reset came between
            rekognition.index_faces(CollectionId=f"people-{n}", Image={"Bytes": camera.photo(Person("ada"), take=n)})

    at_once(reset_or_index, 40)
