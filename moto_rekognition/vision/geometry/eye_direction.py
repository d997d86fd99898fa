"""Where the eyes look, from the place of the irises between the corners of the eyes."""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.observation import EyeDirection, Floats, Judgement, Pose

#: Of each eye: the middle of the iris, and the corners.
_EYES = ((468, (33, 133)), (473, (362, 263)))
#: Radius of the eyeball about which an iris turns, centimetres of the canonical face.
_RADIUS = 1.2
#: Beyond these, degrees, the service is sure of nothing.
_YAW, _PITCH = 35.0, 32.0
_SURE, _UNSURE = 99.8, 0.05


def eye_direction(rest: Floats, pose: Pose, eyes_open: Judgement) -> EyeDirection:
    """The direction of the eyes in the head, whatever the pose of the head. rest: see `canonical.at_rest`.

    The confidence is, as the service's, near 0 or above 99.5: near 0 when the lids are down or the face turned away.
    """
    shift = np.mean([rest[iris, :2] - rest[list(corners), :2].mean(axis=0) for iris, corners in _EYES], axis=0)
    yaw, pitch = (math.degrees(math.asin(min(max(s / _RADIUS, -1.0), 1.0))) for s in (shift[0], -shift[1]))
    shut = not eyes_open.value and eyes_open.confidence > 90
    seen = abs(pose.yaw) < _YAW and abs(pose.pitch) < _PITCH and not shut
    return EyeDirection(yaw=yaw, pitch=pitch, confidence=_SURE if seen else _UNSURE)
