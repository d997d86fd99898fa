"""The pose of a head, from the axes of its mesh."""

from __future__ import annotations

import numpy as np

from .faces import Mesh, Pose

_LEFT = (33, 133, 127, 234, 61)
_RIGHT = (263, 362, 356, 454, 291)
_CHIN, _FOREHEAD = 152, 10


def pose(mesh: Mesh) -> Pose:
    """Roll, yaw and pitch in degrees, signs as in `Pose`."""
    points = mesh.points
    across = points[list(_RIGHT)].mean(axis=0) - points[list(_LEFT)].mean(axis=0)
    across /= np.linalg.norm(across)
    down = points[_CHIN] - points[_FOREHEAD]
    down -= across * (down @ across)
    down /= np.linalg.norm(down)
    ahead = -np.cross(across, down)  # out of the face; z falls towards the camera
    yaw = np.degrees(np.arctan2(ahead[0], np.hypot(ahead[1], ahead[2])))
    pitch = np.degrees(np.arctan2(-ahead[1], -ahead[2]))
    roll = np.degrees(np.arctan2(across[1], across[0]))
    return Pose(roll=float(roll), yaw=float(yaw), pitch=float(pitch))
