"""Beard and mustache, from the pixels of the lower face."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.frontal_view import FrontalView, Rectangle, faded
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import BooleanAnswer, Floats, Pose

#: Where hair grows, and the side of the mouth, where shadows of the cheeks fall: chin, jaws, under the lower lip, upper
#: lip beside and under the nose, beside the mouth.
_RECTANGLES = (
    Rectangle(8.8, 10.4, 0.0, 1.5),
    Rectangle(7.6, 10.0, 2.4, 4.3),
    Rectangle(8.2, 8.9, 0.0, 0.9),
    Rectangle(5.1, 6.3, 1.1, 2.4),
    Rectangle(5.2, 6.2, 0.0, 0.9),
    Rectangle(5.5, 7.4, 3.2, 4.6),
)
#: Log-odds when nothing can be seen: as sure as the service is of a bare face.
_NO_BEARD, _NO_MUSTACHE = -2.5, -3.7


def facial_hair(view: FrontalView, pose: Pose, masked: bool) -> tuple[BooleanAnswer, BooleanAnswer]:
    """Beard and Mustache. masked: a mask hides the lower face."""
    if masked:
        return boolean_answer(_NO_BEARD), boolean_answer(_NO_MUSTACHE)
    features = hair_features(view)
    beard = faded(model("Beard").log_odds(features), pose, _NO_BEARD)
    return boolean_answer(beard), boolean_answer(faded(model("Mustache").log_odds(features), pose, _NO_MUSTACHE))


def hair_features(view: FrontalView) -> Floats:
    """(37,): `FrontalView.hairiness` of each rectangle, and the logarithm of the lightness of the cheeks."""
    return np.array([*np.concatenate([view.hairiness(r) for r in _RECTANGLES]), np.log(view.light)])
