"""Beard and mustache, from the pixels of the lower face."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.attributes.judging import judge
from moto_rekognition.vision.attributes.patches import Patches, Place, in_doubt, quantile
from moto_rekognition.vision.observation import Floats, Judgement, Pose

_CHIN = Place(8.8, 10.5, 0.0, 1.5)
_UPPER_LIP = Place(5.1, 6.3, 1.1, 2.4)
#: Log-odds per unit of `beard_features` and `mustache_features`, and of none of them: logistic regressions, lowered, as
#: most faces are bare. By training/fit_attributes.py, on 217 faces of which most were in them, 0.98 and more of bare
#: faces come out right, 0.88 of beards and 0.96 of mustaches, in worse pictures 0.73 and 0.78.
_BEARD, _BEARD_BIAS = np.array([0.98, -7.6, -0.29, 0.92]), -4.9
_MUSTACHE, _MUSTACHE_BIAS = np.array([-8.7, -0.23, 2.29]), -6.4
#: Log-odds when nothing can be seen: as sure as the service is of a bare face.
_NO_BEARD, _NO_MUSTACHE = -2.5, -3.7


def beard(patches: Patches, pose: Pose, male: float, masked: bool) -> Judgement:
    """Is there hair on the chin? Hair is darker and paler than skin, and rough.

    male: log-odds that the face is a man's; masked: nobody can know.
    """
    seen = in_doubt(float(beard_features(patches, male) @ _BEARD) + _BEARD_BIAS, pose, _NO_BEARD)
    return judge(_NO_BEARD if masked else seen)


def mustache(patches: Patches, pose: Pose, masked: bool) -> Judgement:
    """Is there hair on the upper lip? As `beard`, where the lip meets the cheeks: under the nose there is shadow."""
    seen = in_doubt(float(mustache_features(patches) @ _MUSTACHE) + _MUSTACHE_BIAS, pose, _NO_MUSTACHE)
    return judge(_NO_MUSTACHE if masked else seen)


def beard_features(patches: Patches, male: float) -> Floats:
    """(4,): `male`; lightness, chroma and roughness of the chin against the cheeks."""
    chin = patches.colour(_CHIN)
    return np.array([male, _lighter(chin[0], patches), _richer(chin, patches), patches.rougher(_CHIN)])


def mustache_features(patches: Patches) -> Floats:
    """(3,): against the cheeks, lightness of the darkest quarter of the upper lip, its chroma and its roughness."""
    dark = quantile(patches.lightness(_UPPER_LIP), 0.25)
    lip = patches.colour(_UPPER_LIP)
    return np.array([_lighter(dark, patches), _richer(lip, patches), patches.rougher(_UPPER_LIP)])


def _lighter(lightness: Floats, patches: Patches) -> float:
    return float((lightness - patches.skin[0]) / patches.light)


def _richer(colour: Floats, patches: Patches) -> float:
    return float(np.hypot(*colour[1:]) - np.hypot(*patches.skin[1:]))
