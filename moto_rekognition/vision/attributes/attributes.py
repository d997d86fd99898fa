"""The further answers of DetectFaces about one face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moto_rekognition.vision.attributes.age_gender import age_range, gender, male_log_odds
from moto_rekognition.vision.attributes.emotions import emotions
from moto_rekognition.vision.attributes.eyes import eyes_open
from moto_rekognition.vision.attributes.eyewear import eyewear
from moto_rekognition.vision.attributes.facial_hair import facial_hair
from moto_rekognition.vision.attributes.frontal_view import frontal_view
from moto_rekognition.vision.attributes.mouth import mouth_open_log_odds, smile_log_odds
from moto_rekognition.vision.attributes.occlusion import face_occluded, mask_log_odds
from moto_rekognition.vision.geometry.canonical import at_rest, canonical_face
from moto_rekognition.vision.geometry.eye_direction import eye_direction
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import Attributes, Floats, Mesh, Pixels, Pose

#: What lies lower than this is behind a mask, centimetres of the canonical face below the eye line: the tip of the nose
#: too, against which a smile is measured.
_MASK_EDGE = 3.0


def attributes(pixels: Pixels, mesh: Mesh, pose: Pose, off_centre: tuple[float, float]) -> Attributes:
    """The attributes of the face of `mesh`, which is in the pixels of `pixels`.

    off_centre: the middle of the face's box from that of the picture, see `eye_direction`.
    """
    view = frontal_view(pixels, mesh)
    glasses, shades = eyewear(pixels, mesh, view, pose)
    mask = mask_log_odds(view, pose)
    rest = at_rest(mesh)
    lids = eyes_open(rest, mesh, view, pose)
    looking = eye_direction(rest, pose, off_centre, lids)
    hair, moustache = facial_hair(view, pose, masked=mask > 0)
    guess = gender(male_log_odds(rest, view, pose))
    if mask > 0:
        rest, mesh = _behind_mask(rest), _expressionless(mesh)
    joy = smile_log_odds(rest, mesh)
    return Attributes(
        age_range=age_range(rest, pose),
        smile=boolean_answer(joy),
        eyeglasses=glasses,
        sunglasses=shades,
        gender=guess,
        beard=hair,
        mustache=moustache,
        eyes_open=lids,
        mouth_open=boolean_answer(mouth_open_log_odds(rest, mesh)),
        emotions=emotions(mesh, rest, joy, pose),
        face_occluded=face_occluded(view, pose, mask, shades),
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
