"""Drawn faces are seen by the vision pipeline as what they were drawn to be."""

from __future__ import annotations

import math

import pytest

from moto_rekognition.synthetic import Face, group
from moto_rekognition.vision.analysis import observe
from moto_rekognition.vision.observation import LANDMARKS


@pytest.mark.parametrize(
    "face",
    [
        Face(identity=101),
        Face(identity=102, yaw=30, pitch=-10),
        Face(identity=103, yaw=-25, pitch=12, roll=-20),
        Face(identity=104, sunglasses=True),
        Face(identity=105, beard=True, mouth_open=1),
        Face(identity=106, size=160, light=(70, 10), brightness=0.6),
    ],
    ids=lambda face: str(face.identity),
)
def test_a_face_is_found_where_it_was_drawn(face: Face) -> None:
    (seen,) = observe(face.array).faces
    truth = face.truth
    eyes = math.dist(truth.landmarks["eyeLeft"], truth.landmarks["eyeRight"])
    for name, point in zip(LANDMARKS, seen.landmarks, strict=True):
        if name in ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight"):
            assert math.dist(point, truth.landmarks[name]) < 0.25 * eyes, name
    assert seen.pose.yaw == pytest.approx(truth.pose.yaw, abs=10)
    assert seen.pose.roll == pytest.approx(truth.pose.roll, abs=6)


def test_every_face_of_a_group_is_found() -> None:
    picture = group([Face(identity=identity) for identity in (111, 112, 113)], size=(960, 540))
    assert len(observe(picture.array).faces) == 3
