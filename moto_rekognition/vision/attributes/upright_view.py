"""The upright view of a face: a square of the picture around it, turned upright and brought to one size.

Unlike the frontal view it shows the face as the camera saw it, with hair, ears and what is before it.
"""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.geometry.canonical import on_canonical
from moto_rekognition.vision.observation import Mesh, Pixels

#: Side of the upright view in pixels, and in centimetres of the canonical face; the row where it begins, below the eye
#: line. The middle line of the face is in the middle.
SIZE, SIDE, TOP = 96, 21.0, -8.5


def upright_view(pixels: Pixels, mesh: Mesh) -> Pixels:
    """(SIZE, SIZE, 3) RGB: the face of `mesh`, which is in the coordinates of `pixels`."""
    import cv2

    onto = on_canonical(mesh)
    turn = onto.rotation[:2, :2]
    angle = np.arctan2(turn[0, 1] - turn[1, 0], turn[0, 0] + turn[1, 1])
    per_pixel = SIDE / SIZE / onto.scale
    along, across = np.cos(angle) * per_pixel, np.sin(angle) * per_pixel
    linear = np.array([(along, -across), (across, along)])
    corner = np.array([-SIDE / 2, TOP]) * SIZE / SIDE + 0.5
    origin = onto.centre[:2] + linear @ corner
    shown, factor = pixels, 1.25 / per_pixel
    if factor < 0.8:  # sampling a larger face as it is would alias
        height, width = pixels.shape[:2]
        size = max(1, round(width * factor)), max(1, round(height * factor))
        shown = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        zoom = np.array([size[0] / width, size[1] / height])
        linear, origin = linear * zoom[:, None], origin * zoom
    transform = np.column_stack([linear, origin - 0.5])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    view = cv2.warpAffine(shown, transform, (SIZE, SIZE), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(view, np.uint8)
