"""Whether something covers a part of the face, from the colours of its lower half."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Judgement, Pose
from moto_rekognition.vision.judging import judge
from moto_rekognition.vision.patches import Patches, Place

_UNDER_EYES = Place(1.4, 2.6, 1.8, 4.2)
_NOSE = Place(1.5, 3.2, 0.0, 0.7)
#: What a mask covers all of; a beard leaves the cheeks, an open mouth all but the lips.
_COVERED = (Place(5.2, 6.2, 0.0, 1.6), Place(4.5, 5.8, 2.6, 4.4), Place(8.9, 10.4, 0.0, 1.4))
#: Distance in L*a*b*, lightness counting half, at which all of that is no longer skin: bare faces are at 0.5 to 9,
#: masks at 24 to 49.
_STRANGE, _PER_STRANGENESS = 14.0, 3.0
#: Yaw at which the far half of the face counts as hidden, degrees, and what doubles the odds by e.
_TURNED, _PER_TURN = 45.0, 8.0


def face_occluded(patches: Patches, pose: Pose, sunglasses: Judgement) -> Judgement:
    """Is a part of the face hidden: by a mask, by dark lenses, or because the face turns away?

    A hand before the face has the colour of a face and is not seen.
    """
    turned = (abs(pose.yaw) - _TURNED) / _PER_TURN
    lenses = 4.0 if sunglasses.value else -4.0
    return judge(min(max(_masked(patches), turned, lenses), 8.0))


def masked(patches: Patches) -> bool:
    """Is the lower half of the face covered?"""
    return _masked(patches) > 0


def _masked(patches: Patches) -> float:
    """Log-odds, by how far even the likest of the parts a mask covers is from the skin above."""
    weights = (0.5, 1.0, 1.0)
    skin = patches.colour(_UNDER_EYES, _NOSE)
    strangeness = min(float(np.linalg.norm((patches.colour(place) - skin) * weights)) for place in _COVERED)
    return (strangeness - _STRANGE) / _PER_STRANGENESS
