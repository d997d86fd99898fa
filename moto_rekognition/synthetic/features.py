"""Paints eyes, brows, nostrils and mouth."""

from __future__ import annotations

import numpy as np

from moto_rekognition.synthetic.fields import bump, ridge, step
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.outlines import (
    BROW_REACH,
    BROW_START,
    SIDES,
    brow,
    eye_openness,
    eye_slope,
    lids,
    lips,
)
from moto_rekognition.synthetic.sheet import Sheet

_IRIS_RADIUS, _PUPIL_RADIUS = 0.70, 0.33


def paint_eye(sheet: Sheet, head: Head, side: int) -> None:
    person, openness = head.person, eye_openness(head, side)
    eyes, skin = person.eyes, person.skin
    window = sheet.window(side * eyes.x - 2.4, side * eyes.x + 2.4, -1.6, 1.9)
    edge = window.edge
    outwards = window.x * side - eyes.x
    above = window.y - eye_slope(head) * outwards
    u = np.clip(outwards / eyes.half_width, -1.3, 1.3)
    upper, lower = lids(head, side, u)
    arch, reach = np.clip(1 - u * u, 0, 1), np.abs(u)

    window.cover(
        0.28 * step(eyes.height + 0.6, 0.8 * eyes.height, above) * step(1.3, 0.95, reach) * (above > upper),
        skin * (0.82, 0.70, 0.68),
    )
    crease = ridge(above, eyes.height * arch**0.62 + 0.32 + 0.1 * arch, 0.09) * step(1.2, 0.75, reach)
    window.cover(0.5 * crease * (0.35 + 0.65 * min(openness, 1.0)), skin * (0.54, 0.42, 0.40))

    if openness > 0.05:
        ball = window.inside(upper - above) * window.inside(above - lower) * step(1.05, 0.98, reach)
        shaded = (1 - 0.28 * step(0.3, -0.05, upper - above)) * (1 - 0.16 * step(0.5, 1.0, reach))
        window.cover(ball, np.array([0.96, 0.95, 0.94]) * shaded[..., None], 0.3)
        gaze_x, gaze_y = head.expression.gaze
        x, y = window.x - side * eyes.x - gaze_x, above - 0.06 - gaze_y
        radius = np.hypot(x, y)
        window.cover(ball * step(_IRIS_RADIUS + edge, _IRIS_RADIUS - edge, radius), person.iris * 0.5)
        rays = (1.15 + 0.45 * step(0.25, -0.5, y)) * (1 + 0.10 * np.sin(11 * np.arctan2(y, x)))
        inner = _IRIS_RADIUS - 0.07
        window.cover(ball * step(inner + edge, inner - edge, radius), person.iris * rays[..., None])
        window.cover(ball * step(_PUPIL_RADIUS + edge, _PUPIL_RADIUS - edge, radius), (0.04, 0.035, 0.04))
        glints = 0.95 * step(0.19, 0.10, np.hypot(x + 0.22, y - 0.24)) + 0.5 * step(
            0.12, 0.05, np.hypot(x - 0.2, y + 0.25)
        )
        window.cover(ball * glints, (1, 1, 1))
        tear_duct = step(0.24, 0.1, np.hypot(outwards + 0.92 * eyes.half_width, above + 0.02))
        window.cover(0.7 * ball * tear_duct, (0.84, 0.58, 0.56))

    # With the eye shut only these lines are left: they are what a mesh sees of it.
    lashes = ridge(above, upper + 0.03, 0.085 + 0.05 * np.clip(u, 0, 1)) * step(1.13, 0.97, reach)
    window.cover(0.92 * lashes, (0.08, 0.055, 0.05), 0.2)
    rim = ridge(above, lower - 0.02, 0.065) * step(1.08, 0.9, reach)
    window.cover((0.6 - 0.2 * min(openness, 1.0)) * rim, skin * (0.40, 0.28, 0.27))
    window.cover(0.15 * ridge(above, lower - 0.5, 0.14) * step(1.1, 0.5, reach), skin * (0.62, 0.48, 0.48))


