"""Where a face may be: a turned square, and a detector's sighting of one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from moto_rekognition.vision.faces import Floats

#: MediaPipe looks for the mesh in a square of 1.5 times the detector's box.
ROOM = 1.5


@dataclass(frozen=True)
class Region:
    """A square of an image, in its pixels.

    x, y: the centre; side: the length of a side; angle: how far the face in it is turned clockwise as seen, in radians.
    """

    x: float
    y: float
    side: float
    angle: float = 0.0


@dataclass(frozen=True, eq=False)
class Sighting:
    """What a detector says of one face, in pixels of the image it was shown.

    left, top, width, height: the detector's box.
    keypoints: (6, 2) float64: the eyes (the image's left first in an upright face), nose tip, mouth, ears.
    score: 0..1.
    """

    left: float
    top: float
    width: float
    height: float
    keypoints: Floats
    score: float

    @property
    def region(self) -> Region:
        """Where to look for the mesh, as MediaPipe's own graph does: centred on the box, turned as the eyes are."""
        (x0, y0), (x1, y1) = self.keypoints[:2]
        return Region(
            self.left + self.width / 2,
            self.top + self.height / 2,
            ROOM * max(self.width, self.height),
            math.atan2(y1 - y0, x1 - x0),
        )

    def scaled(self, factor: float, dx: float = 0.0, dy: float = 0.0) -> Sighting:
        """The same sighting in an image enlarged by `factor` and then moved by (dx, dy)."""
        return replace(
            self,
            left=self.left * factor + dx,
            top=self.top * factor + dy,
            width=self.width * factor,
            height=self.height * factor,
            keypoints=self.keypoints * factor + (dx, dy),
        )
