"""Weights for the parts of the frontal view: how much each tells about the identity."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray


@functools.cache
def regions(height: int, width: int) -> NDArray[np.float32]:
    """(height, width) float32 weights for the folded view, whose last column is the middle of the face.

    High at the eyes and brows, medium along the nose and at the mouth, low at the jaw, whose outline changes with the
    pose. Set by hand.
    """
    y = (np.arange(height)[:, None] + 0.5) / height
    x = 1 - (np.arange(width)[None] + 0.5) / width  # 0 in the middle, 1 at the side
    weight = 1.05 - 0.75 * x * y
    weight += 0.5 * np.exp(-(((x - 0.4) / 0.35) ** 2) - ((y - 0.2) / 0.14) ** 2)
    weight += 0.3 * np.exp(-((x / 0.35) ** 2) - ((y - 0.4) / 0.25) ** 2)
    weight += 0.3 * np.exp(-((x / 0.3) ** 2) - ((y - 0.72) / 0.12) ** 2)
    return np.asarray(weight**1.5, np.float32)
