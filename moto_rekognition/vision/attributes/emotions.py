"""What a face seems to feel, from its smile and from the muscles that express the other emotions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from moto_rekognition.vision.attributes.blendshapes import blendshape
from moto_rekognition.vision.attributes.mouth import lift
from moto_rekognition.vision.observation import EMOTIONS, Floats, Mesh, Pose

#: What the service answers since November 2023 for an emotion of which it sees nothing.
FLOORS: Mapping[str, float] = {"SURPRISED": 6.3, "FEAR": 5.9, "SAD": 2.2}
#: The service calls a face happy a little before it calls it smiling: log-odds; more per degree of raising the head,
#: as the mesh of a bowed one seems to smile (generated portraits).
_EASILY_HAPPY, _RAISED_HEAD = 0.8, 0.03
#: From what a blendshape is of calm faces (their mean and half a standard deviation more) to what it is of a clear
#: expression: 0 to 1.
_RANGES: Mapping[str, tuple[float, float]] = {
    "browInnerUp": (0.25, 0.8),
    "browOuterUp": (0.35, 0.9),
    "browDown": (0.15, 0.5),
    "eyeWide": (0.06, 0.25),
    "eyeBlink": (0.25, 0.6),
    "jawOpen": (0.08, 0.4),
    "mouthFrown": (0.01, 0.08),
    "mouthPress": (0.15, 0.4),
    "mouthRollLower": (0.04, 0.2),
    "mouthShrugLower": (0.2, 0.7),
    "mouthStretch": (0.06, 0.3),
    "mouthUpperUp": (0.1, 0.5),
}
#: Log-odds against calm: at rest, and what each movement adds. Chosen by hand, from the movements that express each
#: emotion (Ekman's EMFACS), as there are too few recorded answers to fit: ten; scaled as a whole by their likelihood.
_AT_REST: Mapping[str, float] = {
    "SURPRISED": -4.4, "FEAR": -6.4, "CONFUSED": -3.0, "ANGRY": -6.0, "SAD": -5.2, "DISGUSTED": -6.4,
}  # fmt: skip
_MOVEMENTS: Mapping[str, Mapping[str, float]] = {
    "SURPRISED": {"wide eyes": 4.4, "open jaw": 4.0, "raised brows": 2.0, "gape": 3.0, "lowered brows": -2.0},
    "FEAR": {"wide eyes": 3.6, "open jaw": 2.4, "stretched lips": 2.4, "raised brows": 2.4},
    "CONFUSED": {"lowered brows": 5.0, "shrugging lip": 5.0, "raised brows": 0.8, "open jaw": -3.0, "tight lips": -2.4},
    "ANGRY": {"lowered brows": 4.0, "tight lips": 3.6, "sulk": 3.6, "open jaw": 1.6},
    "SAD": {"lowered corners": 4.4, "lowered lids": 1.4, "raised brows": 2.4},
    "DISGUSTED": {"lowered brows": 3.2, "raised lip": 3.2, "lowered corners": 2.4},
}
#: Corners of the mouth below its middle, centimetres, of few calm faces, and of a clear expression; drawn faces show
#: these, and no mouthFrown.
_CORNERS = (0.2, 0.35)
#: Log-odds of a smile that a gape, of raised brows and open jaw, takes away; of happiness that one of a smile gives;
#: and of the other emotions that it takes away.
_GAPE, _HAPPY, _LESS = 8.0, 2.0, 1.0
#: Up to and from which yaw or pitch, degrees, brows and lips can be trusted fully and not at all; the log-odds that the
#: other emotions lose: the service calls faces that turn away calm.
_SEEN_WELL, _SEEN_TO, _DOUBT = 40.0, 65.0, 5.0


def emotions(mesh: Mesh, rest: Floats, smile: float, pose: Pose) -> dict[str, float]:
    """Scores 0..100 of all EMOTIONS, independent as the service's since November 2023: they add up to 100 to 115.

    rest: the mesh at rest, see `canonical.at_rest`; smile: log-odds that the mouth smiles.
    """
    log_odds = _log_odds(_movements(mesh, rest), smile, pose)
    strongest = max(log_odds.values())
    weights = {emotion: math.exp(log_odds[emotion] - strongest) for emotion in EMOTIONS}
    total = sum(weights.values())
    floors = {emotion: FLOORS.get(emotion, 0.0) for emotion in EMOTIONS}
    return {e: floors[e] + (100 - floors[e]) * weights[e] / total for e in EMOTIONS}


def _log_odds(movements: Mapping[str, float], smile: float, pose: Pose) -> dict[str, float]:
    """Log-odds of each emotion against calm."""
    joy = smile + _EASILY_HAPPY + _RAISED_HEAD * pose.pitch - _GAPE * movements["gape"]
    turned = max(abs(pose.yaw), abs(pose.pitch))
    hidden = min(max((turned - _SEEN_WELL) / (_SEEN_TO - _SEEN_WELL), 0.0), 1.0)
    lost = _LESS * max(joy, 0.0) + _DOUBT * hidden
    log_odds = {
        emotion: _AT_REST[emotion] + sum(weight * movements[name] for name, weight in added.items()) - lost
        for emotion, added in _MOVEMENTS.items()
    }
    return log_odds | {"HAPPY": _HAPPY * joy, "CALM": 0.0}


def _movements(mesh: Mesh, rest: Floats) -> dict[str, float]:
    """0..1 each: what the muscles do."""
    shape = {name: _share(blendshape(mesh, name), *limits) for name, limits in _RANGES.items()}
    raised = max(shape["browInnerUp"], shape["browOuterUp"])
    lowered = max(shape["mouthFrown"], _share(-lift(rest), *_CORNERS))
    return {
        "wide eyes": shape["eyeWide"],
        "lowered lids": shape["eyeBlink"],
        "raised brows": raised,
        "lowered brows": shape["browDown"],
        "open jaw": shape["jawOpen"],
        "gape": shape["jawOpen"] * raised,
        "stretched lips": shape["mouthStretch"],
        "shrugging lip": shape["mouthShrugLower"],
        "tight lips": max(shape["mouthPress"], shape["mouthRollLower"]),
        "raised lip": shape["mouthUpperUp"],
        "lowered corners": lowered,
        "sulk": lowered * (1 - raised),
    }


def _share(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high` on."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
