"""Paints beard and mustache."""

from __future__ import annotations

import numpy as np

from moto_rekognition.synthetic.fields import bump, mix, step
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import Colour, Person
from moto_rekognition.synthetic.sheet import BOTTOM, LEFT, RIGHT, Sheet


def paint_beard(sheet: Sheet, head: Head) -> None:
    person, drop, (corner_x, corner_y) = head.person, head.expression.drop, head.mouth_corner
    if person.beard is None and not person.mustache:
        return
    mouth, nose = person.mouth, person.nose
    window = sheet.window(LEFT, RIGHT, BOTTOM, nose.tip - 0.4)
    side = np.abs(window.x)
    y = window.y + drop * step(corner_y + 0.3, corner_y - 1.0, window.y)  # hair of the chin goes where the jaw goes

    upper_edge = mouth.y + 0.5 + 0.10 * np.maximum(side - 2.4, 0) ** 2
    jaw = step(upper_edge + 0.5, upper_edge - 0.5, y) * step(nose.tip - 0.7, nose.tip - 1.3, y)
    mustache = 1.6 * bump(side, y, 1.25, mouth.y + 1.15, 1.6, 0.52)
    mustache = np.clip(mustache + bump(side, y, mouth.half_width + 0.2, mouth.y + 0.6, 0.45, 0.65), 0, 1)
    chin = np.clip(1.7 * bump(window.x, y, 0, person.skull.chin + 1.3, 2.5, 2.1), 0, 1)

    grown = {None: 0 * jaw, "stubble": 0.36 * jaw, "full": 0.95 * jaw, "goatee": 0.95 * chin}[person.beard]
    if person.mustache:
        grown = np.maximum(grown, 0.95 * mustache)
    from_mouth = np.where(
        y > mouth.y, (y - mouth.y) / (mouth.upper_lip + 0.12), (mouth.y - y) / (mouth.lower_lip + 0.3)
    )
    grown = grown * (1 - step(1.12, 0.92, np.hypot(window.x / (1.02 * corner_x), from_mouth)))
    hairs = window.noise(person.texture + 3, 0.26, stretch=1.8)
    colour = _beard_colour(person) * (0.9 + 0.28 * hairs)[..., None]
    window.cover(np.clip(grown * (0.86 + 0.16 * hairs), 0, 1), colour, gloss=0.35)


def _beard_colour(person: Person) -> Colour:
    """The hair's, greyer, and made darker than the skin where it is not."""
    skin, hair = float(person.skin.mean()), float(person.hair.mean())
    darkening = float(np.clip(0.52 * skin / hair, 0.35, 1))
    return np.asarray(mix(person.hair, hair, 0.4) * darkening, np.float32)
