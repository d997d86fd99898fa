"""The cosine transform, and its lowest frequencies."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray


@functools.cache
def cosines(size: int) -> NDArray[np.float32]:
    """(size, size) float32: the orthonormal DCT-II matrix, one frequency a row."""
    frequency, place = np.mgrid[:size, :size]
    rows = np.cos(np.pi * (place + 0.5) * frequency / size) * np.sqrt(2 / size)
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float32)


@functools.cache
def lowest(height: int, width: int, count: int) -> NDArray[np.intp]:
    """Flat indices of the `count` lowest frequencies of a (height, width) transform, lowest first."""
    down, across = np.mgrid[:height, :width]
    return np.argsort(((down / height) ** 2 + (across / width) ** 2).ravel(), kind="stable")[:count]
