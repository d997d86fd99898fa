"""Whether the mouth is open and whether it smiles, from the lips and cheeks of the mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Floats, Judgement
from moto_rekognition.vision.judging import judge

_CORNERS = (61, 291)
_UPPER_LIP, _LOWER_LIP = 13, 14
_UNDER_NOSE = 2
_CHEEKS = (50, 280)
_EYE_CORNERS = (33, 133, 362, 263)
#: Gap between the lips, in centimetres of the canonical face, at which a mouth counts as open, and log-odds per
#: centimetre. The service calls a laugh that shows the teeth an open mouth (gap about 1), a parting of 0.5 a shut one.
_OPEN = 0.85
_STEEPNESS = 3.5
#: Log-odds of a smile, per centimetre of the canonical face. A logistic regression on generated portraits with recorded
#: answers and as many drawn faces: 0.95 of portraits kept out of the fit, and of photos, agree.
_SMILE = {"wide": 1.54, "lifted": 9.83, "near_nose": 4.09, "drawn_back": 2.18, "cheeks": 3.67}
_BIAS = 4.83


def mouth_open(rest: Floats) -> Judgement:
    """Are the lips apart? rest: the mesh at rest, see `canonical.at_rest`."""
    return judge(_STEEPNESS * (gap(rest) - _OPEN))


def gap(rest: Floats) -> float:
    """Height of the opening between the lips, seen from the front, in centimetres of the canonical face."""
    return float(np.linalg.norm(rest[_UPPER_LIP, :2] - rest[_LOWER_LIP, :2]))


def smile(rest: Floats) -> Judgement:
    """Does the mouth smile? rest: the mesh at rest, see `canonical.at_rest`."""
    return judge(smile_log_odds(rest))


def smile_log_odds(rest: Floats) -> float:
    """Positive for a smile."""
    features = _smile_features(rest)
    return _BIAS + sum(weight * features[name] for name, weight in _SMILE.items())


def _smile_features(rest: Floats) -> dict[str, float]:
    """Centimetres, each greater in a smile."""
    corners = rest[list(_CORNERS)]
    _, height, depth = corners.mean(axis=0)
    return {
        "wide": float(np.linalg.norm(corners[0] - corners[1])),
        "lifted": float(rest[[_UPPER_LIP, _LOWER_LIP], 1].mean() - height),
        "near_nose": float(rest[_UNDER_NOSE, 1] - height),
        "drawn_back": float(depth - rest[_UNDER_NOSE, 2]),
        "cheeks": float(rest[list(_EYE_CORNERS), 1].mean() - rest[list(_CHEEKS), 1].mean()),
    }


def lift(rest: Floats) -> float:
    """How far the corners of the mouth are above its middle, centimetres of the canonical face."""
    return _smile_features(rest)["lifted"]
