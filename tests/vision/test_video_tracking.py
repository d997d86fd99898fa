"""Who is who over the frames of a video."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moto_rekognition.vision.observation import Box, Pose
from moto_rekognition.vision.video.tracking import Detection, persons

DIMENSION = 32
FRONTAL = Pose(0, 0, 0)


class Cosine:
    """A descriptor whose Similarity is a hundred times the dot product."""

    name, version, dimension = "cosine", "1", DIMENSION

    def similarity(self, scores: Any) -> Any:
        return np.clip(np.asarray(scores, np.float64), 0, 1) * 100

    def score(self, similarity: float) -> float:
        return similarity / 100

    def describe(self, *_: Any) -> Any:
        raise AssertionError("nobody looks here")


def somebody(name: int, likeness: float = 1.0, take: int = 0) -> np.ndarray:
    """(DIMENSION,) unit vector; its dot product with that of the same name is `likeness`."""
    itself = np.eye(DIMENSION)[name]
    other = np.random.default_rng([name, take]).normal(size=DIMENSION)
    other -= itself * (itself @ other)
    return np.asarray(likeness * itself + np.sqrt(1 - likeness**2) * other / np.linalg.norm(other), np.float32)


def seen(name: int, left: float = 0.0, likeness: float = 1.0, take: int = 0, yaw: float = 0.0) -> Detection:
    return Detection(Box(left, 0, 100, 130), Pose(0, yaw, 0), somebody(name, likeness, take))


def indices(*frames: Sequence[Detection]) -> list[list[int]]:
    return [[*each] for each in persons(frames, Cosine()).of_frames]


def test_persons_are_numbered_by_their_first_appearance() -> None:
    assert indices([seen(7)], [seen(3, 300), seen(7)], [seen(3, 300)]) == [[0], [1, 0], [1]]


def test_a_person_who_walks_is_known_by_the_face() -> None:
    assert indices([seen(1, 0), seen(2, 500)], [seen(1, 250), seen(2, 750)]) == [[0, 1], [0, 1]]


def test_people_who_change_places_keep_their_numbers() -> None:
    assert indices([seen(1, 0), seen(2, 500)], [seen(2, 0), seen(1, 500)]) == [[0, 1], [1, 0]]


def test_a_face_that_is_hard_to_know_is_known_by_its_place() -> None:
    assert indices([seen(1)], [seen(1, 20, likeness=0.3, take=1)], [seen(1, 30)]) == [[0], [0], [0]]


def test_a_stranger_in_the_same_place_is_somebody_else() -> None:
    assert indices([seen(1)], [seen(2)]) == [[0], [1]]


def test_who_comes_back_is_the_same_person() -> None:
    assert indices([seen(1)], [], [], [seen(2, 300)], [seen(1, 500)]) == [[0], [], [], [1], [0]]


def test_two_faces_of_one_frame_are_two_persons_however_alike() -> None:
    assert indices([seen(1, 0), seen(1, 300)], [seen(1, 0), seen(1, 300)]) == [[0, 1], [0, 1]]


def test_the_vector_of_a_person_is_the_mean_of_its_faces_frontal_ones_counting_more() -> None:
    frontal, profile = somebody(1), somebody(1, likeness=0.5)
    (vector,) = persons([[seen(1)], [seen(1, 0, likeness=0.5, yaw=80)]], Cosine()).vectors

    assert vector @ frontal > vector @ profile
    assert np.linalg.norm(vector) == np.float32(1) or abs(np.linalg.norm(vector) - 1) < 1e-6


def test_a_video_without_faces_has_no_persons() -> None:
    assert persons([[], []], Cosine()).vectors == ()


@given(st.lists(st.lists(st.integers(0, 5), unique=True, max_size=4), max_size=12), st.randoms())
def test_who_is_seen_clearly_is_never_mistaken(frames: list[list[int]], places: Any) -> None:
    detections = [[seen(name, places.uniform(0, 2000)) for name in names] for names in frames]

    result = persons(detections, Cosine())

    pairs = {
        (name, index)
        for names, found in zip(frames, result.of_frames, strict=True)
        for name, index in zip(names, found, strict=True)
    }
    assert len(pairs) == len({name for name, _ in pairs}) == len({index for _, index in pairs}) == len(result.vectors)
    first = [index for found in result.of_frames for index in found]
    assert list(dict.fromkeys(first)) == sorted(set(first))
