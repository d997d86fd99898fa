"""Whether something covers a part of the face: a mask, a hand, a thing, dark lenses."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.frontal_view import FrontalView, Rectangle, faded
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import BooleanAnswer, Floats, Pose

#: What a mask leaves free, and what it covers: a beard leaves the cheeks, an open mouth all but the lips.
_NOSE_ROOT, _UNDER_EYES = Rectangle(-0.3, 0.9, 0.0, 0.5), Rectangle(1.4, 2.6, 1.8, 4.2)
_UPPER_LIP, _MOUTH = Rectangle(5.2, 6.2, 0.0, 1.6), Rectangle(6.5, 7.8, 0.0, 1.2)
_LOWER_CHEEKS, _CHIN = Rectangle(4.5, 5.8, 2.6, 4.4), Rectangle(8.9, 10.4, 0.0, 1.4)
#: Skin or lips in a free face, whose colours and texture tell what covers it: forehead, under the eyes, nose, cheeks,
#: upper lip, mouth, jaws, chin.
_PARTS = (
    Rectangle(-3.6, -2.4, 0.0, 3.0),
    _UNDER_EYES,
    Rectangle(1.0, 3.6, 0.0, 0.8),
    Rectangle(3.0, 5.4, 2.6, 4.8),
    _UPPER_LIP,
    _MOUTH,
    Rectangle(7.2, 9.4, 2.6, 4.4),
    _CHIN,
)
#: Differences in a* beyond these count no more: red masks, and painted lips.
_REDDER, _LIPS = -10.0, (-5.0, 15.0)
#: Log-odds when nothing can be seen.
_NO_MASK, _FREE = -4.0, -3.0
#: Yaw at which the far half of the face counts as hidden, degrees, and what multiplies the odds by e: by hand, between
#: the recorded profiles that the service takes for occluded and those that it does not.
_TURNED, _PER_TURN = 45.0, 8.0
#: Log-odds that dark lenses occlude, as the service's documentation says, or not.
_LENSES = 4.0


def face_occluded(features: Floats, said: float, pose: Pose, mask: float, sunglasses: BooleanAnswer) -> BooleanAnswer:
    """Is a part of the face hidden: by a mask, a hand, a thing, dark lenses, or because the face turns away?

    features: `occlusion_features`; said: by the network; mask: see `mask_log_odds`.
    """
    covered = faded(model("FaceOccluded").log_odds(features, said), pose, _FREE)
    turned = (abs(pose.yaw) - _TURNED) / _PER_TURN
    lenses = _LENSES if sunglasses.value else -_LENSES
    return boolean_answer(max(covered, mask, turned, lenses))


def mask_log_odds(view: FrontalView, said: float, pose: Pose) -> float:
    """Positive when a mask covers the lower half of the face. said: by the network."""
    return faded(model("Mask").log_odds(mask_features(view), said), pose, _NO_MASK)


def mask_features(view: FrontalView) -> Floats:
    """(3,): skin of any colour in any light is red, lips are redder, and a grey photo is alike all over.

    a* by which even the reddest of what a mask covers is less red than what it leaves free; L*a*b* distance, lightness
    counting half, by which even the likest of it differs; a* by which the mouth is redder than the chin.
    """
    free, mouth, chin = (view.colour(rectangle) for rectangle in (_NOSE_ROOT, _MOUTH, _CHIN))
    covered = [view.colour(_UPPER_LIP), mouth, view.colour(_LOWER_CHEEKS), chin]
    redness = max(float(free[1]), float(view.colour(_UNDER_EYES)[1]))
    paleness = redness - max(float(colour[1]) for colour in covered)
    strangeness = min(float(np.linalg.norm((colour - free) * (0.5, 1.0, 1.0))) for colour in covered)
    lips = min(max(float(mouth[1] - chin[1]), _LIPS[0]), _LIPS[1])
    return np.array([max(paleness, _REDDER), strangeness, lips])


def occlusion_features(view: FrontalView, hair: Floats, mouth: Floats, strokes: Floats) -> Floats:
    """(253,): what is like no free face: `part_features`, `hair_features`, `mask_features`, `mouth_open_features`, and
    the roots of `glasses_features`, as the edges of hands and things are strokes too."""
    return np.concatenate([part_features(view), hair, mask_features(view), mouth, np.sqrt(strokes)])


def part_features(view: FrontalView) -> Floats:
    """(36,): how the parts of the face differ from each other, and its two sides.

    Of each of 8 parts: by how much its lightness differs from the median of all parts, over that of the cheeks, and its
    log roughness. Of each of 4 parts that have two sides: by how much these differ in lightness, a*, b* and log
    roughness, without sign; and the most of the four.
    """
    lightness = np.array([view.colour(part)[0] for part in _PARTS])
    rough = np.log([100 * view.roughness(part) / view.light + 0.3 for part in _PARTS])
    sides = np.abs([view.difference(part) for part in _PARTS if part.inner > 0]) / (view.light / 100, 1, 1, 1)
    return np.concatenate([(lightness - np.median(lightness)) / view.light, rough, sides.ravel(), sides.max(axis=0)])
