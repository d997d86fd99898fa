"""Where the eyes look: the direction of the head and of the irises in it, and the place in the picture."""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.observation import BooleanAnswer, EyeDirection, Floats, Pose

#: Of each eye: the middle of the iris, and the corners.
_EYES = ((468, (33, 133)), (473, (362, 263)))
#: Radius of the eyeball about which an iris turns, centimetres of the canonical face.
_RADIUS = 1.2
#: The service's angles are those of someone who looks at the camera from where the face is in the picture, as far as
#: its 31 sure recorded answers show: a face at the left edge looks to the right. The focal length of that camera, in
#: longer sides of the picture; the share of head and irises, small as those of small faces are uncertain; and what the
#: angles are in the middle of the picture, degrees. By `python training/fit_eye_direction.py FOLDER`, on those answers.
_FOCAL, _SHARE, _MIDDLE = 0.57, 0.23, (-0.3, -7.2)
#: Beyond these, degrees of the head, the service is sure of nothing; of shut eyes it is hardly less sure than of open
#: ones: chosen by hand, between the recorded answers on both sides.
_YAW, _PITCH = 35.0, 32.0
_SURE, _SURE_OF_SHUT, _UNSURE = 99.8, 99.0, 0.05


def eye_direction(rest: Floats, pose: Pose, off_centre: tuple[float, float], eyes_open: BooleanAnswer) -> EyeDirection:
    """The direction of the eyes; the confidence is, as the service's, near 0 or at least 99.

    rest: the mesh at rest, see `canonical.at_rest`. off_centre: the middle of the face's box from that of the picture
    (x right, y down), in longer sides of the picture.
    """
    here = look(rest, pose)
    towards_camera = (-math.degrees(math.atan(off_centre[0] / _FOCAL)), math.degrees(math.atan(off_centre[1] / _FOCAL)))
    yaw, pitch = (t + _SHARE * h + m for t, h, m in zip(towards_camera, here, _MIDDLE, strict=True))
    seen = abs(pose.yaw) < _YAW and abs(pose.pitch) < _PITCH
    sure = _SURE if eyes_open.value else _SURE_OF_SHUT
    return EyeDirection(yaw=yaw, pitch=pitch, confidence=sure if seen else _UNSURE)


def look(rest: Floats, pose: Pose) -> tuple[float, float]:
    """(yaw, pitch) in degrees, signs as in `Pose`: of the head, and of the irises in it, added."""
    shift = np.mean([rest[iris, :2] - rest[list(corners), :2].mean(axis=0) for iris, corners in _EYES], axis=0)
    yaw, pitch = (math.degrees(math.asin(min(max(s / _RADIUS, -1.0), 1.0))) for s in (shift[0], -shift[1]))
    return pose.yaw + yaw, pose.pitch + pitch
