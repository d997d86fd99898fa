"""Whether the eyes are open, from the lids of the mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Floats, Judgement, Pose
from moto_rekognition.vision.judging import judge

#: Of each eye: its two corners, and three pairs of points on the upper and the lower lid.
_EYES = (
    ((33, 133), ((159, 145), (158, 153), (160, 144))),
    ((362, 263), ((386, 374), (385, 380), (387, 373))),
)
#: Height over width at which an eye counts as open. Open eyes are at 0.23 to 0.45 (laughing ones lowest), shut or cast
#: down ones below 0.2, in portraits, in photos with recorded answers and in drawings.
_OPEN = 0.205
#: Log-odds per unit of that ratio: an ordinary open eye (0.32) is as sure as the service's median, 97.9.
_STEEPNESS = 33.0
#: From and up to which pitch, degrees, a bowed head hides its eyes behind its brows and lids, so that a mesh makes them
#: up; and the log-odds of what is then seen. The service takes such eyes for shut: those of the five recorded
#: faces, in two photos, that bow by more than 36 (upside-down ones aside).
_BOWED, _HIDDEN, _SHUT = -30.0, -50.0, -3.0


def eyes_open(rest: Floats, pose: Pose) -> Judgement:
    """Are the lids apart, on the average of both eyes? rest: the mesh at rest, see `canonical.at_rest`."""
    seen = _STEEPNESS * (openness(rest) - _OPEN)
    hidden = min(max((pose.pitch - _BOWED) / (_HIDDEN - _BOWED), 0.0), 1.0)
    return judge((1 - hidden) * seen + hidden * min(seen, _SHUT))


def openness(rest: Floats) -> float:
    """Height over width of the eyes, seen from the front, mean of both."""
    return float(np.mean([_ratio(rest[:, :2], corners, lids) for corners, lids in _EYES]))


def _ratio(points: Floats, corners: tuple[int, int], lids: tuple[tuple[int, int], ...]) -> float:
    upper, lower = np.array(lids).T
    height = np.linalg.norm(points[upper] - points[lower], axis=1).mean()
    return float(height / np.linalg.norm(points[corners[0]] - points[corners[1]]))
