"""Paints a whole face: the order of the layers, and the sheets kept for the next picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.synthetic.beard import paint_beard
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.features import paint_features
from moto_rekognition.synthetic.fields import ridge, step
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import Person
from moto_rekognition.synthetic.sheet import Sheet
from moto_rekognition.synthetic.skin import paint_skin, paint_smile_folds


@lru_cache(8)
def face_sheet(person: Person, expression: Expression, mask: bool, scale: float) -> NDArray[np.float32]:
    """(h, w, 4) float32: the painted face, RGB 0..1 and gloss, at `scale` texels a cm."""
    sheet, head = Sheet(scale, person.skin), Head(person, expression)
    paint_skin(sheet, head)
    paint_beard(sheet, head)
    paint_smile_folds(sheet, head)
    paint_features(sheet, head)
    if mask:
        _paint_mask(sheet)
    sheet.pixels.flags.writeable = False
    return sheet.pixels


def _paint_mask(sheet: Sheet) -> None:
    """A surgical mask from the bridge of the nose down, pleated."""
    side = np.abs(sheet.x)
    top = -2.9 - 0.10 * side + 0.8 * ridge(sheet.x, 0, 1.3)
    pleats = 1 + 0.05 * np.sin(3.6 * sheet.y)
    cloth = np.array([0.60, 0.78, 0.86]) * pleats[..., None]
    sheet.cover(sheet.inside(top - sheet.y) * step(8.4, 7.6, side), cloth, 0.25)
