"""The default size of declared images, and the default boxes of their faces."""

from __future__ import annotations

import math

from moto_rekognition import image_files
from moto_rekognition.vision.observation import Box

#: Minimum of the long side of a declared image, in pixels. Faces are too small only if they are declared so.
LONG_SIDE = 3840
#: Width / height of a face: median of the service's boxes.
ASPECT = 0.742


def image_size(content: bytes) -> tuple[int, int]:
    """(width, height) in pixels, with the aspect ratio of a JPEG or PNG; 16:9 for other content."""
    try:
        return enlarged(image_files.read(content).upright_size)
    except image_files.Unreadable:
        return enlarged((16, 9))


def enlarged(size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of the same aspect ratio, with a long side of at least LONG_SIDE."""
    width, height = size
    scale = max(1.0, LONG_SIDE / max(width, height, 1))
    return max(round(width * scale), 1), max(round(height * scale), 1)


def side_by_side(count: int, size: tuple[int, int]) -> list[Box]:
    """Boxes for `count` faces in an image of `size`, in pixels: in rows, disjoint, in descending size."""
    if not count:
        return []
    width, height = size
    columns = max(range(1, count + 1), key=lambda n: min(width / n / ASPECT, height / math.ceil(count / n)))
    rows = math.ceil(count / columns)
    cell = width / columns, height / rows
    tall = 0.7 * min(cell[1], cell[0] / ASPECT)
    boxes = []
    for index in range(count):
        row, column = divmod(index, columns)
        face_height = tall * (1 - 0.3 * index / count)
        left = cell[0] * (column + 0.5) - ASPECT * face_height / 2
        top = cell[1] * (row + 0.5) - face_height / 2
        boxes.append(Box(left, top, ASPECT * face_height, face_height))
    return boxes