def paint_brow(sheet: Sheet, head: Head, side: int) -> None:
    person = head.person
    left, right = sorted((side * (BROW_START - 0.3), side * (person.eyes.x + BROW_REACH + 0.35)))
    window = sheet.window(left, right, person.brows.height - 1.6, person.brows.height + 2.2)
    t = (window.x * side - BROW_START) / (person.eyes.x + BROW_REACH - BROW_START)
    middle, thickness = brow(head, np.clip(t, 0, 1))
    streaks = window.noise(person.texture + 5, 0.11, stretch=4.0)
    mask = 0.92 * step(1.3, 0.6, np.abs(window.y - middle) / thickness) * step(-0.06, 0.06, t) * step(1.04, 0.96, t)
    window.cover(np.clip(mask * (0.88 + 0.14 * streaks), 0, 1), person.hair * 0.62, 0.3)


def paint_nostrils(sheet: Sheet, head: Head) -> None:
    nose = head.person.nose
    window = sheet.window(-1.3, 1.3, nose.tip - 1.1, nose.tip - 0.2)
    across = (np.abs(window.x) - 0.66 * nose.width) / (0.40 * nose.width)
    hole = step(1.2, 0.5, np.hypot(across, (window.y - nose.tip + 0.62) / 0.21))
    window.cover(0.8 * hole, head.person.skin * 0.2, 0.2)


def paint_mouth(sheet: Sheet, head: Head) -> None:
    person, drop, (corner_x, corner_y) = head.person, head.expression.drop, head.mouth_corner
    mouth = person.mouth
    window = sheet.window(
        -1.1 * corner_x, 1.1 * corner_x, mouth.y - mouth.lower_lip - 0.9 - drop, corner_y + mouth.upper_lip + 0.6
    )
    x, y, inside = window.x, window.y, window.inside
    u = np.clip(x / corner_x, -1.1, 1.1)
    top, upper_edge, lower_edge, bottom = lips(head, u)
    reach, gap = np.abs(u), upper_edge - lower_edge
    within = step(1.03, 0.96, reach)

    flesh = inside(top - y) * inside(y - bottom) * within
    window.cover(0.92 * flesh, person.lips, 1.2)
    window.tint(0.30 * flesh * (y > upper_edge), (0.74, 0.68, 0.70))
    shine_y = float(np.min(lower_edge)) - 0.45 * mouth.lower_lip
    window.cover(0.22 * flesh * bump(x, y, 0, shine_y, 1.0, 0.2), (1, 0.88, 0.88))

    hole = inside(upper_edge - y) * inside(y - lower_edge) * within * (gap > 0.03)
    window.cover(hole, (0.22, 0.06, 0.07), 0.1)
    if np.max(gap) > 0.05:
        teeth = inside(y - upper_edge + np.minimum(0.6, 0.72 * gap)) * step(0.95, 0.78, reach)
        ivory = np.array([0.95, 0.93, 0.89]) * (1 - 0.18 * step(0.3, 0.9, reach))[..., None]
        window.cover(0.95 * hole * teeth, ivory, 0.5)
    if drop > 0.9:
        tongue = step(1.1, 0.7, np.hypot(u / 0.58, (y - lower_edge) / (0.4 * drop)))
        window.cover(0.9 * hole * tongue, (0.74, 0.34, 0.35), 0.4)
    seam = ridge(y, upper_edge, 0.08) * step(1.05, 0.9, reach) * step(0.3, 0.05, gap)
    window.cover(0.78 * seam, person.lips * 0.36)


def paint_features(sheet: Sheet, head: Head) -> None:
    paint_nostrils(sheet, head)
    paint_mouth(sheet, head)
    for side in SIDES:
        paint_eye(sheet, head, side)
        paint_brow(sheet, head, side)
