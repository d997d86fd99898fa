"""What is known of a drawn face: its box, its landmarks, its pose and its attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from moto_rekognition.synthetic.camera import Stance, View
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.head import Head, Points
from moto_rekognition.synthetic.identity import Person
from moto_rekognition.synthetic.outlines import SIDES, brow, brow_x, eye_slope, lids, lips
from moto_rekognition.vision.observation import LANDMARKS, Box, Pose

#: Height of the top of the box above the eye line, cm: where the service sees the middle of the forehead.
BOX_TOP = 7.6
#: Heights of the points on the outline of the face, cm.
_UPPER_JAW, _MID_JAW = -0.3, -7.4


@dataclass(frozen=True)
class Attributes:
    """What DetectFaces should say of the face. Between 0.3 and 0.7 of an expression's range either answer is right."""

    smile: bool
    mouth_open: bool
    eyes_open: bool
    eyeglasses: bool
    sunglasses: bool
    beard: bool
    mustache: bool
    face_occluded: bool


@dataclass(frozen=True)
class Truth:
    """One face of a picture, in pixels of the picture (x right, y down).

    box: from the middle of the forehead to the chin, as the service draws it; may leave the picture.
    landmarks: the service's 30 landmark names (see `moto_rekognition.vision.observation.LANDMARKS`) -> (x, y); they may
    leave the picture, or be hidden by the nose or by another person.
    pose: degrees, signs of the service.
    """

    identity: int | str
    box: Box
    landmarks: Mapping[str, tuple[float, float]]
    pose: Pose
    attributes: Attributes


def attributes_of(person: Person, expression: Expression, glasses: bool, sunglasses: bool, mask: bool) -> Attributes:
    return Attributes(
        smile=expression.smile >= 0.5,
        # The service counts a smile that shows the teeth as an open mouth.
        mouth_open=expression.mouth_open >= 0.4 or expression.grin >= 0.55,
        eyes_open=min(expression.eyes_open) >= 0.4,
        eyeglasses=glasses or sunglasses,
        sunglasses=sunglasses,
        beard=person.beard is not None and not mask,
        mustache=person.mustache and not mask,
        face_occluded=mask or sunglasses,
    )


def locate(head: Head, stance: Stance, view: View) -> tuple[Box, Points]:
    """The box, and the landmarks (30, 2) in the order of LANDMARKS, in pixels of `view`."""
    named = _landmarks(head)
    frontal = np.array([named[name] for name in LANDMARKS])
    landmarks = view.project(stance.place(head.surface(frontal)))[:, :2]
    return face_box(head, stance, view), landmarks


def face_box(head: Head, stance: Stance, view: View) -> Box:
    """Around the front of the head from chin to mid-forehead, in pixels of `view`."""
    heights = np.linspace(head.person.skull.chin + 0.05, BOX_TOP, 20)
    widths = np.sqrt(head.section(heights)[0])
    x = 0.999 * np.sin(np.linspace(-0.5, 0.5, 13) * np.pi)[:, None] * widths
    y = np.broadcast_to(heights, x.shape)
    y = y - head.expression.drop * head.jaw_share(x, y)
    outline = head.surface(np.stack([x.ravel(), y.ravel()], 1))
    projected = view.project(stance.place(outline))[:, :2]
    (left, top), (right, bottom) = projected.min(0), projected.max(0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def _landmarks(head: Head) -> dict[str, tuple[float, float]]:
    """Frontal positions, cm. What has no corner of its own lies where the service places it on photos."""
    person, drop, (corner_x, corner_y) = head.person, head.expression.drop, head.mouth_corner
    nose, eyes = person.nose, person.eyes
    mouth = lips(head, 0.0)
    points: dict[str, tuple[float, float]] = {
        "nose": (0, nose.tip - 0.1),
        "noseLeft": (-1.15 * nose.width, nose.tip - 0.8),
        "noseRight": (1.15 * nose.width, nose.tip - 0.8),
        "mouthLeft": (-corner_x, corner_y),
        "mouthRight": (corner_x, corner_y),
        "mouthUp": (0, float(mouth.top)),
        "mouthDown": (0, float(mouth.bottom)),
        "chinBottom": (0, person.skull.chin + 0.9 - drop),
    }
    for side, name, word in zip(SIDES, ("left", "right"), ("Left", "Right"), strict=True):
        upper, lower = (float(lid) for lid in lids(head, side, 0.0))
        inner, outer = ((side * (eyes.x + out), eye_slope(head) * out) for out in (-eyes.half_width, eyes.half_width))
        gaze_x, gaze_y = head.expression.gaze
        # The service's eye centre is its pupil, also when the eye is shut.
        points[f"eye{word}"] = points[f"{name}Pupil"] = (side * eyes.x + gaze_x, 0.04 + gaze_y)
        points[f"{name}EyeUp"], points[f"{name}EyeDown"] = (side * eyes.x, upper), (side * eyes.x, lower)
        brow_inner, brow_outer = ((side * brow_x(head, t), float(brow(head, t)[0])) for t in (0.12, 0.98))
        middle, thickness = brow(head, 0.55)
        points[f"{name}EyeBrowUp"] = (side * brow_x(head, 0.55), float(middle + 0.2 * thickness))
        points[f"{name}EyeLeft"], points[f"{name}EyeRight"] = sorted((inner, outer))
        points[f"{name}EyeBrowLeft"], points[f"{name}EyeBrowRight"] = sorted((brow_inner, brow_outer))
        points[f"upperJawline{word}"] = (side * 0.97 * head.half_width(_UPPER_JAW), _UPPER_JAW)
        points[f"midJawline{word}"] = (side * 0.97 * head.half_width(_MID_JAW), _MID_JAW - 0.25 * drop)
    return points
