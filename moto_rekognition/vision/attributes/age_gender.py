"""Age range and gender: guesses from proportions, skin and hair.

Ages are simulated more than seen: on portraits the guess clearly beats chance, on small, turned or drawn faces it is no
more than a stable answer. The guess of the gender says how sure it may be.
"""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.attributes.frontal_view import FrontalView, Rectangle, faded, quantile
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.geometry.canonical import canonical_face
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import Floats, Gender, Pose

_CHIN = Rectangle(8.8, 10.4, 0.0, 1.5)
_JAW = Rectangle(7.6, 10.0, 2.4, 4.3)
_UPPER_LIP = Rectangle(5.2, 6.2, 0.0, 1.5)
_BROWS = Rectangle(-2.0, -1.0, 1.2, 4.2)
_LIPS = Rectangle(6.5, 7.6, 0.0, 1.2)
_EYES = Rectangle(-0.7, 0.5, 1.8, 4.4)
_BESIDE = Rectangle(2.0, 8.0, 6.3, 7.2)
_OUTER_CORNERS = (33, 263)
_IRISES = ((469, 471), (474, 476))
_NOSE_ROOT, _UNDER_NOSE, _LOWER_LIP, _CHIN_TIP = 168, 2, 17, 152
_NOSTRILS, _JAWS = (98, 327), (172, 397)
_BROW, _UPPER_LID = 105, 159

#: Mean and standard deviation of each of `age_features`, and the weight of the standardised feature; the bias. By
#: `python training/fit_age.py FOLDER`, on 119 generated portraits with recorded answers.
_AGE = np.array(
    (
        (0.145, 0.01009, -0.279),
        (0.5282, 0.04346, 0.106),
        (1.289, 0.08967, 0.240),
        (0.3818, 0.03359, 0.073),
    )
)
_AGE_BIAS = 3.116
#: Standardised features are cut off here: what is further out is not a face like those of the portraits.
LIMIT = 2.0
#: Ages are fitted as log(age + YOUNGEST).
YOUNGEST = 4.0
_USUAL_AGE = 27.0


def age_range(rest: Floats, pose: Pose) -> tuple[int, int]:
    """(low, high) years. rest: the mesh at rest, see `canonical.at_rest`."""
    usual = math.log(_USUAL_AGE + YOUNGEST)
    seen = faded(_score(age_features(rest), _AGE) + _AGE_BIAS, Pose(0, 2 * pose.yaw, 2 * pose.pitch), usual)
    age = max(math.exp(seen) - YOUNGEST, 1.0)
    # As wide as the service's since 2022: 3 to 10 years, growing with age.
    width = round(min(5 + age / 5, 10))
    low = max(round(age - width / 2), 0)
    return low, low + width


def gender(male: float) -> Gender:
    """ "Male" or "Female". male: see `male_log_odds`."""
    answer = boolean_answer(male)
    return Gender("Male" if answer.value else "Female", answer.confidence)


def male_log_odds(rest: Floats, view: FrontalView, said: float, pose: Pose) -> float:
    """Positive for what looks like a man.

    rest: the mesh at rest, see `canonical.at_rest`; said: by the network.
    """
    return faded(model("Gender").log_odds(gender_features(rest, view), said), pose, 0.0)


def age_features(rest: Floats) -> Floats:
    """(4,) in lengths between the outer corners of the eyes: an iris, the nose, nose root to chin, the nostrils apart.

    Eyes are full-grown early, the rest of a face grows around them.
    """
    face = _symmetric(rest)
    iris = np.mean([_apart(face, *iris) for iris in _IRISES])
    lengths = (iris, face[_UNDER_NOSE, 1] - face[_NOSE_ROOT, 1], face[_CHIN_TIP, 1] - face[_NOSE_ROOT, 1])
    return np.array([*lengths, _apart(face, *_NOSTRILS)]) / _apart(face, *_OUTER_CORNERS)


def gender_features(rest: Floats, view: FrontalView) -> Floats:
    """(15,): against the cheeks, lightness of chin, upper lip and brows, and redness of the jaws; roughness of chin and
    upper lip; redness of the lips and darkness of the eyes, which make-up adds to; lightness and roughness beside the
    face, where long hair falls; and in lengths between the outer corners of the eyes, length of the chin, how far the
    brows stand out, how high they are, and the widths of jaws and nostrils."""
    face = _symmetric(rest)
    skin = view.skin
    chin, lip, brows, beside = (view.colour(r)[0] - skin[0] for r in (_CHIN, _UPPER_LIP, _BROWS, _BESIDE))
    jaws, lips = (view.colour(r)[1] - skin[1] for r in (_JAW, _LIPS))
    dark = quantile([side[..., 0] for side in view.lab(_EYES)], 0.1) / view.light
    rough = (view.roughness(r) for r in (_CHIN, _UPPER_LIP, _BESIDE))
    lengths = np.array([
        face[_CHIN_TIP, 1] - face[_LOWER_LIP, 1],
        face[_BROW, 2] - face[_UPPER_LID, 2],
        face[_UPPER_LID, 1] - face[_BROW, 1],
        _apart(face, *_JAWS),
        _apart(face, *_NOSTRILS),
    ]) / _apart(face, *_OUTER_CORNERS)  # fmt: skip
    return np.array([chin, lip, brows, jaws, lips, float(dark), beside, *rough, *lengths])


def _score(features: Floats, model: Floats) -> float:
    mean, deviation, weight = model.T
    return float(np.clip((features - mean) / deviation, -LIMIT, LIMIT) @ weight)


def _symmetric(rest: Floats) -> Floats:
    return np.asarray((rest + rest[canonical_face().mirror] * (-1, 1, 1)) / 2)


def _apart(points: Floats, one: int, other: int) -> float:
    return float(np.linalg.norm(points[one] - points[other]))
