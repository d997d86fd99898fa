"""Whether the mouth is open and whether it smiles, from the lips and cheeks of the mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.observation import Floats, Judgement

_CORNERS = (61, 291)
_UPPER_LIP, _LOWER_LIP = 13, 14
_UNDER_NOSE = 2
_NOSTRILS = (98, 327)
#: Gap between the lips, in centimetres of the canonical face, at which a mouth counts as open, and log-odds per
#: centimetre. The service calls a laugh that shows the teeth an open mouth (gap about 1), a parting of 0.5 a shut one.
_OPEN = 0.85
_STEEPNESS = 3.5
#: Log-odds of a smile, per centimetre of the canonical face: a logistic regression on generated portraits with recorded
#: answers and drawn faces. Of portraits, and of photos, kept out of the fit 0.95 agree with the service.
_SMILE = {"wide": 2.42, "lifted": 4.44, "drawn_back": 4.18, "nostrils": -2.93}
_BIAS = -13.1


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
    """Centimetres: a smiling mouth is wide, also for its nose; its corners are lifted and drawn back."""
    corners = rest[list(_CORNERS)]
    depth = corners[:, 2].mean()
    return {
        "wide": float(np.linalg.norm(corners[0] - corners[1])),
        "lifted": lift(rest),
        "drawn_back": float(depth - rest[_UNDER_NOSE, 2]),
        "nostrils": float(np.linalg.norm(rest[_NOSTRILS[0]] - rest[_NOSTRILS[1]])),
    }


def lift(rest: Floats) -> float:
    """How far the corners of the mouth are above its middle, centimetres of the canonical face."""
    return float(rest[[_UPPER_LIP, _LOWER_LIP], 1].mean() - rest[list(_CORNERS), 1].mean())
