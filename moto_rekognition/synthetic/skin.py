"""Paints skin: its mottle, blush, soft shadows, freckles, moles and folds."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from moto_rekognition.synthetic.fields import bump, mix, ridge, step
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import Person
from moto_rekognition.synthetic.outlines import SIDES
from moto_rekognition.synthetic.sheet import Sheet

#: Size of the spots (cm) and strength of each layer of the mottle that makes a skin its owner's.
MOTTLE = ((2.2, 0.036), (0.9, 0.068), (0.45, 0.045))
#: Its colour: paler or redder, not darker. Factors of RGB, of unit brightness.
_MOTTLE_COLOUR = np.array([0.55, 1.05, 1.15], np.float32)


def paint_skin(sheet: Sheet, head: Head) -> None:
    person, expression = head.person, head.expression
    eyes, nose, mouth, skin = person.eyes, person.nose, person.mouth, person.skin
    corner_x, corner_y = head.mouth_corner

    # Mostly mirrored: a face seen from the side then shows the same skin as one seen from the front.
    mottle = sum(
        strength * sheet.noise(person.texture + layer, cell, symmetry=0.8)
        for layer, (cell, strength) in enumerate(MOTTLE)
    )
    # Less of it around the mouth: face meshes would take it for an expression.
    mottle = np.asarray(mottle) * (1 - 0.7 * bump(sheet.x, sheet.y, 0, mouth.y, 3.6, 1.7))
    sheet.pixels[..., :3] *= 1 + mottle[..., None] * _MOTTLE_COLOUR

    for side in SIDES:
        sheet.dab(side * 4.4, -3.1, 2.3, 1.7, person.blush * (0.8 + 0.6 * expression.joy), skin * (1.03, 0.72, 0.70))
        sheet.shade(side * eyes.x, -0.15, 1.9, 1.25, 0.42, (0.90, 0.83, 0.83))
        sheet.shade(side * (eyes.x - 1.75), 0.2, 0.6, 0.85, 0.5, (0.74, 0.65, 0.63))
        sheet.shade(side * 1.98 * nose.width, nose.tip - 0.3, 0.26, 0.6, 0.34, (0.70, 0.58, 0.56))
        sheet.shade(side * (corner_x + 0.05), corner_y, 0.3, 0.24, 0.5, (0.58, 0.45, 0.45))
    sheet.shade(0, nose.tip, 1.1, 0.85, 0.35, (1.0, 0.82, 0.80))
    sheet.shade(0, nose.tip - 1.05, 1.4 * nose.width, 0.26, 0.42, (0.68, 0.58, 0.56))
    under_lip = mouth.y - 0.95 * expression.drop - mouth.lower_lip - 0.62
    sheet.shade(0, under_lip, 1.5, 0.34, 0.42, (0.74, 0.64, 0.62))

    for strength, (x, y, width, height) in zip(person.lines, _lines(person), strict=True):
        for side in SIDES if x else (1,):
            sheet.shade(side * x, y, width, height, strength, (0.82, 0.75, 0.74))
    if person.freckles > 0.05:
        _freckles(sheet, head)
    for x, y in person.moles:
        window = sheet.window(x - 0.4, x + 0.4, y - 0.4, y + 0.4)
        window.cover(0.75 * step(0.21, 0.11, np.hypot(window.x - x, window.y - y)), skin * 0.4)


def _lines(person: Person) -> tuple[tuple[float, float, float, float], ...]:
    """Shadows that are deeper in some faces than in others: centre, width and height, cm; mirrored unless at x = 0."""
    eyes, nose, mouth, chin = person.eyes, person.nose, person.mouth, person.skull.chin
    return (
        (0, 4.1, 3.5, 0.3),  # forehead
        (0, 5.0, 3.0, 0.3),
        (0.55, 1.1, 0.28, 0.7),  # between the brows
        (5.5, 2.4, 0.9, 1.2),  # temple
        (eyes.x, -1.5, 1.1, 0.28),  # under the eye
        (eyes.x - 0.9, -2.0, 0.5, 0.5),
        (eyes.x + 2.0, -0.3, 0.5, 0.6),  # crow's feet
        (0, -1.3, 0.5, 1.1),  # bridge of the nose
        (2.4 * nose.width, nose.tip - 1.4, 0.4, 0.9),  # nose to mouth
        (4.9, -5.6, 0.9, 1.2),  # hollow of the cheek
        (mouth.half_width + 0.9, mouth.y, 0.4, 0.8),  # dimples
        (0, mouth.y + 1.5, 0.3, 0.6),  # philtrum
        (0, chin + 1.3, 0.4, 0.6),  # cleft of the chin
    )


def _freckles(sheet: Sheet, head: Head) -> None:
    window = sheet.window(-6.5, 6.5, -6.5, 0.5)
    random = np.random.RandomState(head.person.texture)
    side = 2.7 * np.sign(random.rand(90) - 0.5)
    centres = np.stack([random.normal(0, 1.1, 90) + side + 6.5, 0.5 - random.normal(-2.6, 1.2, 90)], 1) * sheet.scale
    radii, strengths = random.uniform(0.05, 0.12, 90) * sheet.scale, random.uniform(90, 220, 90)
    height, width = window.pixels.shape[:2]
    layer = Image.new("L", (width, height))
    draw = ImageDraw.Draw(layer)
    for (x, y), radius, strength in zip(centres, radii, strengths, strict=True):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(strength))
    soft = np.asarray(layer.filter(ImageFilter.GaussianBlur(0.05 * sheet.scale)), np.float32) / 255
    window.cover(soft * min(head.person.freckles, 1) * 0.6, head.person.skin * (0.66, 0.50, 0.40))


def paint_smile_folds(sheet: Sheet, head: Head) -> None:
    """The lines from the nose past the corners of a smiling mouth."""
    joy = head.expression.joy
    if joy <= 0.1:
        return
    nose, (corner_x, corner_y) = head.person.nose, head.mouth_corner
    window = sheet.window(-5, 5, corner_y - 0.8, nose.tip - 0.2)
    down = np.clip((nose.tip - 0.3 - window.y) / (nose.tip - corner_y + 0.1), 0, 1)
    line = mix(2.0 * nose.width, corner_x + 0.75, down**0.8)
    strength = 0.42 * joy * ridge(np.abs(window.x), line, 0.2) * step(0, 0.2, down) * step(1.0, 0.7, down)
    window.tint(strength, (0.72, 0.58, 0.56))
