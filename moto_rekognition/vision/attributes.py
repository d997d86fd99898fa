"""The further answers of DetectFaces about one face, each from the module that owns it."""

from __future__ import annotations

from moto_rekognition.vision import emotions, eyes, mouth
from moto_rekognition.vision.canonical import at_rest
from moto_rekognition.vision.faces import Attributes, Box, EyeDirection, Gender, Judgement, Mesh, Pixels, Pose


def attributes(pixels: Pixels, mesh: Mesh, pose: Pose, box: Box) -> Attributes:
    """The attributes of the face of `mesh`, which is in the pixels of `pixels`, as are `pose` and `box`."""
    rest = at_rest(mesh)
    return Attributes(
        age_range=(25, 33),
        smile=mouth.smile(rest),
        eyeglasses=Judgement(False, 97.7),
        sunglasses=Judgement(False, 99.97),
        gender=Gender("Female", 99.6),
        beard=Judgement(False, 91.9),
        mustache=Judgement(False, 97.6),
        eyes_open=eyes.eyes_open(rest),
        mouth_open=mouth.mouth_open(rest),
        emotions=emotions.emotions(rest, pose),
        face_occluded=Judgement(False, 98.3),
        eye_direction=EyeDirection(pose.yaw, pose.pitch, 99.9),
    )
