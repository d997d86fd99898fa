"""One drawn person: the parameters, the pixels and the truth."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.observation import LANDMARKS

SMALL = 96


def test_the_same_parameters_give_the_same_pixels() -> None:
    first, second = (Face(identity=3, yaw=10, noise=4, size=SMALL) for _ in range(2))
    assert np.array_equal(first.array, second.array)


def test_another_identity_is_another_picture() -> None:
    assert not np.array_equal(Face(identity=3, size=SMALL).array, Face(identity=4, size=SMALL).array)


def test_a_name_is_an_identity() -> None:
    ada, again, grace = (Face(identity=name, size=SMALL) for name in ("ada", "ada", "grace"))
    assert np.array_equal(ada.array, again.array)
    assert not np.array_equal(ada.array, grace.array)


def test_image_array_png_and_jpeg_are_one_picture() -> None:
    face = Face(identity=1, size=(120, 90))
    assert face.image.size == (120, 90)
    assert face.array.shape == (90, 120, 3)
    assert face.array.dtype == np.uint8
    assert np.array_equal(face.array, np.asarray(face.image))
    assert np.array_equal(face.array, np.asarray(Image.open(io.BytesIO(face.png()))))
    decoded = np.asarray(Image.open(io.BytesIO(face.jpeg(quality=95)))).astype(int)
    assert np.abs(decoded - face.array).mean() < 4


def test_the_image_that_is_handed_out_can_be_changed() -> None:
    face = Face(size=SMALL)
    face.image.paste((0, 0, 0), (0, 0, SMALL, SMALL))
    face.array[:] = 0
    assert face.array.mean() > 30


def test_the_truth_names_the_thirty_landmarks() -> None:
    assert tuple(Face(size=SMALL).truth.landmarks) == LANDMARKS


@pytest.mark.parametrize("turn", [{}, {"yaw": 30}, {"pitch": -20}, {"roll": 25}, {"mouth_open": 1.0}])
def test_the_landmarks_lie_in_the_box_and_the_box_in_the_picture(turn: dict[str, float]) -> None:
    for identity in range(8):
        face = Face(identity=identity, size=200, **turn)  # type: ignore[arg-type]
        box = face.truth.box
        assert 0 < box.left < box.left + box.width < 200
        assert 0 < box.top < box.top + box.height < 200
        for name, (x, y) in face.truth.landmarks.items():
            assert box.left - 2 <= x <= box.left + box.width + 2, name
            assert box.top - 2 <= y <= box.top + box.height + 2, name
