"""Brightness and sharpness of a face on the service's scale, in closed form."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moto_rekognition.vision.log_odds import sigmoid
from moto_rekognition.vision.observation import Box, Pixels, Quality

#: Log-odds of brightness = slope * mean luma of the box + offset. Log-odds of sharpness = rung * integer + offset, the
#: same ladder in every answer since 2019 to 2e-6; the integer follows from the logarithms of the variance of the
#: Laplacian and of the height of the face. Fitted to 69 recorded faces, of which 47 can be had again: from these
#: `python training/fit_quality.py FOLDER` makes the same ladder, and the brightness of the same face within 1 point.
_LUMA_SLOPE, _LUMA_OFFSET = 0.03127, -2.3728
_RUNG, _RUNG_OFFSET = 0.29254237, 0.4259417
_PER_DETAIL, _PER_HEIGHT, _FIRST_RUNG = 3.268, 2.087, -23.49
#: The lowest and the highest rung in recorded answers.
_RUNGS = (-18, 16)
#: Side of the square that sharpness is measured in, and the longer side of the picture before that, pixels: a larger
#: picture is as sharp as its reduction to it (chosen on recorded photos: the median error fell from 13 to 3).
_SIDE = 224
_WORKING_SIZE = 1800


def quality(pixels: Pixels, box: Box) -> Quality:
    """The quality of the part of `pixels` inside `box` (clipped to the image; 0 and 0 when nothing is left of it)."""
    height, width = pixels.shape[:2]
    left, top = max(round(box.left), 0), max(round(box.top), 0)
    right, bottom = min(round(box.left + box.width), width), min(round(box.top + box.height), height)
    if right <= left or bottom <= top:
        return Quality(0.0, 0.0)
    import cv2

    grey = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    reduction = min(_WORKING_SIZE / max(width, height), 1.0)
    face = Image.fromarray(grey)
    if reduction < 1:
        size = max(round(face.width * reduction), 1), max(round(face.height * reduction), 1)
        face = face.resize(size, Image.Resampling.BILINEAR)
    small = face.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    return Quality(
        brightness=100 * sigmoid(_LUMA_SLOPE * cv2.mean(grey)[0] + _LUMA_OFFSET),
        sharpness=_ladder(_rung(np.asarray(small), box.height * reduction)),
    )


def _rung(grey: NDArray[np.uint8], face_height: float) -> int:
    """The step of the sharpness ladder for a square grey face: linear in the logarithms of detail and height."""
    import cv2

    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_32F)[1:-1, 1:-1])
    variance = max(float(deviation[0, 0]) ** 2, 1e-3)
    return round(_PER_DETAIL * math.log(variance) + _PER_HEIGHT * math.log(max(face_height, 1.0)) + _FIRST_RUNG)


def _ladder(rung: int) -> float:
    return 100 * sigmoid(_RUNG * min(max(rung, _RUNGS[0]), _RUNGS[1]) + _RUNG_OFFSET)
