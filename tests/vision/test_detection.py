"""Every face is found, once, wherever it is, whatever its size and whichever way up; and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from skimage import data

from moto_rekognition.synthetic import Face, group
from moto_rekognition.vision.detection import verification
from moto_rekognition.vision.detection.merging import distinct
from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.detection.verification import verify
from moto_rekognition.vision.engine import Detection, face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.geometry.canonical import canonical_face
from moto_rekognition.vision.geometry.keypoints import at_keypoints, posed
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Box, Mesh, Pixels


def boxes(pixels: Pixels) -> list[Box]:
    return [box(found.mesh) for found in find(np.ascontiguousarray(pixels), face_landmarker())]


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    shared = max(width, 0) * max(height, 0)
    return shared / (a.area + b.area - shared)


ASTRONAUT = Box(180, 52, 91, 125)


@pytest.fixture(scope="module")
def astronaut() -> Pixels:
    return np.ascontiguousarray(data.astronaut())


@pytest.mark.parametrize("height", [0.04, 0.08, 0.2, 0.5, 0.8])
def test_a_face_is_found_at_any_size(height: float) -> None:
    picture = Face(identity=5, size=(1200, 900), face_height=height, background=(90, 120, 90))
    (found,) = boxes(picture.array)
    assert overlap(found, picture.truth.box) > 0.5


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_may_lie_on_its_side_or_stand_on_its_head(astronaut: Pixels, quarters: int) -> None:
    (found,) = boxes(np.rot90(astronaut, quarters))
    corners = np.array([[180, 52], [271, 177]])
    for _ in range(quarters):
        corners = np.column_stack([corners[:, 1], 512 - corners[:, 0]])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    assert overlap(found, Box(left, top, right - left, bottom - top)) > 0.6


@pytest.mark.parametrize("people", range(2))
def test_a_crowd_may_stand_on_its_head(people: int) -> None:
    picture = group([Face(10 * people + k) for k in range(8)]).array
    rolls = [pose(found.mesh).roll for found in find(np.ascontiguousarray(picture[::-1, ::-1]), face_landmarker())]
    assert len(rolls) == 8
    assert all(abs(roll) > 160 for roll in rolls), rolls


def test_a_crowd_may_lean() -> None:
    crowd = group([Face(identity) for identity in range(90, 96)]).image
    assert len(boxes(np.asarray(crowd.rotate(-50, expand=True, fillcolor=(196, 206, 214))))) == 6


def test_a_face_cut_by_the_frame_is_found_and_its_box_leaves_the_picture(astronaut: Pixels) -> None:
    (found,) = boxes(astronaut[:, 205:])
    assert found.left < -10
    assert overlap(found, Box(ASTRONAUT.left - 205, ASTRONAUT.top, ASTRONAUT.width, ASTRONAUT.height)) > 0.6


def test_a_small_face_beside_another_small_one_is_found(astronaut: Pixels) -> None:
    small = astronaut[::4, ::4]
    picture = np.full((900, 1200, 3), 110, np.uint8)
    picture[100:228, 200:328] = picture[600:728, 900:1028] = small
    found = boxes(picture)
    assert len(found) == 2
    for left, top in ((200, 100), (900, 600)):
        expected = Box(left + ASTRONAUT.left / 4, top + ASTRONAUT.top / 4, ASTRONAUT.width / 4, ASTRONAUT.height / 4)
        assert max(overlap(expected, one) for one in found) > 0.5


def test_each_of_a_crowd_is_found_once() -> None:
    picture = group([Face(identity=identity) for identity in range(20, 32)], size=(1600, 1200))
    found = boxes(picture.array)
    hits = [max(overlap(truth.box, one) for one in found) > 0.4 for truth in picture.truth]
    assert len(found) <= len(hits)
    assert sum(hits) >= 11


@pytest.mark.parametrize("name", ["coffee", "chelsea", "brick", "text"])
def test_a_picture_of_something_else_has_no_faces(name: str) -> None:
    pixels = getattr(data, name)()
    assert boxes(pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=-1)) == []


@pytest.mark.parametrize("size", [(1, 1), (80, 1), (3, 500), (80, 80)])
def test_pictures_of_odd_sizes_are_no_trouble(size: tuple[int, int]) -> None:
    assert boxes(np.full((*size, 3), 200, np.uint8)) == []


@pytest.mark.parametrize("yaw", [-80, -50, 0, 50, 80])
def test_a_face_without_mesh_is_posed_by_its_keypoints(yaw: float) -> None:
    turn = Rotation.from_euler("y", -yaw, degrees=True).as_matrix()
    turned = 20 * canonical_face().points @ turn.T + (100, 80, 0)
    mesh, misfit = posed(at_keypoints(turned)[:, :2])
    assert misfit < 0.01
    assert np.abs(mesh.points - turned)[:, :2].max() < 1
    assert pose(mesh).yaw == pytest.approx(pose(Mesh(turned)).yaw, abs=1)


def test_keypoints_of_no_face_do_not_fit() -> None:
    keypoints = np.array([[0, 0], [10, 0], [5, -20], [5, 30], [40, 0], [-30, 0]], np.float64)
    assert posed(keypoints)[1] > 2


def test_a_detection_beside_a_face_does_not_get_its_mesh(astronaut: Pixels) -> None:
    (found,) = find(astronaut, face_landmarker())
    beside = replace(found.detection, x=found.detection.x + 1.5 * found.detection.side)
    assert verify(astronaut, beside, face_landmarker()) is None


def test_the_surest_of_overlapping_detections_stands_for_the_face() -> None:
    keypoints = np.zeros((6, 2))
    detections = [
        Detection(100, 100, 50, keypoints, 0.6),
        Detection(104, 98, 60, keypoints, 0.9),
        Detection(300, 100, 50, keypoints, 0.7),
    ]
    assert [s.score for s in distinct(detections)] == [0.9, 0.7]


@pytest.mark.parametrize("requirement", ["_MAX_MESH_DIFFERENCE", "_MAX_KEYPOINT_ERROR_UNSURE"])
def test_an_unsure_detection_needs_meshes_that_agree(
    astronaut: Pixels, requirement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = face_landmarker()
    (found,) = find(astronaut, engine)
    unsure = replace(found.detection, score=0.7)
    assert verify(astronaut, unsure, engine) is not None
    monkeypatch.setattr(verification, requirement, 0.0)
    assert verify(astronaut, unsure, engine) is None


def test_a_large_face_hides_no_small_ones(astronaut: Pixels) -> None:
    picture = np.full((1200, 1600, 3), 110, np.uint8)
    picture[:, :900] = astronaut[20:220, 150:300].repeat(6, axis=0).repeat(6, axis=1)
    picture[200:456, 1000:1256] = picture[700:956, 1200:1456] = astronaut[::2, ::2]
    assert len(boxes(picture)) == 3
