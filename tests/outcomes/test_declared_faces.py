"""`face`: what it takes, what it refuses, and how the rest is filled in."""

from __future__ import annotations

import inspect
import json
import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moto_rekognition import face
from moto_rekognition.outcomes import layout
from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.declared_observation import DeclaredObservation
from moto_rekognition.outcomes.fields import names
from moto_rekognition.outcomes.likenesses import Likenesses
from moto_rekognition.vision.observation import EMOTIONS, LANDMARKS, Attributes, Face


def picture(*faces: DeclaredFace, content: bytes = b"no image") -> DeclaredObservation:
    return DeclaredObservation(
        faces, layout.image_size(content), content, Likenesses(), lambda face_id, descriptor: None
    )


def seen(**details: Any) -> tuple[Face, Attributes]:
    shown = picture(face("ada", **details))
    return shown.faces[0], shown.attributes(shown.faces[0])


def landmark(face: Face, name: str) -> tuple[float, float]:
    x, y = face.landmarks[LANDMARKS.index(name)]
    return float(x), float(y)


def test_takes_every_field_of_the_service_and_no_other() -> None:
    parameters = set(inspect.signature(face).parameters) - {"identity", "like", "unknown"}
    assert parameters == set(names())


@pytest.mark.parametrize(
    "spelling",
    [(80, 20), {"brightness": 80, "sharpness": 20}, {"Brightness": 80.0, "Sharpness": 20.0}],
)
def test_a_structure_can_be_spelled_as_a_tuple_or_as_the_service_does(spelling: Any) -> None:
    quality = seen(quality=spelling)[0].quality
    assert (quality.brightness, quality.sharpness) == (80, 20)


@pytest.mark.parametrize(
    "spelling", [(True, 88.5), {"Value": True, "Confidence": 88.5}, {"value": True, "confidence": 88.5}]
)
def test_a_judgement_can_be_spelled_with_its_confidence(spelling: Any) -> None:
    beard = seen(beard=spelling)[1].beard
    assert (beard.value, beard.confidence) == (True, 88.5)


