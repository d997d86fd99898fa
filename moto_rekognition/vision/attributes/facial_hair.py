"""Beard and mustache, from the pixels of the lower face."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from moto_rekognition.vision.attributes.frontal_view import FrontalView, Rectangle, faded
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.log_odds import boolean_answer, sigmoid
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
#: The share of mustaches in beards that the service does not call one: of eight bearded faces with recorded answers,
#: four of them in public notes without their photos, it said Mustache of one.
_PART_OF_BEARD = 0.85


def facial_hair(
    features: Floats, said: Mapping[str, float], pose: Pose, masked: bool
) -> tuple[BooleanAnswer, BooleanAnswer]:
    """Beard and Mustache. features: `hair_features`; said: by the network; masked: a mask hides the lower face."""
    if masked:
        return boolean_answer(_NO_BEARD), boolean_answer(_NO_MUSTACHE)
    beard, lip = (model(name).log_odds(features, said[name]) for name in ("Beard", "Mustache"))
    mustache = _log_odds(sigmoid(lip) * (1 - _PART_OF_BEARD * sigmoid(beard)))
    return boolean_answer(faded(beard, pose, _NO_BEARD)), boolean_answer(faded(mustache, pose, _NO_MUSTACHE))


def _log_odds(probability: float) -> float:
    return math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))


def hair_features(view: FrontalView) -> Floats:
    """(37,): `FrontalView.hairiness` of each rectangle, and the logarithm of the lightness of the cheeks."""
    return np.array([*np.concatenate([view.hairiness(r) for r in _RECTANGLES]), np.log(view.light)])
