"""The service's 30 landmarks, read off the face mesh."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.observation import LANDMARKS, Floats, Mesh

#: Landmark -> the mesh points whose mean it is; a point named twice counts twice. "left" is the image's left, in the
#: mesh's topology the person's right. Chosen by hand among neighbouring points, the same on both sides, by distance to
#: recorded landmarks: the service's eye corners, nostrils and mouth corners lie further in than the outermost points.
VERTICES: dict[str, tuple[int, ...]] = {
    "eyeLeft": (159, 158, 145, 153),
    "eyeRight": (386, 385, 374, 380),
    "mouthLeft": (61, 78),
    "mouthRight": (291, 308),
    "nose": (4,),
    "leftEyeBrowLeft": (46,),
    "leftEyeBrowRight": (55, 66, 107),
    "leftEyeBrowUp": (105, 65),
    "rightEyeBrowLeft": (285, 296, 336),
    "rightEyeBrowRight": (276,),
    "rightEyeBrowUp": (334, 295),
    "leftEyeLeft": (161, 163),
    "leftEyeRight": (133,),
    "leftEyeUp": (159, 158),
    "leftEyeDown": (145, 145, 153),
    "rightEyeLeft": (362,),
    "rightEyeRight": (388, 390),
    "rightEyeUp": (386, 385),
    "rightEyeDown": (374, 374, 380),
    "noseLeft": (98, 98, 2),
    "noseRight": (327, 327, 2),
    "mouthUp": (0,),
    "mouthDown": (17, 17, 14),
    # The service reports the pupils where it reports the eyes, to the last digit.
    "leftPupil": (159, 158, 145, 153),
    "rightPupil": (386, 385, 374, 380),
    "upperJawlineLeft": (127,),
    "midJawlineLeft": (58, 172),
    "chinBottom": (152, 175),
    "midJawlineRight": (288, 397),
    "upperJawlineRight": (356,),
}
#: The service's landmarks lie a little to the left and above, whatever the roll: by this share of the size of the face,
#: as if they were rounded down to a grid of some fifty cells across it. Made from the recorded landmarks of frontal
#: faces by `python training/fit_geometry.py FOLDER`.
_CUT_OFF = 0.008


def _weights() -> Floats:
    weights = np.zeros((len(LANDMARKS), 478))
    for row, name in enumerate(LANDMARKS):
        for vertex in VERTICES[name]:
            weights[row, vertex] += 1 / len(VERTICES[name])
    return weights


_WEIGHTS = _weights()


def landmarks(mesh: Mesh) -> Floats:
    """(30, 2) float64 in the pixels of the mesh, rows in the order of `LANDMARKS`."""
    points = mesh.points[:, :2]
    size = np.ptp(points, axis=0).max()
    return np.asarray(_WEIGHTS @ points - _CUT_OFF * size)
