"""Squares of a picture: where a face may be, what the detector found there, and how to cut one out upright."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from moto_rekognition.vision.observation import Floats, Pixels

#: MediaPipe looks for the mesh in a square of 1.5 times the detector's box.
ROOM = 1.5


@dataclass(frozen=True)
class Region:
    """A square of a picture, in its pixels.

    x, y: the centre; side: the length of a side; angle: how far the face in it is turned, radians, clockwise as seen.
    """

    x: float
    y: float
    side: float
    angle: float = 0.0

    def turned(self, angle: float) -> Region:
        """The same square turned further, by `angle` radians."""
        return replace(self, angle=self.angle + angle)

    def grown(self, factor: float) -> Region:
        """The square `factor` times as large about the same centre."""
        return replace(self, side=self.side * factor)

    def overlap(self, other: Region) -> float:
        """The shared area over that of the smaller square, 0..1, as if neither were turned."""
        width, height = (
            max(0.0, (self.side + other.side) / 2 - apart) for apart in (abs(self.x - other.x), abs(self.y - other.y))
        )
        smaller = min(self.side, other.side)
        return min(width, smaller) * min(height, smaller) / smaller**2


@dataclass(frozen=True, eq=False)
class Detection:
    """A face that the detector found.

    keypoints: (6, 2) float64: the eyes (the image's left first in an upright face), nose tip, mouth, ears.
    x, y, side: the centre and the longer side of the detector's box; score: 0..1.
    """

    x: float
    y: float
    side: float
    keypoints: Floats
    score: float

    @property
    def region(self) -> Region:
        """The detector's box, turned as the face is: by the mean of the line through the eyes and the perpendicular of
        the line from the eyes to the mouth. MediaPipe takes the eyes alone, which small faces have only a few pixels
        apart."""
        left, right, _, mouth = self.keypoints[:4]
        across, down = right - left, mouth - (left + right) / 2
        x, y = across[0] + down[1], across[1] - down[0]
        return Region(self.x, self.y, self.side, math.atan2(y, x))


@dataclass(frozen=True, eq=False)
class View:
    """Pixels taken from a picture, and where: point (x, y) of `pixels` is `origin + turn @ (x, y)` of the picture."""

    pixels: Pixels
    turn: Floats
    origin: Floats

    def points(self, points: Floats) -> Floats:
        """(n, 2) points of the view, or (n, 3) with depth -> the picture's."""
        flat = points[:, :2] @ self.turn.T + self.origin
        return flat if points.shape[1] == 2 else np.column_stack([flat, points[:, 2] * self.scale])

    @property
    def scale(self) -> float:
        """Pixels of the picture for one of the view."""
        return math.hypot(*self.turn[0])

    def detection(self, found: Detection) -> Detection:
        """A detection in the view -> in the picture."""
        ((x, y),) = self.points(np.array([[found.x, found.y]]))
        return Detection(float(x), float(y), found.side * self.scale, self.points(found.keypoints), found.score)


def cut(picture: Pixels, region: Region, side: int) -> View:
    """`region` cut out of `picture` with its face upright, as `side` by `side` pixels; black outside the picture.

    Large regions are averaged down first: sampling them sparsely would alias.
    """
    import cv2

    step = region.side / side
    cos, sin = step * math.cos(region.angle), step * math.sin(region.angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    origin = np.array([region.x, region.y]) - turn @ (side / 2, side / 2)
    factor = max(1, int(step))
    left, top, part = _surroundings(picture, region, factor)
    if not part.size:
        return View(np.zeros((side, side, 3), np.uint8), turn, origin)
    if factor > 1:
        small = part.shape[1] // factor, part.shape[0] // factor
        part = np.asarray(cv2.resize(part, small, interpolation=cv2.INTER_AREA), np.uint8)
    # Pillow asks where each pixel of the result comes from. Not OpenCV: it rounds that to 1/32 pixel before release 5.
    a, b = turn / factor, (origin - (left, top)) / factor
    coefficients = (a[0, 0], a[0, 1], b[0], a[1, 0], a[1, 1], b[1])
    whole = Image.fromarray(np.ascontiguousarray(part))
    upright = whole.transform((side, side), Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR)
    return View(np.asarray(upright), turn, origin)


def _surroundings(picture: Pixels, region: Region, multiple: int) -> tuple[int, int, Pixels]:
    """The part of `picture` that `region` covers, and where it starts; its sides are multiples of `multiple`."""
    height, width = picture.shape[:2]
    reach = region.side * (abs(math.cos(region.angle)) + abs(math.sin(region.angle))) / 2
    left, top = max(0, math.floor(region.x - reach)), max(0, math.floor(region.y - reach))
    across = max(0, min(width, math.ceil(region.x + reach)) - left)
    down = max(0, min(height, math.ceil(region.y + reach)) - top)
    return left, top, picture[top : top + down - down % multiple, left : left + across - across % multiple]
