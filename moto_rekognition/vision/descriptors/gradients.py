"""The second part of the default descriptor: oriented gradients of the folded view, as low frequencies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors.contrast import contrast
from moto_rekognition.vision.descriptors.frontal import Plane
from moto_rekognition.vision.descriptors.regions import regions
from moto_rekognition.vision.descriptors.spectrum import cosines, lowest

HEIGHT, WIDTH = 24, 12
ORIENTATIONS = 8
_FREQUENCIES = 80
COUNT = _FREQUENCIES * ORIENTATIONS
#: The orientation that each one becomes in a mirror image.
_MIRRORED = [4, 3, 2, 1, 0, 7, 6, 5]


def gradients(view: Plane, seen: Plane) -> NDArray[np.float32]:
    """(COUNT,) float32: lowest frequency first, the orientations of one frequency side by side."""
    import cv2

    detail = contrast(view, 6.0)
    across, down = (cv2.Sobel(detail, cv2.CV_32F, dx, 1 - dx, ksize=1) for dx in (1, 0))
    strength, angle = cv2.cartToPolar(across, down)
    turn = angle * np.float32(ORIENTATIONS / (2 * np.pi))
    lower = turn.astype(np.intp)
    share = (turn - lower)[..., None]
    votes = np.zeros((*view.shape, ORIENTATIONS), np.float32)
    np.put_along_axis(votes, lower[..., None] % ORIENTATIONS, (1 - share) * strength[..., None], axis=2)
    np.put_along_axis(votes, (lower[..., None] + 1) % ORIENTATIONS, share * strength[..., None], axis=2)
    weight = seen[..., None]
    other = weight[:, ::-1]
    folded = (votes * weight + votes[:, ::-1][:, :, _MIRRORED] * other) / (weight + other)
    cells = cv2.resize(cv2.GaussianBlur(folded, (0, 0), 2.0), (2 * WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    energy = np.sqrt(cv2.blur((cells**2).sum(axis=-1), (3, 3))) + np.float32(1e-3)
    cells = np.sqrt(np.minimum(cells / energy[..., None], np.float32(0.9)))[:, :WIDTH]
    cells = cells * regions(HEIGHT, WIDTH)[..., None]
    spectrum = np.einsum("uy,yxo,vx->uvo", cosines(HEIGHT), cells, cosines(WIDTH), optimize=True)
    return np.asarray(spectrum.reshape(-1, ORIENTATIONS)[lowest(HEIGHT, WIDTH, _FREQUENCIES)].ravel(), np.float32)
