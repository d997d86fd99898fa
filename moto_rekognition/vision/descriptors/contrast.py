"""Local contrast: a view of a face without most of the effect of light."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.descriptors.frontal import Plane


def contrast(view: Plane, sigma: float) -> Plane:
    """d / (sqrt(G(d * d)) + 0.06), where d = L - G(L), L = log(luma + 8), and G is a Gaussian of `sigma` pixels.

    0.06 is the deviation that noise alone has in a flat patch. Both constants are set by hand.
    """
    import cv2

    log = np.log(view + np.float32(8))
    detail = log - cv2.GaussianBlur(log, (0, 0), sigma)
    return np.asarray(detail / (np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), sigma)) + np.float32(0.06)))
