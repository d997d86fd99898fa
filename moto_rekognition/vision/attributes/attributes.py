"""The further answers of DetectFaces about one face, each from the module that owns it."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.age_gender import age_range, gender, male_log_odds
from moto_rekognition.vision.attributes.emotions import emotions
from moto_rekognition.vision.attributes.eyes import eyes_open
from moto_rekognition.vision.attributes.eyewear import eyewear
from moto_rekognition.vision.attributes.facial_hair import beard, mustache
from moto_rekognition.vision.attributes.mouth import mouth_open, smile
from moto_rekognition.vision.attributes.occlusion import face_occluded, mask_log_odds
from moto_rekognition.vision.attributes.patches import patches
from moto_rekognition.vision.geometry.canonical import at_rest, canonical_face
from moto_rekognition.vision.geometry.eye_direction import eye_direction
from moto_rekognition.vision.observation import Attributes, Box, Floats, Mesh, Pixels, Pose

#: What lies lower than this is behind a mask, centimetres of the canonical face below the eye line: the tip of the nose
#: too, against which a smile is measured.
_MASK_EDGE = 3.0


def attributes(pixels: Pixels, mesh: Mesh, pose: Pose, box: Box) -> Attributes:
    """The attributes of the face of `mesh`, which is in the pixels of `pixels`, as are `pose` and `box`."""
    skin = patches(pixels, mesh)
    glasses, shades = eyewear(skin, pose)
    mask = mask_log_odds(skin, pose)
    rest = _behind_mask(at_rest(mesh)) if mask > 0 else at_rest(mesh)
    lids, male = eyes_open(rest, skin, pose), male_log_odds(rest, skin)
    return Attributes(
        age_range=age_range(rest, pose),
        smile=smile(rest),
        eyeglasses=glasses,
        sunglasses=shades,
        gender=gender(male),
        beard=beard(skin, pose, male, masked=mask > 0),
        mustache=mustache(skin, pose, masked=mask > 0),
        eyes_open=lids,
        mouth_open=mouth_open(rest),
        emotions=emotions(rest, pose),
        face_occluded=face_occluded(mask, pose, shades),
        eye_direction=eye_direction(rest, pose, lids),
    )


def _behind_mask(rest: Floats) -> Floats:
    """The mouth of a mesh behind a mask is made up: put one at rest in its place."""
    calm = canonical_face().points
    return np.where(calm[:, 1:2] > _MASK_EDGE, calm, rest)
