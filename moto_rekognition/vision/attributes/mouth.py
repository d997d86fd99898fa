"""Whether the mouth is open and whether it smiles, from the mesh and its blendshapes."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.blendshapes import blendshape
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.observation import Floats, Mesh

_CORNERS = (61, 291)
_UPPER_LIP, _LOWER_LIP = 13, 14
_UNDER_NOSE = 2
_NOSTRILS = (98, 327)


def smile_log_odds(rest: Floats, mesh: Mesh, said: float) -> float:
    """Positive for a smile. rest: the mesh at rest, see `canonical.at_rest`; said: by the network."""
    return model("Smile").log_odds(smile_features(rest, mesh), said)


def mouth_open_log_odds(rest: Floats, mesh: Mesh, said: float) -> float:
    """Positive for parted lips; the service counts a smile that shows the teeth.

    rest: see `canonical.at_rest`; said: by the network.
    """
    return model("MouthOpen").log_odds(mouth_open_features(rest, mesh), said)


def smile_features(rest: Floats, mesh: Mesh) -> Floats:
    """(5,): a smiling mouth is wide (also for the nose: width of the nostrils), its corners are lifted and drawn back,
    all in centimetres of the canonical face; the blendshape mouthSmile."""
    left, right = rest[list(_CORNERS)]
    return np.array([
        np.linalg.norm(left - right),
        lift(rest),
        (left[2] + right[2]) / 2 - rest[_UNDER_NOSE, 2],
        np.linalg.norm(rest[_NOSTRILS[0]] - rest[_NOSTRILS[1]]),
        blendshape(mesh, "mouthSmile"),
    ])  # fmt: skip


def mouth_open_features(rest: Floats, mesh: Mesh) -> Floats:
    """(9,): the gap between the lips, centimetres of the canonical face; `smile_features`, as a smile parts the lips;
    the blendshapes jawOpen, mouthUpperUp and mouthLowerDown."""
    gap = np.linalg.norm(rest[_UPPER_LIP, :2] - rest[_LOWER_LIP, :2])
    shapes = (blendshape(mesh, name) for name in ("jawOpen", "mouthUpperUp", "mouthLowerDown"))
    return np.array([gap, *smile_features(rest, mesh), *shapes])


def lift(rest: Floats) -> float:
    """How far the corners of the mouth are above its middle, centimetres of the canonical face."""
    return float(rest[[_UPPER_LIP, _LOWER_LIP], 1].mean() - rest[list(_CORNERS), 1].mean())
