"""Identities: who matches whom, for a descriptor of any dimension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from moto import mock_aws

from moto_rekognition import face
from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.declared_observation import DeclaredObservation
from moto_rekognition.outcomes.identities import Identities, Stored
from moto_rekognition.outcomes.likenesses import Likenesses
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

FACE_ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def mock() -> Any:
    with mock_aws():
        yield


class Linear:
    """A descriptor whose Similarity is 100 times the dot product."""

    name = "linear"
    version = "1"
    dimension = 512

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        raise AssertionError("a declared face was described")

    def similarity(self, scores: Any) -> Floats:
        return np.asarray(scores, dtype=np.float64) * 100

    def score(self, similarity: float) -> float:
        return similarity / 100


def nothing_stored(face_id: str, descriptor: Any) -> None:
    return None


def vectors(
    *faces: DeclaredFace,
    likenesses: Mapping[str, Mapping[str, float]] | None = None,
    content: bytes = b"x",
    stored: Stored = nothing_stored,
) -> list[Vector]:
    picture = DeclaredObservation(
        faces, (3840, 2160), content, Likenesses().extended((likenesses or {}).items()), stored
    )
    return [picture.vector(one, Linear()) for one in picture.faces]


def crowd(picture: int) -> list[Vector]:
    return vectors(*[face(f"person {picture} {place}") for place in range(100)])


def test_one_name_is_one_person_in_every_picture() -> None:
    (one,), (other,) = vectors(face("ada"), content=b"x"), vectors(face("ada", beard=True), content=b"y")
    assert one.dtype == np.float32
    assert float(one @ other) == pytest.approx(1)


def test_hundreds_of_names_are_all_strangers() -> None:
    everybody = np.stack([vector for picture in range(5) for vector in crowd(picture)])
    assert np.allclose(everybody @ everybody.T, np.eye(500), atol=1e-6)


def test_more_names_than_the_descriptor_has_dimensions_are_nearly_strangers() -> None:
    everybody = np.stack([vector for picture in range(6) for vector in crowd(picture)])
    assert (everybody @ everybody.T - np.eye(600)).max() < 0.3
    assert np.allclose(crowd(5), everybody[500:], atol=1e-6)


def test_not_to_be_alike_at_all_can_be_declared() -> None:
    ada, eve = vectors(face("ada"), face("eve", like={"ada": 0}), likenesses={"eve": {"ada": 0}})
    assert ada @ eve <= 0.001


def test_a_face_without_a_name_is_matched_by_its_own_picture_only() -> None:
    (one,), (again,), (elsewhere,) = vectors(face()), vectors(face()), vectors(face(), content=b"y")
    assert float(one @ again) == pytest.approx(1)
    assert abs(one @ elsewhere) < 0.2


def test_a_declared_similarity_is_reached_and_not_just_missed() -> None:
    ada, bob, nobody = vectors(
        face("ada"), face("bob"), face(like={"ada": 92, "bob": 30}), likenesses={"bob": {"ada": 60}}
    )
    assert 92 <= 100 * float(nobody @ ada) == pytest.approx(92, abs=0.001)
    assert 30 <= 100 * float(nobody @ bob) == pytest.approx(30, abs=0.001)
    assert 100 * float(ada @ bob) == pytest.approx(60, abs=0.001)


def test_a_similarity_to_a_stored_face() -> None:
    (stored,) = vectors(face("somebody"))
    (probe,) = vectors(face(like={FACE_ID: 85}), stored=lambda face_id, descriptor: stored)
    assert 100 * float(probe @ stored) == pytest.approx(85, abs=0.001)


def test_refuses_a_face_id_that_is_not_stored() -> None:
    with pytest.raises(ValueError, match="no collection holds that FaceId"):
        vectors(face(like={FACE_ID: 85}))


def test_refuses_to_be_like_two_strangers_at_once() -> None:
    with pytest.raises(ValueError, match="too unlike each other"):
        vectors(face(like={"ada": 99, "eve": 99}))


def test_full_likeness_to_someone_is_that_someone() -> None:
    identities = Identities(Likenesses(), nothing_stored, Linear(), {})
    assert identities.vector("eve", {"ada": 100}) @ identities.vector("ada", {}) == pytest.approx(1)