@pytest.mark.parametrize(
    ("details", "allowed"),
    [
        ({"sunglass": True}, "did you mean 'sunglasses'"),
        ({"smile": 0.8}, "(value, confidence)"),
        ({"smile": {"Confidence": 90}}, "Value"),
        ({"eyes_open": (True, 101)}, "from 0 to 100"),
        ({"gender": "male"}, "Male, Female"),
        ({"pose": {"yow": 3}}, "It has Roll, Yaw, Pitch"),
        ({"pose": (0, 200)}, "from -180 to 180"),
        ({"quality": (300, 1)}, "from 0 to 100"),
        ({"age_range": (30, 20)}, "low not above high"),
        ({"age_range": (20.5, 30)}, "a whole number"),
        ({"bounding_box": (0, 0, 1, 1)}, "a dict of Width, Height, Left, Top"),
        ({"bounding_box": {"Left": 0.1, "Top": 0.1}}, "all of Width, Height, Left, Top"),
        ({"bounding_box": {"Left": 0, "Top": 0, "Width": 0, "Height": 1}}, "from 0.0001 to 10"),
        ({"bounding_box": {"Left": 1e300, "Top": 0, "Width": 1, "Height": 1}}, "from -10 to 10"),
        ({"bounding_box": {"Left": 0, "Top": 0, "Width": 10**400, "Height": 1}}, "from 0.0001 to 10"),
        ({"bounding_box": {"Left": 0, "Top": 0, "Width": 1, "Height": 5e-324}}, "from 0.0001 to 10"),
        ({"landmarks": {"nose": (0.5, -1e300)}}, "from -10 to 10"),
        ({"landmarks": [{"Type": "nose", "X": 1e39, "Y": 0}]}, "from -10 to 10"),
        ({"pose": {"yaw": 10**400}}, "from -180 to 180"),
        ({"confidence": float("inf")}, "from 0 to 100"),
        ({"age_range": (10**400, 10**401)}, "from 0 to 120"),
        ({"identity": "ada\ud800"}, "half a character"),
        ({"like": {"eve\udfff": 50}}, "half a character"),
        ({"identity": "\0ada"}, "does not begin with a NUL"),
        ({"like": {"eve": float("nan")}}, "from 0 to 100"),
        ({"like": {f"eve {number}": 1 for number in range(101)}}, "100 at most"),
        ({"emotions": [{"Type": ["SAD"], "Confidence": 5}]}, "a Type that is no string"),
        ({"landmarks": [{"Type": {}, "X": 0.5, "Y": 0.5}]}, "a Type that is no string"),
        ({"like": {"eve": 10**400}}, "from 0 to 100"),
        ({"emotions": "HAPY"}, "did you mean 'HAPPY'"),
        ({"emotions": {"SAD": "much"}}, "a number"),
        ({"landmarks": {"nose": 3}}, "(x, y)"),
        ({"landmarks": {"snout": (0.5, 0.5)}}, "eyeLeft"),
        ({"confidence": float("nan")}, "from 0 to 100"),
        ({"landmarks": {"nose": (float("inf"), 0)}}, "a number"),
        ({"age_range": (20, float("inf"))}, "a whole number"),
        ({"identity": 7}, "a name"),
        ({"like": {"eve": 101}}, "from 0 to 100"),
        ({"like": ["eve"]}, "a dict"),
    ],
)  # fmt: skip
def test_refuses_what_makes_no_sense_and_says_what_is_allowed(details: dict[str, Any], allowed: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refusal:
        face(**details)
    assert allowed in str(refusal.value)


angles = st.floats(-180, 180)


@given(pose=st.tuples(angles, angles, angles), mouth_open=st.booleans(), eyes_open=st.booleans())
def test_landmarks_are_inside_the_box_in_every_pose(pose: Any, mouth_open: bool, eyes_open: bool) -> None:
    one, _ = seen(pose=pose, mouth_open=mouth_open, eyes_open=eyes_open)
    corner, size = (one.box.left, one.box.top), (one.box.width, one.box.height)
    assert (one.landmarks >= corner).all()
    assert (one.landmarks <= np.add(corner, size)).all()


@pytest.mark.parametrize("roll", [-60, 0, 25, 90])
def test_the_eye_line_has_the_declared_roll(roll: float) -> None:
    one, _ = seen(pose={"roll": roll})
    (left_x, left_y), (right_x, right_y) = landmark(one, "eyeLeft"), landmark(one, "eyeRight")
    assert math.degrees(math.atan2(right_y - left_y, right_x - left_x)) == pytest.approx(roll)


def test_the_nose_points_where_yaw_and_pitch_say() -> None:
    def nose(**pose: float) -> tuple[float, float]:
        one, _ = seen(pose=pose)
        x, y = landmark(one, "nose")
        eyes = np.mean([landmark(one, "eyeLeft"), landmark(one, "eyeRight")], axis=0)
        return x - eyes[0], y - eyes[1]

    assert nose()[0] == pytest.approx(0)
    assert nose(yaw=-30)[0] < -10 < 10 < nose(yaw=30)[0]
    assert nose(pitch=20)[1] < nose()[1] < nose(pitch=-20)[1]


def test_declared_landmarks_stay_where_they_are_declared() -> None:
    one, _ = seen(landmarks={"nose": (0.25, 0.5)})
    assert landmark(one, "nose") == (960, 1080)


@given(emotions=st.dictionaries(st.sampled_from(EMOTIONS), st.floats(0, 100), min_size=1))
def test_emotions_are_complete_and_as_declared(emotions: dict[str, float]) -> None:
    filled = seen(emotions=emotions)[1].emotions
    assert set(filled) == set(EMOTIONS)
    assert {name: filled[name] for name in emotions} == emotions
    assert all(0 <= score <= 100 for score in filled.values())


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    ("emotion", "total"), [("HAPPY", 114.2), ("CALM", 114.2), ("SURPRISED", 108.0), ("SAD", 112.1)]
)
def test_emotions_are_filled_in_as_independent_scores(emotion: str, total: float) -> None:
    emotions = seen(emotions={emotion: 99.8})[1].emotions
    floors = {"SURPRISED": 6.3, "FEAR": 5.9, "SAD": 2.2}
    for other in emotions.keys() - {emotion}:
        assert emotions[other] == pytest.approx(floors.get(other, 0), abs=0.3)
    assert sum(emotions.values()) == pytest.approx(total, abs=0.5)


