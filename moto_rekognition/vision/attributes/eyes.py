"""Whether the eyes are open, from the lids of the mesh and what shows between them."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.attributes.patches import Patches, Place, quantile
from moto_rekognition.vision.observation import Floats, Judgement, Pose

#: Of each eye: its two corners, and three pairs of points on the upper and the lower lid.
_EYES = (
    ((33, 133), ((159, 145), (158, 153), (160, 144))),
    ((362, 263), ((386, 374), (385, 380), (387, 373))),
)
#: Where the eyes are on the canonical face, lids included.
_BETWEEN_LIDS = Place(-0.4, 0.4, 2.0, 4.3)
#: Log-odds per unit of `eye_features`, and at none: a logistic regression, scaled so that an ordinary open eye is as
#: sure as the median of the service, 97.9. Lids alone take laughing eyes for shut ones. By
#: training/fit_attributes.py, on 217 faces of which most were in that regression, 0.99 of open and 0.96 of shut eyes
#: come out right, in worse pictures 0.97 and 0.84; kept out of such a regression, as many.
_EYES_OPEN, _BIAS = np.array([28.8, -0.088, 11.7, 5.3]), -7.8
#: From and up to which pitch, degrees, a bowed head hides its eyes behind its brows and lids, so that a mesh makes them
#: up; and the log-odds of what is then seen. The service takes such eyes for shut: those of the five recorded
#: faces, in two photos, that bow by more than 36 (upside-down ones aside).
_BOWED, _HIDDEN, _SHUT = -30.0, -50.0, -3.0


def eyes_open(rest: Floats, patches: Patches, pose: Pose) -> Judgement:
    """Are the eyes open, on the average of both? rest: the mesh at rest, see `canonical.at_rest`."""
    seen = float(eye_features(rest, patches) @ _EYES_OPEN) + _BIAS
    hidden = min(max((pose.pitch - _BOWED) / (_HIDDEN - _BOWED), 0.0), 1.0)
    return judge((1 - hidden) * seen + hidden * min(seen, _SHUT))


def eye_features(rest: Floats, patches: Patches) -> Floats:
    """(4,): `openness`; a* of the least red fifth of what shows between the lids against the cheeks, as whites and
    irises are not red, but lids are; how rough that is for the lightness of the cheeks; and the size of a pixel, as the
    fewer there are of a face, the nearer its mesh puts the lids."""
    redness = np.mean([quantile([eye], 0.2) for eye in patches.redness(_BETWEEN_LIDS)]) - patches.skin[1]
    roughness = patches.roughness(_BETWEEN_LIDS) / patches.light
    return np.array([openness(rest), redness, roughness, patches.pixel])


def openness(rest: Floats) -> float:
    """Height over width of the eyes, seen from the front, mean of both."""
    return float(np.mean([_ratio(rest[:, :2], corners, lids) for corners, lids in _EYES]))


def _ratio(points: Floats, corners: tuple[int, int], lids: tuple[tuple[int, int], ...]) -> float:
    upper, lower = np.array(lids).T
    height = np.linalg.norm(points[upper] - points[lower], axis=1).mean()
    return float(height / np.linalg.norm(points[corners[0]] - points[corners[1]]))
