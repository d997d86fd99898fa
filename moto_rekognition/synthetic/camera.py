"""Where things are before the camera: the turns of the head, the body that follows, and the projection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.synthetic.fields import step
from moto_rekognition.synthetic.head import Points

#: The point about which a head turns, and the one where it sits on its neck; cm.
PIVOT, NECK = np.array([0.0, -2.0, -1.0]), np.array([0.0, -7.0, -3.0])
#: From the pivot to the camera, cm.
DISTANCE = 75.0
#: Added to the pitch, degrees: at a pitch of 0 the plane through the corners of the eyes and of the mouth is parallel
#: to the picture. There the service has its 0 too (see vision/geometry/pose.py).
_LEVEL = -2.4
#: How far a head is inclined on its neck at most, degrees.
_NECK_ROLL = 45.0


def rotation(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """(3, 3) from angles in degrees. yaw > 0: nose to the image's right; pitch > 0: up; roll > 0: clockwise."""
    y, p, r = np.radians([yaw, -pitch, -roll])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)


@dataclass(frozen=True)
class Stance:
    """How a person is turned, degrees; signs as in `rotation`."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    @cached_property
    def head(self) -> NDArray[np.float64]:
        return rotation(self.yaw, self.pitch + _LEVEL, self.roll)

    @property
    def topple(self) -> float:
        """The part of the roll that no neck allows: the whole person is turned by it, degrees."""
        return self.roll - float(np.clip(self.roll, -_NECK_ROLL, _NECK_ROLL))

    @cached_property
    def body(self) -> NDArray[np.float64]:
        """The body follows the head a little."""
        lean = 0.25 * (self.roll - self.topple)
        return rotation(0, 0, self.topple) @ rotation(0.45 * self.yaw, 0.1 * self.pitch, lean)

    def place(self, points: Points) -> Points:
        """Points of the head in the camera's frame."""
        return np.asarray((points - PIVOT) @ self.head.T)

    def place_body(self, points: Points, normals: Points) -> tuple[Points, Points]:
        """Points and normals of neck and shirt: with the head at the top, with the body further down."""
        share = step(-8, -16, points[..., 1:2])
        arm = points - NECK
        placed = (arm @ self.head.T) * (1 - share) + (arm @ self.body.T) * share + self.place(NECK)
        turned = (normals @ self.head.T) * (1 - share) + (normals @ self.body.T) * share
        return placed, turned


@dataclass(frozen=True)
class View:
    """A rectangle of the picture plane (cm, at the pivot's depth) at `scale` pixels a cm."""

    left: float
    right: float
    bottom: float
    top: float
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return int((self.right - self.left) * self.scale), int((self.top - self.bottom) * self.scale)

    def project(self, points: Points) -> Points:
        """(..., 3) in the camera's frame to (..., 3): x and y in pixels, and the depth towards the camera, cm."""
        nearer = DISTANCE / (DISTANCE - points[..., 2])
        x = (points[..., 0] * nearer - self.left) * self.scale
        y = (self.top - points[..., 1] * nearer) * self.scale
        return np.stack([x, y, points[..., 2]], -1)
