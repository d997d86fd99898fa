"""Age range and gender: a guess from proportions and skin, simulated rather than known.

Two small linear models, fitted by training/fit_age_gender.py to the service's answers about generated portraits, and
that of gender to 98 faces of photos, judged by eye. On frontal portraits they clearly beat chance; on small, turned or
drawn faces they are no more than a stable answer.
"""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.attributes.patches import Patches, Place, in_doubt
from moto_rekognition.vision.geometry.canonical import canonical_face
from moto_rekognition.vision.observation import Floats, Gender, Pose

_CHIN = Place(8.8, 10.4, 0.0, 1.5)
_JAW = Place(7.6, 10.0, 2.4, 4.3)
_UPPER_LIP = Place(5.2, 6.2, 0.0, 1.5)
_BROWS = Place(-2.0, -1.0, 1.2, 4.2)
_OUTER_CORNERS = (33, 263)
_IRISES = ((469, 471), (474, 476))
_NOSE_ROOT, _UNDER_NOSE, _LOWER_LIP, _CHIN_TIP = 168, 2, 17, 152
_NOSTRILS = (98, 327)
_BROW, _UPPER_LID = 105, 159

#: Mean and standard deviation of each feature over the portraits, then the weight of the standardised feature.
_AGE = np.array(
    (
        (0.1426, 0.01289, -0.353),
        (0.5391, 0.0435, 0.183),
        (1.285, 0.08391, 0.108),
        (0.3957, 0.03251, 0.055),
    )
)
_AGE_BIAS = 3.114
_GENDER = np.array(
    (
        (-4.463, 9.008, -0.238),
        (-8.449, 10.63, -0.287),
        (-19.23, 11.07, -0.400),
        (-1.825, 4.536, -0.669),
        (1.434, 0.8788, 0.638),
        (1.73, 1.164, 0.348),
        (0.3657, 0.05772, 0.736),
        (-0.06041, 0.01278, -0.465),
    )
)
_GENDER_BIAS = -0.143
#: Standardised features are cut off here: what is further out is not a face like those of the portraits.
_CUT = 2.0
#: Ages are fitted as log(age + _YOUNGEST).
_YOUNGEST = 4.0
_USUAL_AGE = 27.0


def age_range(rest: Floats, pose: Pose) -> tuple[int, int]:
    """(low, high) years. rest: the mesh at rest, see `canonical.at_rest`."""
    usual = math.log(_USUAL_AGE + _YOUNGEST)
    seen = in_doubt(_score(age_features(rest), _AGE) + _AGE_BIAS, Pose(0, 2 * pose.yaw, 2 * pose.pitch), usual)
    age = max(math.exp(seen) - _YOUNGEST, 1.0)
    # As wide as the service's since 2022: 3 to 10 years, growing with age.
    width = round(min(5 + age / 5, 10))
    low = max(round(age - width / 2), 0)
    return low, low + width


def gender(male: float) -> Gender:
    """ "Male" or "Female". male: see `male_log_odds`."""
    judgement = judge(male)
    return Gender("Male" if judgement.value else "Female", judgement.confidence)


def male_log_odds(rest: Floats, patches: Patches) -> float:
    """Positive for what looks like a man. rest: the mesh at rest, see `canonical.at_rest`."""
    return _score(gender_features(rest, patches), _GENDER) + _GENDER_BIAS


def age_features(rest: Floats) -> Floats:
    """(4,) in lengths between the outer corners of the eyes: an iris, the nose, nose root to chin, the nostrils apart.

    Eyes are full-grown early, the rest of a face grows around them.
    """
    face = _symmetric(rest)
    iris = np.mean([_apart(face, *iris) for iris in _IRISES])
    lengths = (iris, face[_UNDER_NOSE, 1] - face[_NOSE_ROOT, 1], face[_CHIN_TIP, 1] - face[_NOSE_ROOT, 1])
    return np.array([*lengths, _apart(face, *_NOSTRILS)]) / _apart(face, *_OUTER_CORNERS)


def gender_features(rest: Floats, patches: Patches) -> Floats:
    """(8,): lightness of chin, upper lip and brows, and redness of the jaws, against the cheeks; roughness of chin and
    upper lip; length of the chin and how far the brows stand out, in lengths between the outer corners of the eyes."""
    face = _symmetric(rest)
    skin = patches.skin
    chin, lip, brows = (patches.colour(place)[0] - skin[0] for place in (_CHIN, _UPPER_LIP, _BROWS))
    redness = patches.colour(_JAW)[1] - skin[1]
    shape = np.array([face[_CHIN_TIP, 1] - face[_LOWER_LIP, 1], face[_BROW, 2] - face[_UPPER_LID, 2]])
    shape /= _apart(face, *_OUTER_CORNERS)
    return np.array([chin, lip, brows, redness, patches.roughness(_CHIN), patches.roughness(_UPPER_LIP), *shape])


def _score(features: Floats, model: Floats) -> float:
    mean, deviation, weight = model.T
    return float(np.clip((features - mean) / deviation, -_CUT, _CUT) @ weight)


def _symmetric(rest: Floats) -> Floats:
    return np.asarray((rest + rest[canonical_face().mirror] * (-1, 1, 1)) / 2)


def _apart(points: Floats, one: int, other: int) -> float:
    return float(np.linalg.norm(points[one] - points[other]))
