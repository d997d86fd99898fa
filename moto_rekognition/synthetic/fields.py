"""Smooth scalar fields: the steps, bumps and blends of which surface and paint are made."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# float32 for pixels, float64 for geometry: the functions below keep what they are given.
Field = NDArray[np.floating[Any]]
Scalar = float | Field


def mix(a: Any, b: Any, share: Any) -> Any:
    """`a` where share is 0, `b` where it is 1, linear between."""
    return a + (b - a) * share


def step(start: Any, end: Any, x: Any) -> Any:
    """0 up to `start`, 1 from `end` on, an S-curve between; `start` > `end` makes it fall instead."""
    t = np.clip((x - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def ridge(x: Any, centre: Any, width: Any) -> Any:
    """1 on `centre`, falling off like a Gaussian: 1/e at `width`."""
    return np.exp(-(((x - centre) / width) ** 2))


def bump(x: Any, y: Any, cx: Any, cy: Any, width: Any, height: Any) -> Any:
    """An elliptic Gaussian hill, 1 at (cx, cy). Cheap for a row `x` and a column `y`: the two factors are separable."""
    return ridge(x, cx, width) * ridge(y, cy, height)
