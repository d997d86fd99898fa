"""Brightness and sharpness of a face on the service's scale, in closed form."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from moto_rekognition.vision.faces import Box, Pixels, Quality

# Fitted to recorded answers: brightness follows the mean luma of the box through a sigmoid (r 0.994); sharpness takes
# only the values of a ladder of sigmoid steps, the same in every answer since 2019 to 2e-6.
_LUMA_SLOPE, _LUMA_OFFSET = 0.03127, -2.3728
_RUNG, _RUNG_OFFSET = 0.29254237, 0.4259417
_RUNGS = (-18, 16)
_SIDE = 224


def quality(pixels: Pixels, box: Box) -> Quality:
    """The quality of the part of `pixels` inside `box` (clipped to the image; 0 and 0 when nothing is left of it)."""
    height, width = pixels.shape[:2]
    left, top = max(round(box.left), 0), max(round(box.top), 0)
    right, bottom = min(round(box.left + box.width), width), min(round(box.top + box.height), height)
    if right <= left or bottom <= top:
        return Quality(0.0, 0.0)
    grey = Image.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right])).convert("L")
    luma = float(np.asarray(grey).mean())
    small = np.asarray(grey.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR), dtype=np.float32)
    return Quality(
        brightness=100 * _sigmoid(_LUMA_SLOPE * luma + _LUMA_OFFSET), sharpness=_ladder(_rung(small, box.height))
    )


def _rung(grey: np.ndarray[tuple[int, ...], np.dtype[np.float32]], face_height: float) -> int:
    """The step of the sharpness ladder for a square grey face."""
    inner = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    variance = max(float(laplacian.var()), 1e-3)
    return round(3.268 * math.log(variance) + 2.087 * math.log(max(face_height, 1.0)) - 23.49)


def _ladder(rung: int) -> float:
    return 100 * _sigmoid(_RUNG * min(max(rung, _RUNGS[0]), _RUNGS[1]) + _RUNG_OFFSET)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
