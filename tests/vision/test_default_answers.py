"""Landmarks, box, pose and quality of drawn faces whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image, ImageFilter

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.geometry.canonical import at_rest, canonical_face
from moto_rekognition.vision.geometry.landmarks import landmarks
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import LANDMARKS, Box, Mesh
from moto_rekognition.vision.quality.image_quality import quality
from tests.vision.conftest import MeshOf

PEOPLE = (1, 4, 9)


@pytest.mark.parametrize("identity", PEOPLE)
def test_landmarks_lie_where_they_were_drawn(identity: int, mesh_of: MeshOf) -> None:
    face = Face(identity)
    drawn = np.array([face.truth.landmarks[name] for name in LANDMARKS])
    eyes = np.linalg.norm(drawn[1] - drawn[0])
    error = np.linalg.norm(landmarks(mesh_of(face)) - drawn, axis=1) / eyes
    assert np.median(error) < 0.08
    assert error[: LANDMARKS.index("upperJawlineLeft")].max() < 0.25


def test_pupils_are_the_eyes_to_the_last_digit(mesh_of: MeshOf) -> None:
    found = dict(zip(LANDMARKS, landmarks(mesh_of(Face(1))).tolist(), strict=True))
    assert found["leftPupil"] == found["eyeLeft"]
    assert found["rightPupil"] == found["eyeRight"]


def test_left_is_the_images_left(mesh_of: MeshOf) -> None:
    found = dict(zip(LANDMARKS, landmarks(mesh_of(Face(1))), strict=True))
    for left, right in (("eyeLeft", "eyeRight"), ("noseLeft", "noseRight"), ("leftEyeBrowLeft", "rightEyeBrowRight")):
        assert found[left][0] < found[right][0]


@pytest.mark.parametrize("identity", PEOPLE)
def test_the_box_is_that_of_the_drawn_face(identity: int, mesh_of: MeshOf) -> None:
    face = Face(identity)
    assert overlap(box(mesh_of(face)), face.truth.box) > 0.8


def test_the_box_of_a_face_cut_by_the_frame_leaves_the_picture(mesh_of: MeshOf) -> None:
    face = Face(1, center=(0.5, 0.24), face_height=0.6)
    assert box(mesh_of(face)).top < 0


def test_the_box_of_a_bowed_head_shows_more_of_its_forehead(mesh_of: MeshOf) -> None:
    raised, level, bowed = (mesh_of(Face(4, pitch=pitch)) for pitch in (20, 0, -20))
    above = [(mesh.points[10, 1] - box(mesh).top) / box(mesh).height for mesh in (raised, level, bowed)]
    assert above[0] < above[1] < above[2]


@pytest.mark.parametrize("yaw", [-35, 0, 35])
@pytest.mark.parametrize("pitch", [-20, 0, 20])
def test_pose_is_read_with_the_services_signs(yaw: float, pitch: float, mesh_of: MeshOf) -> None:
    found = pose(mesh_of(Face(4, yaw=yaw, pitch=pitch, roll=15)))
    assert found.yaw == pytest.approx(yaw, abs=10)
    assert found.pitch == pytest.approx(pitch, abs=10)
    assert found.roll == pytest.approx(15, abs=7)


@pytest.mark.parametrize("turn", [90, 180, -90])
def test_pose_of_a_face_that_lies_or_hangs_is_its_uprights_with_another_roll(turn: int, mesh_of: MeshOf) -> None:
    upright = mesh_of(Face(4, yaw=20))
    angle = math.radians(turn)
    points = upright.points.copy()
    points[:, :2] @= np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    before, after = pose(upright), pose(Mesh(points))
    assert (after.yaw, after.pitch) == pytest.approx((before.yaw, before.pitch), abs=1e-6)
    assert math.cos(math.radians(after.roll - before.roll - turn)) == pytest.approx(1)


def test_a_mesh_at_rest_lies_on_the_canonical_face_whatever_its_pose(mesh_of: MeshOf) -> None:
    for face in (Face(9), Face(9, yaw=30, roll=20)):
        distance = np.linalg.norm(at_rest(mesh_of(face)) - canonical_face().points, axis=1)
        assert np.median(distance) < 0.5


def test_the_canonical_face_is_its_own_mirror_image() -> None:
    face = canonical_face()
    assert np.allclose(face.points[face.mirror] * (-1, 1, 1), face.points, atol=1e-5)
    assert np.array_equal(face.mirror[face.mirror], np.arange(478))


def test_brightness_follows_the_picture(mesh_of: MeshOf) -> None:
    around = box(mesh_of(Face(1)))
    scores = [quality(np.asarray(Face(1, brightness=b).image), around).brightness for b in (0.2, 0.5, 1, 1.4)]
    assert scores == sorted(scores)
    assert scores[0] < 25
    assert scores[-1] > 75


def test_sharpness_falls_with_blur_and_stays_on_the_ladder(mesh_of: MeshOf) -> None:
    picture = Face(1).image
    around = box(mesh_of(Face(1)))
    blurred = [picture.filter(ImageFilter.GaussianBlur(sigma)) for sigma in (0, 1, 2, 4)]
    scores = [quality(np.asarray(image), around).sharpness for image in blurred]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    for score in scores:
        rung = (math.log(score / (100 - score)) - 0.4259417) / 0.29254237
        assert rung == pytest.approx(round(rung), abs=1e-6)


def test_a_box_outside_the_picture_has_no_quality() -> None:
    pixels = np.asarray(Image.new("RGB", (100, 100), "white"))
    assert quality(pixels, Box(200, 200, 50, 50)).brightness == 0


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(width, 0) * max(height, 0)
    return common / (one.area + other.area - common)
