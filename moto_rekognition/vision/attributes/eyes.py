"""Whether the eyes are open, from the lids of the mesh and what shows between them."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.blendshapes import blendshape
from moto_rekognition.vision.attributes.frontal_view import FrontalView, Rectangle, quantile
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import BooleanAnswer, Floats, Mesh, Pose

#: Of each eye: its two corners, and three pairs of points on the upper and the lower lid.
_EYES = (
    ((33, 133), ((159, 145), (158, 153), (160, 144))),
    ((362, 263), ((386, 374), (385, 380), (387, 373))),
)
#: Where the eyes are on the canonical face, lids included.
_BETWEEN_LIDS = Rectangle(-0.4, 0.4, 2.0, 4.3)
#: A bowed head hides its eyes behind brows and lids, and the mesh makes them up: from the first pitch on, degrees, and
#: fully at the second; the log-odds are then at most `_SHUT`. Chosen by hand: the service takes such eyes for shut, in
#: all five recorded faces that it has bow by more than 36 degrees; here those have pitches of -19 to -28.
_BOWED, _HIDDEN, _SHUT = -20.0, -36.0, -3.0
#: Added to the openness before its logarithm.
_SHUT_TIGHT = 0.02


def eyes_open(rest: Floats, mesh: Mesh, view: FrontalView, said: float, pose: Pose) -> BooleanAnswer:
    """Are the eyes open, on the average of both?

    rest: the mesh at rest, see `canonical.at_rest`; said: by the network.
    """
    seen = model("EyesOpen").log_odds(eye_features(rest, mesh, view), said)
    hidden = min(max((pose.pitch - _BOWED) / (_HIDDEN - _BOWED), 0.0), 1.0)
    return boolean_answer((1 - hidden) * seen + hidden * min(seen, _SHUT))


def eye_features(rest: Floats, mesh: Mesh, view: FrontalView) -> Floats:
    """(14,): six, and these times the logarithm of the size of a pixel, as the mesh of a small face narrows the eyes;
    the blendshape mouthSmile, as a smile narrows them too; the logarithm of the openness.

    The six: `openness`; a* of the least red fifth between the lids against the cheeks, as whites and irises are not red
    but lids are; roughness there over the lightness of the cheeks; the size of a pixel; the blendshapes eyeBlink and
    eyeLookDown.
    """
    redness = np.mean([quantile([eye[..., 1]], 0.2) for eye in view.lab(_BETWEEN_LIDS)]) - view.skin[1]
    roughness = view.roughness(_BETWEEN_LIDS) / view.light
    shapes = (blendshape(mesh, name) for name in ("eyeBlink", "eyeLookDown"))
    lids = openness(rest)
    seen = np.array([lids, redness, roughness, view.pixel, *shapes])
    smile = blendshape(mesh, "mouthSmile")
    return np.array([*seen, *seen * np.log(view.pixel), smile, np.log(lids + _SHUT_TIGHT)])


def openness(rest: Floats) -> float:
    """Height over width of the eyes, seen from the front, mean of both."""
    return float(np.mean([_ratio(rest[:, :2], corners, lids) for corners, lids in _EYES]))


def _ratio(points: Floats, corners: tuple[int, int], lids: tuple[tuple[int, int], ...]) -> float:
    upper, lower = np.array(lids).T
    height = np.linalg.norm(points[upper] - points[lower], axis=1).mean()
    return float(height / np.linalg.norm(points[corners[0]] - points[corners[1]]))
