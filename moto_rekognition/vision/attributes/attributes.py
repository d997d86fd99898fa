"""The further answers of DetectFaces about one face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moto_rekognition.vision.attributes.age_gender import age_range, gender, male_log_odds
from moto_rekognition.vision.attributes.emotions import emotions
from moto_rekognition.vision.attributes.eyes import eyes_open
from moto_rekognition.vision.attributes.eyewear import eyewear, glasses_features
from moto_rekognition.vision.attributes.facial_hair import facial_hair, hair_features
from moto_rekognition.vision.attributes.frontal_view import frontal_view
from moto_rekognition.vision.attributes.mouth import mouth_open_features, mouth_open_log_odds, smile_log_odds
from moto_rekognition.vision.attributes.network import judge
from moto_rekognition.vision.attributes.occlusion import face_occluded, mask_log_odds, occlusion_features
from moto_rekognition.vision.geometry.canonical import at_rest, canonical_face
from moto_rekognition.vision.geometry.eye_direction import eye_direction
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import Attributes, Floats, Mesh, Pixels, Pose

#: What lies lower than this is behind a mask, centimetres of the canonical face below the eye line: the tip of the nose
#: too, against which a smile is measured.
_MASK_EDGE = 3.0
#: What the network says of a mouth at rest.
_AT_REST = -2.0


def attributes(pixels: Pixels, mesh: Mesh, pose: Pose, off_centre: tuple[float, float]) -> Attributes:
    """The attributes of the face of `mesh`, which is in the pixels of `pixels`.

    off_centre: the middle of the face's box from that of the picture, see `eye_direction`.
    """
    rest, view, said = at_rest(mesh), frontal_view(pixels, mesh), judge(pixels, mesh)
    strokes, hair = glasses_features(pixels, mesh, view), hair_features(view)
    glasses, shades = eyewear(strokes, view, said, pose)
    mask = mask_log_odds(view, said["Mask"], pose)
    parts = occlusion_features(view, hair, mouth_open_features(rest, mesh), strokes)
    occluded = face_occluded(parts, said["FaceOccluded"], pose, mask, shades)
    lids = eyes_open(rest, mesh, view, said["EyesOpen"], pose)
    looking = eye_direction(rest, pose, off_centre, lids)
    beard, mustache = facial_hair(hair, said, pose, masked=mask > 0)
    guess = gender(male_log_odds(rest, view, said["Gender"], pose))
    if mask > 0:
        rest, mesh, said = _behind_mask(rest), _expressionless(mesh), {"Smile": _AT_REST, "MouthOpen": _AT_REST}
    joy = smile_log_odds(rest, mesh, said["Smile"])
    return Attributes(
        age_range=age_range(rest, pose),
        smile=boolean_answer(joy),
        eyeglasses=glasses,
        sunglasses=shades,
        gender=guess,
        beard=beard,
        mustache=mustache,
        eyes_open=lids,
        mouth_open=boolean_answer(mouth_open_log_odds(rest, mesh, said["MouthOpen"])),
        emotions=emotions(mesh, rest, joy, pose),
        face_occluded=occluded,
        eye_direction=looking,
    )


def _behind_mask(rest: Floats) -> Floats:
    """The mouth of a mesh behind a mask is made up: put one at rest in its place."""
    calm = canonical_face().points
    return np.where(calm[:, 1:2] > _MASK_EDGE, calm, rest)


def _expressionless(mesh: Mesh) -> Mesh:
    """`mesh` without what its mouth and jaw do."""
    return replace(
        mesh, blendshapes={n: 0.0 if n.startswith(("mouth", "jaw")) else s for n, s in mesh.blendshapes.items()}
    )
