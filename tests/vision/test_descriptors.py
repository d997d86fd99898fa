"""Face descriptors: what any of them promises, and what the default one recognises."""

from __future__ import annotations

import io
from importlib.util import find_spec

import numpy as np
import pytest
from PIL import Image

from moto_rekognition.synthetic import Face
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.descriptors import dlib_resnet, resnet, sface
from moto_rekognition.vision.descriptors.cohort import individual
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.observation import Descriptor
from tests.vision.tiny_onnx import face_network


def get(name: str, sface_model: str | None = None) -> Descriptor:
    if name == "dlib" and find_spec("face_recognition_models") is None:
        pytest.skip("the extra 'recognition' is not installed")
    return descriptors.get(name, sface_model)


def describe(image: Image.Image, descriptor: Descriptor) -> np.ndarray:
    pixels = np.asarray(image.convert("RGB"))
    return descriptor.describe(pixels, face_landmarker().mesh(pixels))


@pytest.fixture(scope="session")
def sface_model(tmp_path_factory):
    path = tmp_path_factory.mktemp("sface") / "tiny.onnx"
    path.write_bytes(face_network(128))
    return path


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
    """Every descriptor."""
    return get(request.param, str(sface_model))


@pytest.fixture(params=["default", "dlib"])
def recognizer(request):
    """A descriptor with what it needs to tell people apart."""
    return get(request.param)


def test_a_descriptor_gives_unit_vectors_of_its_dimension(descriptor):
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


def test_every_score_is_at_least_that_of_similarity_0(descriptor):
    assert descriptor.score(0) <= -1


@pytest.mark.parametrize(("installed", "chosen"), [(True, "dlib"), (False, "default")])
def test_auto_is_dlib_where_its_weights_are_installed(monkeypatch, installed, chosen):
    monkeypatch.setattr(descriptors, "find_spec", lambda name: object() if installed else None)
    assert descriptors.get("auto").name == chosen


def test_an_unknown_descriptor_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="choose one of auto, default, dlib, sface"):
        descriptors.get("nonsense")


def test_the_same_picture_is_described_the_same(recognizer):
    assert np.array_equal(describe(Face(1).image, recognizer), describe(Face(1).image, recognizer))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_of_a_picture_is_the_same_face(variant, recognizer):
    image = Face(3).image
    score = describe(image, recognizer) @ describe(VARIANTS[variant](image), recognizer)
    assert recognizer.similarity(score) >= 99


def test_people_are_told_apart_in_another_pose_and_light(recognizer):
    people = range(1, 7)
    first = np.array([describe(Face(who).image, recognizer) for who in people])
    second = np.array([describe(Face(who, yaw=15, smile=0.8, light=(30, 30)).image, recognizer) for who in people])
    similarity = recognizer.similarity(first @ second.T)
    assert similarity.diagonal().min() >= 95
    assert similarity[~np.eye(len(people), dtype=bool)].max() < 80


def test_the_network_of_dlib_says_what_dlib_says():
    dlib = pytest.importorskip("dlib", reason="dlib is not installed")
    get("dlib")
    face = np.asarray(Face(1).image.resize((resnet.SIZE, resnet.SIZE)).convert("RGB"))
    theirs = dlib.face_recognition_model_v1(str(dlib_resnet.weights())).compute_face_descriptor(face)
    assert resnet.ResNet(dlib_resnet.weights())(face[None])[0] == pytest.approx(np.array(theirs), abs=1e-5)


def test_a_turned_face_is_as_large_to_dlibs_network_as_a_frontal_one(mesh_of):
    def height(yaw: float) -> float:
        mesh = mesh_of(Face(3, yaw=yaw))
        first, _ = dlib_resnet.crops(mesh)
        brow, chin = mesh.points[[9, 152], :2] @ first[:, :2].T
        return float(np.linalg.norm(chin - brow))

    assert height(35) == pytest.approx(height(0), rel=0.06)


def test_faces_that_are_like_the_same_nobody_get_less_alike():
    nobody, one, other = np.eye(8)[:3]
    cohort = np.array([nobody, -np.eye(8)[4]])
    first, second = ((nobody + person) / np.sqrt(2) for person in (one, other))
    assert first @ second == pytest.approx(0.5)
    first, second = (individual(face, cohort, 10.0) for face in (first, second))
    assert first @ second < 0.02
    assert np.linalg.norm(first) == pytest.approx(1)


def test_a_file_of_another_network_is_refused_by_name(tmp_path):
    path = tmp_path / "other.dat"
    path.write_bytes(b"another network")
    with pytest.raises(ValueError, match=r"other\.dat is not dlib_face_recognition_resnet_model_v1\.dat"):
        resnet.ResNet(path)


def test_dlib_without_its_weights_says_what_to_install(monkeypatch):
    monkeypatch.setattr("moto_rekognition.vision.descriptors.dlib_resnet.find_spec", lambda name: None)
    dlib_resnet._network.cache_clear()
    with pytest.raises(ModuleNotFoundError, match=r"moto-rekognition\[recognition\]"):
        describe(Face(1).image, descriptors.get("dlib"))


def test_sface_tells_networks_apart_by_their_version(sface_model, tmp_path):
    other = tmp_path / "other.onnx"
    other.write_bytes(face_network(64))
    assert descriptors.get("sface", str(sface_model)).version != descriptors.get("sface", str(other)).version


def test_sface_without_a_model_says_how_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setattr(sface.model, "cached", lambda: tmp_path / "face_landmarker.task")
    with pytest.raises(FileNotFoundError, match=r"download-model sface.*MOTO_REKOGNITION_SFACE_MODEL"):
        descriptors.get("sface")


def test_sface_takes_the_model_that_was_downloaded(monkeypatch, tmp_path, sface_model):
    (tmp_path / sface.NAME).write_bytes(sface_model.read_bytes())
    monkeypatch.setattr(sface.model, "cached", lambda: tmp_path / "face_landmarker.task")
    monkeypatch.setattr(descriptors, "_make", descriptors._make.__wrapped__)
    assert describe(Face(1).image, descriptors.get("sface")).shape == (128,)


def test_sface_with_a_model_that_is_not_there_names_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.onnx"):
        descriptors.get("sface", str(tmp_path / "nowhere.onnx"))


def test_sface_with_a_network_of_another_size_says_so(tmp_path):
    path = tmp_path / "small.onnx"
    path.write_bytes(face_network(64))
    with pytest.raises(ValueError, match="64 numbers, not 128"):
        describe(Face(1).image, descriptors.get("sface", str(path)))


def test_sface_with_a_file_that_is_no_network_names_it(tmp_path):
    path = tmp_path / "text.onnx"
    path.write_text("not a network")
    with pytest.raises(ValueError, match=r"text\.onnx"):
        describe(Face(1).image, descriptors.get("sface", str(path)))
