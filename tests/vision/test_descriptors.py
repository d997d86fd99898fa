"""Face descriptors: what any of them promises, and what the default one recognises."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from moto_rekognition.synthetic import Face
from moto_rekognition.vision import descriptors, engines


@pytest.fixture(scope="session")
def describe():
    engine = engines.engine()

    def describe(image: Image.Image, name: str = "default") -> np.ndarray:
        pixels = np.asarray(image.convert("RGB"))
        return descriptors.get(name).describe(pixels, engine.mesh(pixels), engine)

    return describe


def likeness(one: np.ndarray, other: np.ndarray, name: str = "default") -> float:
    return float(descriptors.get(name).similarity(one @ other))


def recompressed(image: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=40)
    return Image.open(buffer)


VARIANTS = {
    "recompressed": recompressed,
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2)),
    "cropped": lambda image: image.crop((30, 20, image.width - 20, image.height - 10)),
    "brighter": lambda image: image.point(lambda level: min(255, level * 1.3)),
    "darker": lambda image: image.point(lambda level: level * 0.7),
    "black and white": lambda image: image.convert("L"),
    "turned": lambda image: image.rotate(10, Image.Resampling.BICUBIC),
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


@pytest.mark.parametrize("name", ["default"])
def test_a_descriptor_gives_unit_vectors_of_its_dimension(describe, name):
    vector = describe(Face(1).image, name)
    assert vector.dtype == np.float32
    assert vector.shape == (descriptors.get(name).dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", descriptors.available())
def test_similarity_rises_with_the_score_and_is_100_for_the_same_vector(name):
    descriptor = descriptors.get(name)
    similarity = descriptor.similarity(np.linspace(-1, 1, 2001))
    assert (np.diff(similarity) >= 0).all()
    assert 0 <= similarity[0] <= similarity[1000] < 10
    assert similarity[-1] == 100


@pytest.mark.parametrize("name", descriptors.available())
@pytest.mark.parametrize("similarity", [1e-6, 0.1, 10, 50, 80, 95, 99, 99.9, 99.9999, 100])
def test_the_score_of_a_similarity_is_the_smallest_that_reaches_it(name, similarity):
    descriptor = descriptors.get(name)
    score = descriptor.score(similarity)
    assert descriptor.similarity(score + 1e-9) >= similarity - 1e-6
    assert descriptor.similarity(score - 1e-6) < similarity


def test_every_score_is_at_least_that_of_similarity_0():
    assert descriptors.get().score(0) <= -1


def test_an_unknown_descriptor_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="choose one of default"):
        descriptors.get("nonsense")


def test_the_same_picture_is_described_the_same(describe):
    assert np.array_equal(describe(Face(1).image), describe(Face(1).image))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_of_a_picture_is_the_same_face(describe, variant):
    image = Face(3).image
    assert likeness(describe(image), describe(VARIANTS[variant](image))) >= 99


def test_people_are_told_apart_in_another_pose_and_light(describe):
    people = range(1, 7)
    first = np.array([describe(Face(who).image) for who in people])
    second = np.array([describe(Face(who, yaw=15, smile=0.8, light=(30, 30)).image) for who in people])
    similarity = descriptors.get().similarity(first @ second.T)
    assert similarity.diagonal().min() >= 95
    assert (similarity.argmax(axis=1) == np.arange(len(people))).all()
