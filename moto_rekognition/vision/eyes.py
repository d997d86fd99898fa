"""Whether the eyes are open, from the lids of the mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Judgement, Mesh

#: Outer corner, inner corner, and upper and lower lid at the middle of the eye, of each eye.
_EYES = ((33, 133, 159, 145), (263, 362, 386, 374))
#: Opening over width at which an eye counts as open: open eyes are at 0.19 to 0.39, shut ones below 0.1.
_OPEN = 0.15


def eyes_open(mesh: Mesh) -> Judgement:
    """Both lids apart?"""
    opening = float(np.mean([_opening(mesh, *eye) for eye in _EYES]))
    margin = abs(opening - _OPEN)
    return Judgement(opening > _OPEN, min(99.0, 50 + 600 * margin))


def _opening(mesh: Mesh, outer: int, inner: int, upper: int, lower: int) -> float:
    points = mesh.points
    width = float(np.linalg.norm(points[outer] - points[inner]))
    return float(np.linalg.norm(points[upper] - points[lower])) / max(width, 1e-6)
