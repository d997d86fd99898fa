"""What a Face may be asked for, and what is said when it makes no sense."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moto_rekognition.synthetic import BEARDS, EXPRESSIONS, HAIR_STYLES, Face

SMALL = 64


def changed(**parameters: Any) -> np.ndarray[Any, Any]:
    """Where a parameter changes the picture: (h, w) bool."""
    plain, other = (
        Face(identity=5, size=160, face_height=0.6, **extra).array.astype(int) for extra in ({}, parameters)
    )
    return np.abs(plain - other).max(-1) > 12


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"identity": -1}, "identity must not be negative"),
        (
            {"yaw": 120},
            r"yaw must be a number from -90 to 90 \(degrees, positive: the nose points to the image's right\)",
        ),
        ({"pitch": float("nan")}, "pitch must be a number from -60 to 60"),
        ({"smile": 2}, "smile must be a number from -1 to 1"),
        ({"mouth_open": -0.1}, "mouth_open must be a number from 0 to 1"),
        ({"eyes_open": (1, 3)}, "eyes_open must be a number from 0 to 1.25"),
        ({"expression": "hungry"}, "expression must be one of 'calm', 'happy', .*, not 'hungry'"),
        ({"hair": "mohawk"}, "hair must be one of 'short', .*, not 'mohawk'"),
        ({"beard": "braided"}, "beard must be one of 'stubble', 'full', 'goatee', not 'braided'"),
        ({"glasses": True, "sunglasses": True}, "glasses or sunglasses, not both"),
        ({"background": "no such colour"}, r"background must be \(r, g, b\) or a colour like 'white'"),
        ({"background": (0, 0, 300)}, "background must be a number from 0 to 255"),
        ({"size": 8}, "size must be from 32 to 4096 pixels a side"),
        ({"light": (0, 200)}, "light must be a number from -90 to 90"),
        ({"noise": 1000}, "noise must be a number from 0 to 100"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_is_allowed(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Face(**parameters)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"identity": 1.5}, "identity must be an integer or a name, not 1.5"),
        ({"yaw": "left"}, "yaw must be a number .*, not 'left'"),
        ({"glasses": "round"}, "glasses must be True or False, not 'round'"),
        ({"gaze": 1}, r"gaze must be 2 numbers \(to the image's right, up\), not 1"),
        ({"size": "large"}, r"size must be a number of pixels or \(width, height\), not 'large'"),
        ({"glases": True}, "glases"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_is_allowed(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Face(**parameters)


@settings(max_examples=25)
@given(
    parameters=st.fixed_dictionaries(
        {"identity": st.one_of(st.integers(0, 2**40), st.text(max_size=8))},
        optional={
            "yaw": st.floats(-90, 90),
            "pitch": st.floats(-60, 60),
            "roll": st.floats(-180, 180),
            "expression": st.sampled_from(sorted(EXPRESSIONS)),
            "smile": st.floats(-1, 1),
            "mouth_open": st.floats(0, 1),
            "eyes_open": st.one_of(st.booleans(), st.tuples(st.floats(0, 1.25), st.floats(0, 1.25))),
            "gaze": st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
            "sunglasses": st.booleans(),
            "mask": st.booleans(),
            "beard": st.one_of(st.booleans(), st.sampled_from(BEARDS)),
            "hair": st.sampled_from(HAIR_STYLES),
            "skin": st.floats(0, 1),
            "light": st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
            "face_height": st.floats(0.02, 3),
            "center": st.tuples(st.floats(-1, 2), st.floats(-1, 2)),
            "brightness": st.floats(0, 4),
            "blur": st.floats(0, 5),
            "noise": st.floats(0, 100),
        },
    )
)
def test_whatever_is_allowed_can_be_drawn(parameters: dict[str, Any]) -> None:
    face = Face(size=(SMALL, 48), **parameters)
    assert face.array.shape == (48, SMALL, 3)
    assert np.isfinite(list(face.truth.landmarks.values())).all()
    assert Face(size=(SMALL, 48), **parameters) == face


def test_eyes_mouth_and_brows_change_where_they_are() -> None:
    marks = Face(identity=5, size=160, face_height=0.6).truth.landmarks
    regions = {
        "eyes_open": (False, "leftEyeLeft", "rightEyeRight"),
        "mouth_open": (1.0, "mouthLeft", "mouthRight"),
        "brow": (1.0, "leftEyeBrowLeft", "rightEyeBrowRight"),
    }
    for name, (value, left, right) in regions.items():
        rows, columns = np.nonzero(changed(**{name: value}))
        assert len(rows) > 20, name
        assert marks[left][0] - 12 < columns.mean() < marks[right][0] + 12, name
        assert marks[left][1] - 14 < rows.mean() < marks[left][1] + 20, name


def test_one_eye_can_wink() -> None:
    columns = np.nonzero(changed(eyes_open=(False, True)))[1]
    assert columns.max() < 80  # only the image's left half of 160 pixels


def test_a_named_expression_is_refined_by_what_is_given_with_it() -> None:
    happy = Face(identity=1, size=SMALL, expression="happy")
    assert np.array_equal(happy.array, Face(identity=1, size=SMALL, smile=0.9).array)
    assert happy.truth.attributes.smile
    assert not Face(identity=1, size=SMALL, expression="happy", smile=0).truth.attributes.smile


@pytest.mark.parametrize("name", ["glasses", "sunglasses", "mask"])
def test_what_is_worn_is_drawn_and_known(name: str) -> None:
    parameters: dict[str, Any] = {name: True}
    assert changed(**parameters).mean() > 0.01
    attributes = Face(identity=5, size=SMALL, **parameters).truth.attributes
    assert attributes.eyeglasses == (name != "mask")
    assert attributes.sunglasses == (name == "sunglasses")
    assert attributes.face_occluded == (name != "glasses")


def test_a_beard_brings_its_mustache_unless_told_otherwise() -> None:
    def grown(**parameters: Any) -> tuple[bool, bool]:
        attributes = Face(identity=5, size=SMALL, **parameters).truth.attributes
        return attributes.beard, attributes.mustache

    assert grown(beard=True) == (True, True)
    assert grown(beard=True, mustache=False) == (True, False)
    assert grown(beard=False) == (False, False)
    assert grown(beard=False, mustache=True) == (False, True)


def test_skin_runs_from_light_to_dark() -> None:
    brightness = [float(Face(identity=5, size=SMALL, skin=tone).array[24:36, 26:38].mean()) for tone in (0, 0.5, 1)]
    assert brightness == sorted(brightness, reverse=True)


def test_the_lit_side_is_brighter() -> None:
    width = 160
    left, right = (
        Face(identity=5, size=width, face_height=0.6, light=(azimuth, 20)).array.astype(int) for azimuth in (-70, 70)
    )
    difference = left - right
    assert difference[:, 50:75].mean() > 2
    assert difference[:, 85:110].mean() < -2


def test_brightness_blur_and_noise_do_what_a_camera_does() -> None:
    plain = Face(identity=5, size=SMALL)
    assert Face(identity=5, size=SMALL, brightness=0.5).array.mean() == pytest.approx(plain.array.mean() / 2, rel=0.02)

    def roughness(face: Face) -> float:
        return float(np.abs(np.diff(face.array.astype(int), axis=0)).mean())

    assert roughness(Face(identity=5, size=SMALL, blur=2)) < roughness(plain) / 1.3
    assert roughness(Face(identity=5, size=SMALL, noise=10)) > roughness(plain) * 2


def test_the_background_is_the_colour_that_is_asked_for() -> None:
    named, given = (Face(size=SMALL, background=colour) for colour in ("white", (255, 255, 255)))
    assert named == given
    assert named.array[2, 2].min() > 250
