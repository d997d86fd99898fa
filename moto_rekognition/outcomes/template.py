"""The 30 landmarks of a declared face: a coarse 3D head model, rotated by the pose and fitted into the box."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.observation import LANDMARKS, Box, Floats, Pose

#: Landmark -> (x, y, z) of the image's left half and the middle. x, z: in box widths; y: in box heights. z points to
#: the viewer from the axis of the head. x and y are medians of the service's answers; z is chosen by hand.
_LEFT = {
    "eyeLeft": (0.281, 0.394, 0.25),
    "mouthLeft": (0.310, 0.734, 0.27),
    "nose": (0.500, 0.580, 0.50),
    "leftEyeBrowLeft": (0.160, 0.290, 0.20),
    "leftEyeBrowRight": (0.420, 0.280, 0.33),
    "leftEyeBrowUp": (0.280, 0.250, 0.29),
    "leftEyeLeft": (0.200, 0.400, 0.20),
    "leftEyeRight": (0.360, 0.400, 0.26),
    "leftEyeUp": (0.281, 0.375, 0.26),
    "leftEyeDown": (0.281, 0.415, 0.26),
    "noseLeft": (0.420, 0.610, 0.36),
    "mouthUp": (0.500, 0.705, 0.38),
    "mouthDown": (0.500, 0.785, 0.36),
    "leftPupil": (0.281, 0.394, 0.25),
    "upperJawlineLeft": (0.026, 0.420, -0.25),
    "midJawlineLeft": (0.090, 0.740, -0.05),
    "chinBottom": (0.500, 0.969, 0.30),
}
#: Landmarks of the image's right half and the ones they mirror.
_MIRRORED = {
    "eyeRight": "eyeLeft",
    "mouthRight": "mouthLeft",
    "rightEyeBrowLeft": "leftEyeBrowRight",
    "rightEyeBrowRight": "leftEyeBrowLeft",
    "rightEyeBrowUp": "leftEyeBrowUp",
    "rightEyeLeft": "leftEyeRight",
    "rightEyeRight": "leftEyeLeft",
    "rightEyeUp": "leftEyeUp",
    "rightEyeDown": "leftEyeDown",
    "noseRight": "noseLeft",
    "rightPupil": "leftPupil",
    "midJawlineRight": "midJawlineLeft",
    "upperJawlineRight": "upperJawlineLeft",
}
#: Vertical shifts of landmarks for an open mouth and for closed eyes, in box heights.
_JAW_DROP = {"mouthDown": 0.07, "mouthLeft": 0.015, "mouthRight": 0.015}
_LIDS = {"leftEyeUp": 0.021, "rightEyeUp": 0.021, "leftEyeDown": -0.016, "rightEyeDown": -0.016}


def landmarks(box: Box, pose: Pose, mouth_open: bool, eyes_open: bool) -> Floats:
    """(30, 2) float64, in the pixels of `box` and inside it, rows in the order of LANDMARKS."""
    points = np.array([_point(name) for name in LANDMARKS])
    for moves, moved in ((_JAW_DROP, mouth_open), (_LIDS, not eyes_open)):
        for name, distance in moves.items():
            points[LANDMARKS.index(name), 1] += distance * moved
    head = (points - (0.5, 0.5, 0)) * (box.width, box.height, box.width)
    turned = (head @ _rotation(pose).T)[:, :2]
    # The landmarks of a rotated head can leave the box: scale them down, then shift them inside.
    size = np.array([box.width, box.height])
    turned *= min(1.0, float((0.95 * size / np.ptp(turned, axis=0)).min()))
    room = 0.025 * size - size / 2
    turned += np.maximum(room - turned.min(axis=0), 0) + np.minimum(-room - turned.max(axis=0), 0)
    return np.asarray(turned + (box.left, box.top) + size / 2, dtype=np.float64)


def _point(name: str) -> tuple[float, float, float]:
    if name in _LEFT:
        return _LEFT[name]
    x, y, z = _LEFT[_MIRRORED[name]]
    return 1 - x, y, z


def _rotation(pose: Pose) -> Floats:
    """(3, 3). x right, y down, z to the viewer. Yaw turns the nose to the image's right, pitch up, roll clockwise."""
    roll, yaw, pitch = np.radians([pose.roll, pose.yaw, pose.pitch])
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    nod = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    tilt = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(tilt @ nod @ turn, dtype=np.float64)
