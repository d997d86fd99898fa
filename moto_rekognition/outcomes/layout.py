"""Where declared faces stand in their picture."""

from __future__ import annotations

import io
import math
import warnings

from moto_rekognition.vision.observation import Box

#: Long side, in pixels, that a declared picture has at least, so that no face is too small unless it is declared so.
LONG_SIDE = 3840
#: Width over height of a face, median of the service's boxes.
ASPECT = 0.742


def picture_size(content: bytes) -> tuple[int, int]:
    """(width, height) of a picture with the proportions of `content`, 16:9 when it is not an image."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
                sideways = image.getexif().get(0x0112, 1) >= 5
    except Exception:  # content need not be an image, and Pillow raises many things for what is almost one
        return LONG_SIDE, LONG_SIDE * 9 // 16
    if sideways:
        width, height = height, width
    scale = max(1.0, LONG_SIDE / max(width, height))
    return round(width * scale), round(height * scale)


def side_by_side(count: int, size: tuple[int, int]) -> list[Box]:
    """Boxes for `count` faces in a picture of `size`, in pixels: in rows, apart, each smaller than the one before."""
    if not count:
        return []
    width, height = size
    columns = max(range(1, count + 1), key=lambda n: min(width / n / ASPECT, height / math.ceil(count / n)))
    rows = math.ceil(count / columns)
    cell = width / columns, height / rows
    tall = 0.7 * min(cell[1], cell[0] / ASPECT)
    boxes = []
    for place in range(count):
        row, column = divmod(place, columns)
        face_height = tall * (1 - 0.3 * place / count)
        left = cell[0] * (column + 0.5) - ASPECT * face_height / 2
        top = cell[1] * (row + 0.5) - face_height / 2
        boxes.append(Box(left, top, ASPECT * face_height, face_height))
    return boxes
