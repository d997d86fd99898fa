"""What a face seems to feel, from its expression."""

from __future__ import annotations

import math
from collections.abc import Mapping

from moto_rekognition.vision.attributes.eyes import openness
from moto_rekognition.vision.attributes.mouth import gap, lift, smile_log_odds
from moto_rekognition.vision.observation import EMOTIONS, Floats, Pose

#: What the service answers since November 2023 for an emotion of which it sees nothing.
FLOORS: Mapping[str, float] = {"SURPRISED": 6.3, "FEAR": 5.9, "SAD": 2.2}
#: The service calls a face happy a little before it calls it smiling: log-odds; more per degree of raising the head,
#: as the mesh of a bowed one seems to smile (generated portraits).
_EASILY_HAPPY, _RAISED = 0.8, 0.03
#: Up to and from which yaw or pitch, degrees, brows and lips can be trusted fully and not at all; its log-odds.
_SEEN_WELL, _SEEN_TO, _DOUBT = 25.0, 50.0, 5.0
#: How much the brows of a mesh seem to sink as a head is raised, centimetres a degree (drawn faces).
_BROWS_SINK = 0.015
_INNER_BROWS, _INNER_EYES = (107, 336), (133, 362)


def emotions(rest: Floats, pose: Pose) -> dict[str, float]:
    """Scores 0..100 of all EMOTIONS, independent as the service's since November 2023: they add up to 100 to 115.

    rest: the mesh at rest, see `canonical.at_rest`. HAPPY and CALM agree with recorded answers; of the others there are
    too few recorded: they are modelled on the muscles that express them.
    """
    evidence = _evidence(rest, pose)
    # A mesh says less and less about brows and lips as a face turns away; the service then says CALM.
    clear = min(max((_SEEN_TO - max(abs(pose.yaw), abs(pose.pitch))) / (_SEEN_TO - _SEEN_WELL), 0.0), 1.0)
    log_odds = {e: evidence[e] if e in ("HAPPY", "CALM") else evidence[e] - _DOUBT * (1 - clear) for e in EMOTIONS}
    strongest = max(log_odds.values())
    weights = {emotion: math.exp(log_odds[emotion] - strongest) for emotion in EMOTIONS}
    total = sum(weights.values())
    floors = {emotion: FLOORS.get(emotion, 0.0) for emotion in EMOTIONS}
    return {e: floors[e] + (100 - floors[e]) * weights[e] / total for e in EMOTIONS}


def _evidence(rest: Floats, pose: Pose) -> dict[str, float]:
    """Log-odds of each emotion against calm, from lengths in centimetres of the canonical face."""
    jaw, lids, corners = gap(rest), openness(rest), lift(rest)
    brows = float(rest[list(_INNER_EYES), 1].mean() - rest[list(_INNER_BROWS), 1].mean()) + _BROWS_SINK * pose.pitch
    joy = smile_log_odds(rest) + _EASILY_HAPPY + _RAISED * pose.pitch
    surprised = 2.5 * (jaw - 1) + 12 * (lids - 0.34) + 3 * (brows - 2.6) - 1.2
    frown = min(8 * (2.3 - brows), 1.5)
    return {
        "HAPPY": joy,
        "SURPRISED": surprised,
        "FEAR": surprised - 1.5,
        "SAD": 12 * (-0.34 - corners) + 4 * (brows - 2.55) - 0.7,
        "ANGRY": frown + 20 * (-0.3 - corners) - 0.7,
        "CONFUSED": 10 * (1.85 - brows) + 4 * min(0.26 + corners, 0.0),
        "DISGUSTED": 6 * (1.9 - brows) + 12 * (-0.4 - corners) - 2,
        "CALM": 0.0,
    }
