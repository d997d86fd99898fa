"""Whether something covers a part of the face, from the colours of its lower half."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.attributes.patches import Patches, Place, in_doubt
from moto_rekognition.vision.observation import Floats, Judgement, Pose

#: What a mask leaves free, and what it covers: a beard leaves the cheeks, an open mouth all but the lips.
_NOSE_ROOT, _UNDER_EYES = Place(-0.3, 0.9, 0.0, 0.5), Place(1.4, 2.6, 1.8, 4.2)
_UPPER_LIP, _MOUTH = Place(5.2, 6.2, 0.0, 1.6), Place(6.5, 7.8, 0.0, 1.2)
_CHEEKS, _CHIN = Place(4.5, 5.8, 2.6, 4.4), Place(8.9, 10.4, 0.0, 1.4)
#: Log-odds of a mask per unit of `mask_features`, and at none: a logistic regression. Skin of any colour in any light
#: is red, lips are redder, and a grey photo is alike all over. By training/fit_attributes.py, on 217 faces of which
#: most were in that regression, 0.99 of masks and of bare faces come out right, in worse pictures 0.97 and 0.99.
_MASK, _MASK_BIAS = np.array([0.31, 0.12, -0.13]), -2.4
#: What lies further out than this counts no more: red masks, and painted lips.
_REDDER, _LIPS = -10.0, (-5.0, 15.0)
#: Log-odds when nothing can be seen.
_NO_MASK = -4.0
#: Yaw at which the far half of the face counts as hidden, degrees, and what doubles the odds by e.
_TURNED, _PER_TURN = 45.0, 8.0


def face_occluded(mask: float, pose: Pose, sunglasses: Judgement) -> Judgement:
    """Is a part of the face hidden: by a mask, by dark lenses, or because the face turns away?

    mask: see `mask_log_odds`. A hand before the face has the colour of a face and is not seen.
    """
    turned = (abs(pose.yaw) - _TURNED) / _PER_TURN
    lenses = 4.0 if sunglasses.value else -4.0
    return judge(min(max(mask, turned, lenses), 8.0))


def mask_log_odds(patches: Patches, pose: Pose) -> float:
    """Positive when the lower half of the face is covered."""
    return in_doubt(float(mask_features(patches) @ _MASK) + _MASK_BIAS, pose, _NO_MASK)


def mask_features(patches: Patches) -> Floats:
    """(3,): a* by which even the reddest of what a mask covers is less red than what it leaves free; L*a*b*, lightness
    counting half, by which even the likest of it differs; a* by which the mouth is redder than the chin."""
    free, mouth, chin = (patches.colour(place) for place in (_NOSE_ROOT, _MOUTH, _CHIN))
    covered = [patches.colour(_UPPER_LIP), mouth, patches.colour(_CHEEKS), chin]
    redness = max(float(free[1]), float(patches.colour(_UNDER_EYES)[1]))
    paleness = redness - max(float(colour[1]) for colour in covered)
    strangeness = min(float(np.linalg.norm((colour - free) * (0.5, 1.0, 1.0))) for colour in covered)
    lips = min(max(float(mouth[1] - chin[1]), _LIPS[0]), _LIPS[1])
    return np.array([max(paleness, _REDDER), strangeness, lips])
