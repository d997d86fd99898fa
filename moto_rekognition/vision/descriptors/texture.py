"""The first part of the default descriptor: local contrast of the folded view, as low frequencies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors.contrast import contrast
from moto_rekognition.vision.descriptors.frontal import Plane, fold
from moto_rekognition.vision.descriptors.regions import regions
from moto_rekognition.vision.descriptors.spectrum import cosines, lowest

HEIGHT, WIDTH = 48, 24
COUNT = 384


def texture(view: Plane, seen: Plane) -> NDArray[np.float32]:
    """(COUNT,) float32, lowest frequency first."""
    import cv2

    half = fold(contrast(view, 4.0), seen)[:, : view.shape[1] // 2]
    half = cv2.resize(half, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) * regions(HEIGHT, WIDTH)
    return np.asarray((cosines(HEIGHT) @ half @ cosines(WIDTH).T).ravel()[lowest(HEIGHT, WIDTH, COUNT)])
