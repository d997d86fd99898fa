"""Face descriptors: what any of them promises, and what the default one recognises."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from moto_rekognition.synthetic import Face
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.descriptors import dlib_resnet
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.observation import Descriptor
from tests.vision.tiny_onnx import face_network


@pytest.fixture(scope="session")
def describe():
    engine = face_landmarker()

    def describe(image: Image.Image, descriptor: Descriptor | None = None) -> np.ndarray:
        pixels = np.asarray(image.convert("RGB"))
        return (descriptor or descriptors.get()).describe(pixels, engine.mesh(pixels), engine)

    return describe


@pytest.fixture(scope="session")
def sface_model(tmp_path_factory):
    path = tmp_path_factory.mktemp("sface") / "tiny.onnx"
    path.write_bytes(face_network(128))
    return path


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(descriptors.get().similarity(one @ other))


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


@pytest.fixture(params=["default", "dlib", "sface"])
def descriptor(request, sface_model):
    if request.param == "dlib":
        pytest.importorskip("dlib", reason="the extra 'recognition' is not installed")
    return descriptors.get(request.param, str(sface_model))


def test_a_descriptor_gives_unit_vectors_of_its_dimension(describe, descriptor):
    vector = describe(Face(1).image, descriptor)
    assert vector.dtype == np.float32
    assert vector.shape == (descriptor.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_similarity_rises_with_the_score_and_is_100_for_the_same_vector(descriptor):
    similarity = descriptor.similarity(np.linspace(-1, 1, 2001))
    assert (np.diff(similarity) >= 0).all()
    assert 0 <= similarity[0] <= similarity[1000] < 10
    assert similarity[-1] == 100


@pytest.mark.parametrize("similarity", [1e-6, 0.1, 10, 50, 80, 95, 99, 99.9, 99.9999, 100])
def test_the_score_of_a_similarity_is_the_smallest_that_reaches_it(descriptor, similarity):
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
    assert similarity[~np.eye(len(people), dtype=bool)].max() < 80


def test_dlib_tells_people_apart(describe):
    pytest.importorskip("dlib", reason="the extra 'recognition' is not installed")
    dlib = descriptors.get("dlib")
    first = np.array([describe(Face(who).image, dlib) for who in (1, 2, 3)])
    second = np.array([describe(Face(who, yaw=15, smile=0.8).image, dlib) for who in (1, 2, 3)])
    similarity = dlib.similarity(first @ second.T)
    assert similarity.diagonal().min() >= 95
    assert similarity[~np.eye(3, dtype=bool)].max() < 80


def test_dlib_without_its_weights_says_what_to_install(describe, monkeypatch):
    pytest.importorskip("dlib", reason="the extra 'recognition' is not installed")
    monkeypatch.setattr("moto_rekognition.vision.descriptors.dlib_resnet.find_spec", lambda name: None)
    dlib_resnet._network.cache_clear()
    with pytest.raises(ModuleNotFoundError, match=r"moto-rekognition\[recognition\]"):
        describe(Face(1).image, descriptors.get("dlib"))


def test_sface_tells_networks_apart_by_their_version(sface_model, tmp_path):
    other = tmp_path / "other.onnx"
    other.write_bytes(face_network(64))
    assert descriptors.get("sface", str(sface_model)).version != descriptors.get("sface", str(other)).version


def test_sface_without_a_model_says_what_to_set():
    with pytest.raises(ValueError, match="MOTO_REKOGNITION_SFACE_MODEL"):
        descriptors.get("sface")


def test_sface_with_a_model_that_is_not_there_names_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.onnx"):
        descriptors.get("sface", str(tmp_path / "nowhere.onnx"))


def test_sface_with_a_network_of_another_size_says_so(describe, tmp_path):
    path = tmp_path / "small.onnx"
    path.write_bytes(face_network(64))
    with pytest.raises(ValueError, match="64 numbers, not 128"):
        describe(Face(1).image, descriptors.get("sface", str(path)))


def test_sface_with_a_file_that_is_no_network_names_it(describe, tmp_path):
    path = tmp_path / "text.onnx"
    path.write_text("not a network")
    with pytest.raises(ValueError, match=r"text\.onnx"):
        describe(Face(1).image, descriptors.get("sface", str(path)))
