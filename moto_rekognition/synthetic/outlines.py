"""The lines of eyes, mouth and brows in the frontal plane: what the paint fills and the truth reports."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moto_rekognition.synthetic.fields import Scalar, mix, ridge, step
from moto_rekognition.synthetic.head import Head

#: Where a brow begins, and how far beyond the eye's centre it ends; x in cm.
BROW_START, BROW_REACH = 1.05, 2.25

#: The eyes' sides: the image's left and right.
SIDES = (-1, 1)


def eye_openness(head: Head, side: int) -> float:
    return head.expression.eyes_open[0 if side < 0 else 1]


def eye_slope(head: Head) -> float:
    """y per cm outwards from the eye's centre."""
    return 0.55 * head.person.eyes.tilt


def lids(head: Head, side: int, u: Scalar) -> tuple[Scalar, Scalar]:
    """Upper and lower lid above the eye's own axis, cm, at u = -1 (inner corner) .. 1 (outer corner)."""
    height, openness, joy = head.person.eyes.height, eye_openness(head, side), head.expression.joy
    arch = np.clip(1 - u * u, 0, 1)
    shut = -0.36 * height * arch
    upper = mix(shut, height * arch**0.62 * (1 + 0.1 * u), openness * (1 - 0.15 * joy))
    lower = mix(shut, -0.74 * height * arch**0.75 * (1 - 0.35 * joy), min(openness, 1.0))
    return upper, lower


class Lips(NamedTuple):
    """y in cm of the upper lip's top and bottom and of the lower lip's top and bottom."""

    top: Scalar
    upper_edge: Scalar
    lower_edge: Scalar
    bottom: Scalar


def lips(head: Head, u: Scalar) -> Lips:
    """At u = -1 .. 1 from mouth corner to mouth corner."""
    mouth, expression = head.person.mouth, head.expression
    arch = np.clip(1 - u * u, 0, 1)
    seam = mix(head.mouth_corner[1], mouth.y - 0.12 * expression.smile, arch**0.9)
    gap = (0.95 * expression.drop + 0.75 * expression.grin) * arch**0.7
    upper_edge = seam + 0.3 * expression.grin * arch
    lower_edge = upper_edge - gap
    cupid = 1 - 0.2 * ridge(u, 0, 0.13) * min(1.0, 1.2 - expression.joy)
    return Lips(
        top=upper_edge + mouth.upper_lip * (1 - 0.25 * expression.joy) * arch**0.6 * cupid,
        upper_edge=upper_edge,
        lower_edge=lower_edge,
        bottom=lower_edge - mouth.lower_lip * (1 - 0.15 * expression.joy) * arch**0.6,
    )


def brow(head: Head, t: Scalar) -> tuple[Scalar, Scalar]:
    """y of a brow's middle line and its half thickness, cm, at t = 0 (by the nose) .. 1 (by the temple)."""
    brows, expression = head.person.brows, head.expression
    frown = expression.frown
    y = brows.height + 0.55 * expression.brow + brows.arch * np.sin(0.92 * np.pi * t) - 0.42 * t * t
    y = y + brows.slope * (t - 0.4) + frown * (1 - t) * (0.55 if frown > 0 else 0.75) - 0.12 * abs(frown)
    thickness = brows.thickness * (0.72 + 0.28 * step(0, 0.25, t)) * (1 - 0.6 * step(0.45, 1.02, t))
    return y, thickness


def brow_x(head: Head, t: float) -> float:
    """Distance of a brow's point from the middle of the face, cm."""
    return float(mix(BROW_START, head.person.eyes.x + BROW_REACH, t))
