"""Whether the mouth is open and whether it smiles, from the lips of the mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Judgement, Mesh

_OUTER_CORNERS = (61, 291)
_INNER_CORNERS = (78, 308)
_INNER_LIPS = (13, 14)
_EYE_CORNERS = ((33, 133), (362, 263))
_OPEN = 0.16
_SMILE = 0.80


def mouth_open(mesh: Mesh) -> Judgement:
    """Inner lips apart, against the width of the mouth?"""
    points = mesh.points
    upper, lower = points[list(_INNER_LIPS)]
    left, right = points[list(_INNER_CORNERS)]
    gap = float(np.linalg.norm(upper - lower) / max(float(np.linalg.norm(left - right)), 1e-6))
    return Judgement(gap > _OPEN, min(98.0, 50 + 400 * abs(gap - _OPEN)))


def smile(mesh: Mesh) -> Judgement:
    """Mouth drawn wide, against the distance of the eyes?"""
    points = mesh.points
    left, right = points[list(_OUTER_CORNERS)]
    eyes = [points[list(corners)].mean(axis=0) for corners in _EYE_CORNERS]
    width = float(np.linalg.norm(left - right) / max(float(np.linalg.norm(eyes[0] - eyes[1])), 1e-6))
    return Judgement(width > _SMILE, min(99.0, 50 + 300 * abs(width - _SMILE)))
