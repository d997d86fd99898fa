"""Whether a frame shows something else than the one before."""

from __future__ import annotations

import numpy as np
from PIL import Image

from moto_rekognition.vision.observation import Pixels

#: Side of the blocks whose mean colours are compared, pixels. A face of the smallest size that is found spans several.
BLOCK = 8
#: Largest change of the mean of a block (0..255) between frames that count as alike. Chosen by hand: coding noise of
#: H.264 at common qualities stays below 2; eyes that close change blocks of a 40-pixel face by more than 6.
TOLERANCE = 3


def alike(one: Pixels, other: Pixels) -> bool:
    """Whether two frames, (height, width, 3) uint8 RGB, differ so little that the same faces are seen in both."""
    if one.shape != other.shape:
        return False
    difference = np.abs(_blocks(one).astype(np.int16) - _blocks(other))
    return bool(difference.max() <= TOLERANCE)


def _blocks(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).reduce(BLOCK), dtype=np.uint8)
