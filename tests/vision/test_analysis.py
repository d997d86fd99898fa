"""analyze(): a picture is looked at once."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from skimage import data

from moto_rekognition.vision.analysis import ObservationCache, analyze
from moto_rekognition.vision.crop import face_crop
from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Pixels


@pytest.fixture(scope="module")
def astronaut() -> Pixels:
    return np.ascontiguousarray(data.astronaut())


@pytest.fixture
def cache() -> ObservationCache:
    return ObservationCache()


def never() -> Pixels:
    raise AssertionError("the picture was decoded again")


def test_finds_the_face_of_the_astronaut(astronaut: Pixels) -> None:
    observation = analyze(b"astronaut", lambda: astronaut)
    assert observation.size == (512, 512)
    (face,) = observation.faces
    left_eye, right_eye = face.landmarks[:2]
    assert left_eye == pytest.approx((204, 102), abs=5)
    assert right_eye == pytest.approx((247, 104), abs=5)
    assert face.confidence > 99


def test_finds_nobody_in_an_empty_picture(cache: ObservationCache) -> None:
    assert cache(b"empty", lambda: np.full((480, 640, 3), 127, np.uint8)).faces == ()


def test_the_same_content_is_decoded_once(cache: ObservationCache, astronaut: Pixels) -> None:
    first = cache(b"same", lambda: astronaut)
    assert cache(b"same", never) is first
    assert first.attributes(first.faces[0]) is first.attributes(first.faces[0])


def test_concurrent_requests_for_one_picture_share_one_observation(cache: ObservationCache, astronaut: Pixels) -> None:
    loads: list[int] = []
    gate = threading.Barrier(4)

    def load() -> Pixels:
        loads.append(1)
        return astronaut

    def ask() -> None:
        gate.wait()
        cache(b"shared", load)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == [1]


def test_a_failure_to_decode_is_not_remembered(cache: ObservationCache, astronaut: Pixels) -> None:
    with pytest.raises(AssertionError, match="decoded again"):
        cache(b"broken", never)
    assert len(cache(b"broken", lambda: astronaut).faces) == 1


def test_a_portrait_does_not_hold_its_picture(astronaut: Pixels) -> None:
    (found,) = find(astronaut, face_landmarker())
    kept = face_crop(astronaut, found.mesh, box(found.mesh)).pixels
    close_up = np.ascontiguousarray(astronaut[40:190, 170:280])
    (found,) = find(close_up, face_landmarker())
    whole = face_crop(close_up, found.mesh, box(found.mesh)).pixels
    assert not np.shares_memory(kept, astronaut)
    assert not np.shares_memory(whole, close_up)


def test_the_cache_is_bounded(astronaut: Pixels) -> None:
    weight = ObservationCache()(b"1", lambda: astronaut).weight
    cache = ObservationCache(capacity=weight + weight // 2)
    cache(b"1", lambda: astronaut)
    cache(b"2", lambda: astronaut)
    with pytest.raises(AssertionError, match="decoded again"):
        cache(b"1", never)
