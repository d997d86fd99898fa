"""Cuts one face and its surroundings out of a picture, reduced to what is kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from moto_rekognition.vision.observation import Box, Mesh, Pixels

#: How far beyond its box a crop reaches, in boxes on each side.
MARGIN = 0.6
#: Crops are reduced until the larger side of the face's box is less than twice this, in pixels.
LARGEST = 320


@dataclass(frozen=True, eq=False)
class FaceCrop:
    """pixels: the cut-out, RGB; mesh, box: the face in its pixels."""

    pixels: Pixels
    mesh: Mesh
    box: Box


def face_crop(pixels: Pixels, mesh: Mesh, box: Box) -> FaceCrop:
    """Cut out the face in `box`, with a margin, and reduce it to `LARGEST`."""
    height, width = pixels.shape[:2]
    points = mesh.points[:, :2]
    right, bottom = box.left + box.width, box.top + box.height
    x0 = max(0, int(min(points[:, 0].min(), box.left) - MARGIN * box.width))
    y0 = max(0, int(min(points[:, 1].min(), box.top) - MARGIN * box.height))
    x1 = min(width, int(max(points[:, 0].max(), right) + MARGIN * box.width) + 1)
    y1 = min(height, int(max(points[:, 1].max(), bottom) + MARGIN * box.height) + 1)
    factor = max(1, int(max(box.width, box.height) / LARGEST))
    part = np.ascontiguousarray(pixels[y0:y1, x0:x1])  # Pillow would copy a slice byte by byte
    if factor > 1:
        part = np.asarray(Image.fromarray(part).reduce(factor))
    elif part.base is not None:
        part = part.copy()  # a view would keep the whole picture in memory
    moved = (mesh.points - (x0, y0, 0)) / factor
    shifted = Box((box.left - x0) / factor, (box.top - y0) / factor, box.width / factor, box.height / factor)
    return FaceCrop(part, replace(mesh, points=moved), shifted)
