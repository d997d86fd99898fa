"""The service's 30 landmarks, read off the face mesh."""

from __future__ import annotations

import numpy as np

from .faces import LANDMARKS, Floats, Mesh

#: Landmark -> the mesh points whose mean it is. "left" is the image's left, in the mesh's topology the person's right.
VERTICES: dict[str, tuple[int, ...]] = {
    "eyeLeft": (33, 133, 159, 145),
    "eyeRight": (362, 263, 386, 374),
    "mouthLeft": (61,),
    "mouthRight": (291,),
    "nose": (1, 4),
    "leftEyeBrowLeft": (46, 70),
    "leftEyeBrowRight": (55, 107),
    "leftEyeBrowUp": (52, 105),
    "rightEyeBrowLeft": (285, 336),
    "rightEyeBrowRight": (276, 300),
    "rightEyeBrowUp": (282, 334),
    "leftEyeLeft": (33,),
    "leftEyeRight": (133,),
    "leftEyeUp": (159,),
    "leftEyeDown": (145,),
    "rightEyeLeft": (362,),
    "rightEyeRight": (263,),
    "rightEyeUp": (386,),
    "rightEyeDown": (374,),
    "noseLeft": (98,),
    "noseRight": (327,),
    "mouthUp": (0,),
    "mouthDown": (17,),
    # The service reports the pupils where it reports the eyes, to the last digit.
    "leftPupil": (33, 133, 159, 145),
    "rightPupil": (362, 263, 386, 374),
    "upperJawlineLeft": (234,),
    "midJawlineLeft": (172,),
    "chinBottom": (152,),
    "midJawlineRight": (397,),
    "upperJawlineRight": (454,),
}


def _weights() -> Floats:
    weights = np.zeros((len(LANDMARKS), 478))
    for row, name in enumerate(LANDMARKS):
        vertices = list(VERTICES[name])
        weights[row, vertices] = 1 / len(vertices)
    return weights


_WEIGHTS = _weights()


def landmarks(mesh: Mesh) -> Floats:
    """(30, 2) float64 in the pixels of the mesh, rows in the order of `LANDMARKS`."""
    return _WEIGHTS @ mesh.points[:, :2]
