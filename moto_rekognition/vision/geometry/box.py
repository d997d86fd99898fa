"""The bounding box of a face, from mid-forehead to just under the chin and from jaw edge to jaw edge."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.geometry.canonical import on_canonical
from moto_rekognition.vision.observation import Box, Mesh

#: Mesh points of the upper forehead, where the mesh ends below the service's box.
_FOREHEAD = (10, 67, 109, 297, 338)
_BROW_TO_CHIN = (9, 152)
#: How far the box goes above the mesh's forehead, in lengths of the line from between the brows to the chin, and how
#: steeply the forehead recedes there: a bowed head shows more of it, a raised one less. Made by
#: `python training/fit_geometry.py FOLDER` from 89 recorded faces.
_FOREHEAD_RISE, _FOREHEAD_RECEDES = 0.17, 0.8


def box(mesh: Mesh) -> Box:
    """The box of `mesh` in its pixels; it may leave the image, as the service's does."""
    points = mesh.points[:, :2]
    brow, chin = mesh.points[list(_BROW_TO_CHIN)]
    away = on_canonical(mesh).rotation[2]
    rise = brow - chin + _FOREHEAD_RECEDES * np.linalg.norm(brow - chin) * away
    brim = points[list(_FOREHEAD)] + _FOREHEAD_RISE * rise[:2]
    outline = np.vstack([points, brim])
    left, top = outline.min(axis=0)
    right, bottom = outline.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))
