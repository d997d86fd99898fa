"""Local contrast: what is left of a face when the light is taken away."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.descriptors.frontal import Plane


def contrast(view: Plane, sigma: float) -> Plane:
    """Log luma minus its surroundings, over the deviation in them (plus 0.06, the noise of a flat patch).

    Surroundings are a Gaussian of `sigma` pixels.
    """
    import cv2

    log = np.log(view + np.float32(8))
    detail = log - cv2.GaussianBlur(log, (0, 0), sigma)
    return np.asarray(detail / (np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), sigma)) + np.float32(0.06)))
