"""Beard and mustache, from the pixels of the lower face."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.faces import Floats, Judgement, Pose
from moto_rekognition.vision.judging import judge
from moto_rekognition.vision.patches import Patches, Place, in_doubt, quantile

_JAW = Place(7.6, 10.0, 2.4, 4.3)
_CHIN = Place(8.8, 10.5, 0.0, 1.5)
_UPPER_LIP = Place(5.1, 6.3, 1.1, 2.4)
#: Log-odds per unit of `beard_features` and `mustache_features`, and of none of them: logistic regressions on generated
#: portraits, judged by eye, and drawn faces. Of portraits kept out of the fit 0.96 come out right, of beards 0.92.
_BEARD, _BEARD_BIAS = np.array([-7.8, -0.2, -6.4, -0.17, 0.2, 0.9]), -6.0
_MUSTACHE, _MUSTACHE_BIAS = np.array([-4.9, -0.28, 1.22]), -5.5
#: Log-odds when nothing can be seen: as sure as the service is of a bare face.
_NO_BEARD, _NO_MUSTACHE = -2.5, -3.7


def beard(patches: Patches, pose: Pose, masked: bool) -> Judgement:
    """Is there hair on chin or jaws? Hair is darker and paler than skin, and rough. masked: nobody can know."""
    seen = in_doubt(float(beard_features(patches) @ _BEARD) + _BEARD_BIAS, pose, _NO_BEARD)
    return judge(_NO_BEARD if masked else seen)


def mustache(patches: Patches, pose: Pose, masked: bool) -> Judgement:
    """Is there hair on the upper lip? As `beard`, where the lip meets the cheeks: under the nose there is shadow."""
    seen = in_doubt(float(mustache_features(patches) @ _MUSTACHE) + _MUSTACHE_BIAS, pose, _NO_MUSTACHE)
    return judge(_NO_MUSTACHE if masked else seen)


def beard_features(patches: Patches) -> Floats:
    """(6,): against the cheeks, lightness and chroma of the jaws, those of the chin and its distance in a*b*; roughness
    of the jaws."""
    skin = patches.skin
    jaw, chin = _against(patches.colour(_JAW), skin), _against(patches.colour(_CHIN), skin)
    return np.array([*jaw[:2], *chin, patches.roughness(_JAW)])


def mustache_features(patches: Patches) -> Floats:
    """(3,): of the upper lip: lightness of its darkest quarter and chroma against the cheeks; roughness."""
    lip = patches.colour(_UPPER_LIP)
    dark = (quantile(patches.lightness(_UPPER_LIP), 0.25) - patches.skin[0]) / max(patches.skin[0], 10.0)
    return np.array([float(dark), _against(lip, patches.skin)[1], patches.roughness(_UPPER_LIP)])


def _against(colour: Floats, skin: Floats) -> tuple[float, float, float]:
    lightness = (colour[0] - skin[0]) / max(skin[0], 10.0)
    chroma = np.hypot(*colour[1:]) - np.hypot(*skin[1:])
    return float(lightness), float(chroma), float(np.hypot(*(colour[1:] - skin[1:])))
