"""How people in a clip move: evenly from one key frame to the next, and by themselves (talking, swaying)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from moto_rekognition.synthetic.crowd import stand
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.fields import mix
from moto_rekognition.synthetic.identity import seed_of
from moto_rekognition.synthetic.portrait import Face

#: Smallest difference of an expression between two frames. Equal expressions share their painted face, which is kept.
_EXPRESSION_STEP = 0.1
#: Syllables and words a second, and how far the mouth opens for them (0..1); chosen by hand to look like speech.
_SYLLABLES, _WORDS, _OPENING = 3.3, 0.9, 0.8
#: Seconds of one sway of the head's (yaw, pitch, roll), and its part of the given angle; chosen by hand.
_SWAY = {"yaw": (3.1, 1.0), "pitch": (2.3, 0.4), "roll": (4.7, 0.3)}
#: Parameters of a face that change evenly between two key frames, beside its expression.
_EVENLY = ("yaw", "pitch", "roll", "gaze", "center", "face_height", "light")
_RANGES = {"yaw": 90.0, "pitch": 60.0, "roll": 180.0}


@dataclass(frozen=True)
class KeyFrame:
    """Who is in the picture from `milliseconds` on."""

    milliseconds: float
    faces: Mapping[int | str, Face]  # by identity, in the given order; center and face_height are set


def key_frame(milliseconds: float, faces: Sequence[Face], size: tuple[int, int]) -> KeyFrame:
    """Faces that do not say where they are stand where `group` puts them. size: (width, height), pixels."""
    width, height = size
    placed = {}
    for face, (x, y, face_height) in zip(faces, stand(len(faces), size), strict=True):
        placed[face.identity] = replace(
            face,
            center=face.center or (x / width, y / height),
            face_height=face.face_height or face_height / height,
        )
    return KeyFrame(milliseconds, placed)


def faces_at(
    milliseconds: float, keys: Sequence[KeyFrame], talking: frozenset[int | str], sway: float
) -> tuple[Face, ...]:
    """Everybody in the picture. keys: by time, the first one at 0; sway: degrees."""
    position = max(index for index, key in enumerate(keys) if key.milliseconds <= milliseconds)
    key, following = keys[position], keys[position + 1] if position + 1 < len(keys) else None
    seconds = milliseconds / 1000
    faces = []
    for identity, face in key.faces.items():
        if following and identity in following.faces:
            share = (milliseconds - key.milliseconds) / (following.milliseconds - key.milliseconds)
            face = _between(face, following.faces[identity], share)
        if sway:
            face = _swayed(face, seconds, sway)
        if identity in talking:
            face = replace(face, mouth_open=max(face._expression.mouth_open, _speech(face, seconds)))
        faces.append(face)
    return tuple(faces)


def _between(start: Face, end: Face, share: float) -> Face:
    """`start` at share 0, `end` at share 1; what is no number (glasses, hair, ...) stays that of `start`."""
    if start == end:
        return start
    numbers: dict[str, Any] = {name: _mix(getattr(start, name), getattr(end, name), share) for name in _EVENLY}
    return replace(start, **numbers, expression=None, **_expression_between(start._expression, end._expression, share))


def _expression_between(start: Expression, end: Expression, share: float) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("smile", "mouth_open", "brow", "frown", "eyes_open"):
        one, other = getattr(start, name), getattr(end, name)
        values[name] = one if one == other else _mix(one, other, share, _EXPRESSION_STEP)
    return values


def _mix(start: Any, end: Any, share: float, step: float = 0.0) -> Any:
    """Of two numbers, or of two tuples; to the nearest multiple of `step` between the two."""
    if isinstance(start, tuple):
        return tuple(_mix(one, other, share, step) for one, other in zip(start, end, strict=True))
    value = float(mix(start, end, share))
    if step:
        value = round(value / step) * step
    return min(max(value, min(start, end)), max(start, end))


def _phase(face: Face) -> float:
    """People do not move in step; radians."""
    return 2.4 * (seed_of(face.identity) % 1000)


def _swayed(face: Face, seconds: float, sway: float) -> Face:
    turned: dict[str, Any] = {}
    for order, (name, (period, part)) in enumerate(_SWAY.items(), 1):
        value = getattr(face, name) + sway * part * math.sin(2 * math.pi * seconds / period + order * _phase(face))
        turned[name] = max(-_RANGES[name], min(_RANGES[name], value))
    return replace(face, **turned)


def _speech(face: Face, seconds: float) -> float:
    """How far the mouth of a talking person is open, 0..1."""
    syllable = max(0.0, math.sin(2 * math.pi * _SYLLABLES * seconds + _phase(face)))
    loudness = 0.7 + 0.3 * math.sin(2 * math.pi * _WORDS * seconds + 2 * _phase(face))
    return round(_OPENING * syllable * loudness / _EXPRESSION_STEP) * _EXPRESSION_STEP