@pytest.mark.parametrize(
    ("details", "implied"),
    [
        ({"emotions": "HAPPY"}, {"smile": True}),
        ({"emotions": {"HAPPY": 3}}, {"smile": False}),
        ({"emotions": "SURPRISED"}, {"mouth_open": True}),
        ({"sunglasses": True}, {"eyeglasses": True, "face_occluded": True}),
        ({"sunglasses": True, "face_occluded": False}, {"face_occluded": False}),
        ({}, {"smile": False, "eyes_open": True, "mouth_open": False, "sunglasses": False, "face_occluded": False}),
    ],
)  # fmt: skip
def test_what_is_left_out_agrees_with_what_is_declared(details: dict[str, Any], implied: dict[str, bool]) -> None:
    attributes = seen(**details)[1]
    assert {name: getattr(attributes, name).value for name in implied} == implied


def test_a_smiling_face_is_happy() -> None:
    emotions = seen(smile=True)[1].emotions
    assert max(emotions, key=lambda emotion: emotions[emotion]) == "HAPPY"


def test_a_bearded_face_is_male_unless_declared_otherwise() -> None:
    assert seen(beard=True)[1].gender.value == "Male"
    assert seen(beard=True, gender="Female")[1].gender.value == "Female"


def test_a_person_keeps_age_and_gender_in_every_picture() -> None:
    shown = [picture(face("ada"), content=content) for content in (b"one", b"two")]
    first, second = (p.attributes(p.faces[0]) for p in shown)
    assert (first.age_range, first.gender) == (second.age_range, second.gender)


@settings(max_examples=25)
@given(count=st.integers(1, 100))
def test_several_faces_stand_apart_inside_the_picture_largest_first(count: int) -> None:
    shown = picture(*[face()] * count)
    boxes = [one.box for one in shown.faces]
    width, height = shown.size
    assert all(b.left >= 0 and b.top >= 0 for b in boxes)
    assert all(b.left + b.width <= width and b.top + b.height <= height for b in boxes)
    assert all(a.area > b.area for a, b in pairwise(boxes))
    assert not any(
        abs(a.left - b.left) < min(a.width, b.width) and abs(a.top - b.top) < min(a.height, b.height)
        for place, a in enumerate(boxes)
        for b in boxes[:place]
    )


def test_declared_boxes_decide_who_is_largest() -> None:
    small = {"Left": 0.1, "Top": 0.1, "Width": 0.1, "Height": 0.1}
    large = {"Left": 0.5, "Top": 0.1, "Width": 0.4, "Height": 0.6}
    shown = picture(face("ada", bounding_box=small, beard=True), face("eve", bounding_box=large))
    first, second = shown.faces
    assert first.box.width == pytest.approx(0.4 * shown.size[0])
    assert [shown.attributes(one).beard.value for one in (first, second)] == [False, True]


def test_numbers_of_numpy_and_fractions_are_numbers() -> None:
    said = face(
        "ada",
        like={"eve": np.float32(50), "bob": np.int64(1), "cid": Fraction(1, 2)},
        pose=(np.float16(1), 0, 0),
        age_range=(np.int8(20), np.float32(30)),
        smile=(True, Fraction(1, 3)),
    )

    assert said.like == {"eve": 50.0, "bob": 1.0, "cid": 0.5}
    assert said.details["AgeRange"] == {"Low": 20, "High": 30}
    assert said.details["Smile"] == {"Value": True, "Confidence": pytest.approx(1 / 3)}
    assert json.loads(json.dumps([said.like, said.details]))
