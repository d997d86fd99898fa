"""Eyeglasses and sunglasses, from the pixels around the eyes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.attributes.patches import CHEEKS, Patches, Place, in_doubt, quantile
from moto_rekognition.vision.observation import Floats, Judgement, Pose

#: Where a bridge crosses the nose, and where lower rims cross the skin below the eyes, with room for `_STROKE` around.
_BRIDGE = Place(-1.9, 2.2, 0.0, 0.9)
_RIMS = Place(0.7, 4.0, 1.8, 4.9)
_LENSES, _UNDER_LIDS = Place(-0.6, 1.3, 1.6, 4.4), Place(0.9, 1.7, 2.0, 4.2)
#: Half the width of what counts as a stroke, in pixels of the frontal view (about half a centimetre); and over how many
#: pixels along it is averaged, against noise.
_STROKE, _ALONG = 3, 7
#: Log-odds of a frame per unit of `frame_features`, and at none, and of dark lenses per unit of `sunglasses_features`,
#: and at none: logistic regressions, lowered by 0.5 and 0.7, as few people wear any. By training/fit_attributes.py,
#: on 217 faces of which most were in them, 0.99 of all kinds come out right, in worse pictures 0.78 of glasses, 0.99
#: of sunglasses, 0.98 and more of other faces; kept out of such regressions, hardly fewer.
_FRAME, _FRAME_BIAS = np.array([16.6, 12.7, 0.55]), -4.25
_SUNGLASSES, _SUNGLASSES_BIAS = np.array([-8.8, 0.21, -1.53, 0.66]), 7.2
#: Rougher than this does not count for more: on dark skin, the rims of dark lenses.
_ROUGHEST = 6.5
#: Log-odds when nothing can be seen: not far from the service's medians, 97.7 and 99.97.
_NO_GLASSES, _NO_SUNGLASSES = -3.5, -5.5


def eyewear(patches: Patches, pose: Pose) -> tuple[Judgement, Judgement]:
    """Are there glasses of any kind before the eyes, and are there dark ones? Sunglasses are eyeglasses too."""
    frame = in_doubt(min(float(frame_features(patches) @ _FRAME) + _FRAME_BIAS, 6.0), pose, _NO_GLASSES)
    dark = float(sunglasses_features(patches) @ _SUNGLASSES) + _SUNGLASSES_BIAS
    dark = in_doubt(min(max(dark, -9.0), 9.0), pose, _NO_SUNGLASSES)
    return judge(max(frame, dark)), judge(dark)


def frame_features(patches: Patches) -> Floats:
    """(3,): how dark the strokes across bridge and rims are, as a part of the lightness of the cheeks, and how much
    less red (a*) those across the rims are than the skin on both sides of them."""
    bridge, rims = (_strokes(patches.lightness(place)) / patches.light for place in (_BRIDGE, _RIMS))
    return np.array([bridge, rims, _strokes(patches.redness(_RIMS))])


def sunglasses_features(patches: Patches) -> Floats:
    """(4,): lightness and distance in a*b* from the cheeks of what lies under the lids, where lenses are darkest for
    their skin; and the roughness that whites, lashes and lids give to bare eyes, and that of the cheeks."""
    under = patches.colour(_UNDER_LIDS)
    rough = (min(60 * patches.roughness(place) / patches.light, _ROUGHEST) for place in (_LENSES, CHEEKS))
    return np.array([under[0] / patches.light, np.hypot(*(under - patches.skin)[1:]), *rough])


def _strokes(rectangles: list[NDArray[np.float32]]) -> float:
    """How deep a stroke lies across some rectangles: what most of their columns agree on, on both sides."""
    import cv2

    smooth = [cv2.blur(np.ascontiguousarray(patch), (_ALONG, 1)) for patch in rectangles]
    return float(np.mean([quantile([_stroke(np.asarray(patch)).max(axis=0)], 0.5) for patch in smooth]))


def _stroke(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each row but the outer `_STROKE`, how much lower it is than both rows `_STROKE` away."""
    above, here, below = values[: -2 * _STROKE], values[_STROKE:-_STROKE], values[2 * _STROKE :]
    return np.asarray(np.minimum(above, below) - here, np.float32)
