"""Eyes shut on a portrait: the skin of the upper lids is drawn down over them."""

from __future__ import annotations

import cv2
import numpy as np
from surface import centimetre

from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: Along the upper and the lower lid of each eye, from corner to corner.
_EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263)),
)


def shut(pixels: Pixels, mesh: Mesh, random: np.random.Generator) -> Pixels:
    """The face of `mesh` with its eyes shut."""
    picture, cm = pixels.astype(np.float32), centimetre(mesh)
    met = random.uniform(0.75, 0.95)
    for upper, lower in _EYES:
        picture = _drawn_down(picture, mesh.points[list(upper), :2], mesh.points[list(lower), :2], met, cm, random)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _drawn_down(
    picture: np.ndarray, upper: Floats, lower: Floats, met: float, cm: float, random: np.random.Generator
) -> np.ndarray:
    """met: where the lids meet, from the upper one (0) to the lower one (1)."""
    start, length = upper[0], float(np.linalg.norm(upper[-1] - upper[0]))
    axis = (upper[-1] - start) / length
    down = np.array([-axis[1], axis[0]])
    if down @ (lower[4] - upper[4]) < 0:
        down = -down
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    along = ((x + 0.5 - start[0]) * axis[0] + (y + 0.5 - start[1]) * axis[1]) / length
    below = (x + 0.5 - start[0]) * down[0] + (y + 0.5 - start[1]) * down[1]

    def line(points: Floats) -> np.ndarray:
        """How far below the line between the corners a line of points is, at each pixel."""
        return np.interp(along, (points - start) @ axis / length, (points - start) @ down).astype(np.float32)

    top, meeting, bottom = line(upper), line(upper + (lower - upper) * met), line(lower)
    crease = top - random.uniform(0.5, 0.8) * cm  # skin from here on is stretched
    stretched = crease + np.clip((below - crease) / np.maximum(meeting - crease, 1e-3), 0, 1) * (
        top - 0.1 * cm - crease
    )
    source = np.where((below >= crease) & (below <= meeting), stretched, below)
    under = (below > meeting) & (below < bottom + 0.05 * cm)
    source = np.where(under, bottom + 0.12 * cm + (below - meeting) * 0.5, source)
    within = (along > -0.08) & (along < 1.08)
    moved = (source - below) * np.clip(np.minimum(along + 0.08, 1.08 - along) / 0.12, 0, 1) * within
    across_to, down_to = (x + moved * down[0]).astype(np.float32), (y + moved * down[1]).astype(np.float32)
    drawn = cv2.remap(picture, across_to, down_to, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    picture = np.where((np.abs(moved) > 1e-3)[..., None], drawn, picture)
    lashes = np.exp(-(((below - meeting) / max(random.uniform(0.05, 0.14) * cm, 0.5)) ** 2))
    lashes *= np.clip(np.minimum(along + 0.02, 1.02 - along) / 0.06, 0, 1) * random.uniform(0.2, 0.65)
    return np.asarray(picture * (1 - lashes[..., None]))
