"""The truth follows the parameters as geometry says it must."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moto_rekognition.synthetic import Face
from moto_rekognition.synthetic.truth import Truth


def truth(**parameters: object) -> Truth:
    return Face(identity=2, size=200, **parameters).truth  # type: ignore[arg-type]


def middle(face: Truth, *names: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.mean([face.landmarks[name] for name in names], axis=0)


@pytest.mark.parametrize("roll", [-30, 15, 40, 170])
def test_roll_turns_the_eye_line_clockwise(roll: float) -> None:
    landmarks = truth(roll=roll).landmarks
    (x0, y0), (x1, y1) = landmarks["eyeLeft"], landmarks["eyeRight"]
    assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(roll, abs=1)


def test_yaw_moves_the_nose_to_the_side_it_is_turned_to() -> None:
    shifts = []
    for yaw in (-30, 0, 30):
        face = truth(yaw=yaw)
        shifts.append(face.landmarks["nose"][0] - middle(face, "eyeLeft", "eyeRight")[0])
    assert shifts[0] < -5 < shifts[1] < 5 < shifts[2]
    assert shifts[0] == pytest.approx(-shifts[2], abs=1.5)


def test_pitch_up_lifts_the_nose() -> None:
    lifts = []
    for pitch in (-20, 0, 20):
        face = truth(pitch=pitch)
        lifts.append(middle(face, "mouthLeft", "mouthRight")[1] - face.landmarks["nose"][1])
    assert lifts == sorted(lifts)


def test_an_open_mouth_parts_the_lips_and_lowers_the_chin() -> None:
    shut, opened = truth(mouth_open=0), truth(mouth_open=1)
    assert opened.landmarks["mouthDown"][1] > shut.landmarks["mouthDown"][1] + 5
    assert opened.landmarks["chinBottom"][1] > shut.landmarks["chinBottom"][1] + 5
    assert not shut.attributes.mouth_open
    assert opened.attributes.mouth_open


def test_shut_lids_meet() -> None:
    def openings(face: Truth) -> list[float]:
        marks = face.landmarks
        return [marks[f"{side}EyeDown"][1] - marks[f"{side}EyeUp"][1] for side in ("left", "right")]

    assert openings(truth(eyes_open=False)) == pytest.approx([0, 0], abs=0.3)
    left, right = openings(truth(eyes_open=(False, True)))
    assert left == pytest.approx(0, abs=0.3)
    assert right > 3


def test_the_eyes_are_their_pupils_and_follow_the_gaze() -> None:
    for gaze in (-1, 1):
        marks = truth(gaze=(gaze, 0)).landmarks
        assert marks["eyeLeft"] == marks["leftPupil"]
        assert math.copysign(1, marks["leftPupil"][0] - truth().landmarks["leftPupil"][0]) == gaze


def test_the_truth_scales_with_the_picture() -> None:
    small, large = Face(identity=4, size=100, yaw=20).truth, Face(identity=4, size=400, yaw=20).truth
    for name, point in small.landmarks.items():
        assert np.allclose(np.array(point) * 4, large.landmarks[name], atol=5), name


def test_center_and_face_height_frame_the_face() -> None:
    box = Face(identity=4, size=(300, 200), center=(0.25, 0.6), face_height=0.5).truth.box
    assert box.left + box.width / 2 == pytest.approx(75, abs=1)
    assert box.top + box.height / 2 == pytest.approx(120, abs=1)
    assert box.height == pytest.approx(100, abs=12)


def test_what_left_is_in_the_image_is_left_in_the_truth() -> None:
    marks = truth().landmarks
    for part in ("eye{}", "mouth{}", "leftEye{}", "rightEyeBrow{}", "upperJawline{}"):
        assert marks[part.format("Left")][0] < marks[part.format("Right")][0], part
