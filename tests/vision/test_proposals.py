"""Proposals spare the detector what shows no small faces, and hide none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from moto_rekognition.synthetic import Face, group
from moto_rekognition.vision.detection.proposals import CELL, covering, elsewhere
from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.detection.tiles import Layer, Pyramid, whole_span
from moto_rekognition.vision.engine import Detection, FaceLandmarker, face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Pixels

SIDE = 128
Faces = list[tuple[float, float, float]]


@pytest.fixture
def detections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The shapes of what the detector has read."""
    read: list[tuple[int, ...]] = []
    detect = FaceLandmarker.detect

    def counted(engine: FaceLandmarker, pixels: Pixels) -> list[Detection]:
        read.append(pixels.shape)
        return detect(engine, pixels)

    monkeypatch.setattr(FaceLandmarker, "detect", counted)
    return read


def found_in(pixels: Pixels) -> Faces:
    """Centre and width of the boxes of the faces of a picture."""
    boxes = [box(face.mesh) for face in find(np.ascontiguousarray(pixels), face_landmarker())]
    return [(one.left + one.width / 2, one.top + one.height / 2, one.width) for one in boxes]


def half_length() -> Pixels:
    """A photo of 640 by 480 pixels: a face of a fifth of the width before a background full of things."""
    return np.array(Image.fromarray(data.astronaut()).crop((0, 0, 512, 384)).resize((640, 480)))


def test_a_picture_of_one_face_costs_few_detections(detections: list[tuple[int, ...]]) -> None:
    assert len(found_in(half_length())) == 1
    assert len(detections) <= 5


def test_a_large_picture_of_one_face_costs_few_detections(detections: list[tuple[int, ...]]) -> None:
    assert len(found_in(np.asarray(Image.fromarray(half_length()).resize((4000, 3000))))) == 1
    assert len(detections) <= 40


@pytest.mark.parametrize("gray", [False, True])
@pytest.mark.parametrize("brightness", [0.5, 1.0])
def test_small_drawn_faces_beside_a_large_one_are_found(brightness: float, gray: bool) -> None:
    places = [(0.55, 0.2), (0.69, 0.5), (0.83, 0.3), (0.95, 0.7)]
    yaws = (-35, 20, 0, 25)
    small = [
        Face(30 + n, yaw=yaw, face_height=0.09, center=place)
        for n, (yaw, place) in enumerate(zip(yaws, places, strict=True))
    ]
    picture = group([Face(2, face_height=0.6, center=(0.27, 0.5)), *small], size=(640, 480), brightness=brightness)
    image = picture.image.convert("L").convert("RGB") if gray else picture.image
    found = found_in(np.asarray(image))
    for truth in picture.truth:
        x, y = truth.box.left + truth.box.width / 2, truth.box.top + truth.box.height / 2
        assert any(np.hypot(x - a, y - b) < 0.4 * truth.box.width for a, b, _ in found), (truth.identity, found)
    assert len(found) == len(picture.truth)


def test_small_photographed_faces_beside_a_large_one_are_found() -> None:
    picture = half_length()
    small = np.array(Image.fromarray(data.astronaut()).resize((160, 160), Image.Resampling.BOX))
    places = [(10, 10), (470, 20), (470, 300)]
    for x, y in places:
        picture[y : y + 160, x : x + 160] = small
    found = found_in(picture)
    assert len(found) == 1 + len(places)
    for x, y in places:
        assert any(np.hypot(x + 70 - a, y + 36 - b) < 15 and 20 < width < 45 for a, b, width in found), (x, y, found)


@pytest.mark.parametrize("shape", [(128, 128), (169, 225), (338, 450), (130, 700)])
@pytest.mark.parametrize("share", [0.002, 0.05, 1.0])
def test_the_tiles_show_every_cell(shape: tuple[int, int], share: float) -> None:
    height, width = shape
    cells = np.random.default_rng(0).random((-(-height // CELL), -(-width // CELL))) < share
    cells[0, -1] = cells[-1, 0] = True
    corners = covering(cells, width, height, SIDE)
    assert len(corners) <= max(1, cells.sum())
    assert all(0 <= x <= width - SIDE and 0 <= y <= height - SIDE for x, y in corners)
    for row, column in np.argwhere(cells):
        x, y = min((column + 0.5) * CELL, width - 1), min((row + 0.5) * CELL, height - 1)
        # 16 pixels from the edges of a tile, unless these are the layer's.
        assert any(
            (left + 16 <= x <= left + SIDE - 16 or x < 16 or x > width - 16)
            and (top + 16 <= y <= top + SIDE - 16 or y < 16 or y > height - 16)
            and left <= x <= left + SIDE
            and top <= y <= top + SIDE
            for left, top in corners
        ), (row, column)


def test_nothing_to_show_needs_no_tile() -> None:
    assert covering(np.zeros((16, 16), bool), SIDE, SIDE, SIDE) == []


def test_the_box_of_a_known_face_needs_no_second_look() -> None:
    layer = Layer(np.zeros((SIDE, SIDE, 3), np.uint8), 2 * np.eye(2), np.array([-16.0, -16.0]))
    known = Detection(112, 112, 64, np.zeros((6, 2)), 0.9)  # at (64, 64), 32 pixels wide
    rest = elsewhere(layer, np.ones((16, 16), bool), [known])
    assert not rest[6:10, 6:10].any()
    assert rest.sum() == 16 * 16 - 16


@pytest.mark.parametrize("size", [(640, 480), (1, 1), (3, 500), (1999, 1501)])
@pytest.mark.parametrize("finer", [1, 2, 4])
def test_a_layer_shows_the_picture_where_it_says(size: tuple[int, int], finer: int) -> None:
    width, height = size
    y, x = np.mgrid[:height, :width]
    picture = np.stack([255 * x / width, 255 * y / height, 0 * x], axis=-1).astype(np.uint8)
    pyramid = Pyramid(picture)
    layer = pyramid.layer(whole_span(pyramid.longer) / finer, SIDE)
    assert min(layer.pixels.shape[:2]) >= SIDE
    middle = (np.array([width, height]) / 2 - layer.origin) / np.diag(layer.turn)
    shown = layer.pixels[int(middle[1]), int(middle[0])]
    if min(size) > 100:
        assert np.abs(shown[:2].astype(float) - 127).max() < 6
