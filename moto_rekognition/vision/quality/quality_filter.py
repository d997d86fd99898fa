"""The quality filter: why a face is not good enough for a bar.

That there are three bars, that AUTO chooses one, and the names of the reasons are documented by the service; where it
puts the bars is not. The figures here are assumed, and lenient: AUTO is the lowest bar.

HIGH is for a face that can be compared at a threshold of 99. AWS' own sample does that with the photo on an ID card, a
face about 70 pixels wide, so that HIGH accepts what is usual at that size. Sharpness grows with the size of a face on
the service's scale: in recorded answers, faces of 50 to 75 pixels have 2 to 26, those beyond 150 mostly 60 to 97.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from moto_rekognition.vision.observation import Face


@dataclass(frozen=True)
class Bar:
    """What a face must have at least, and how far it may be turned away at most.

    side: of the box, the smaller one, pixels. brightness, sharpness, confidence: 0..100. yaw, pitch: degrees, either
    way. overall: 0..1, see `overall`.
    """

    side: float
    brightness: float
    sharpness: float
    confidence: float
    yaw: float
    pitch: float
    overall: float


_LOW = Bar(side=20, brightness=8, sharpness=4, confidence=75, yaw=75, pitch=65, overall=0.15)
BARS: Mapping[str, Bar] = {
    "AUTO": _LOW,
    "LOW": _LOW,
    "MEDIUM": Bar(side=35, brightness=20, sharpness=5.5, confidence=90, yaw=55, pitch=45, overall=0.3),
    "HIGH": Bar(side=50, brightness=30, sharpness=9, confidence=99, yaw=35, pitch=30, overall=0.4),
}
#: The side of a box, in pixels, beyond which a face does not get better.
_LARGE = 100


def reasons(face: Face, filter_name: str) -> tuple[str, ...]:
    """Why `face` does not pass the filter, in the service's words; empty when it passes.

    filter_name: NONE, AUTO, LOW, MEDIUM or HIGH; anything else raises ValueError.
    LOW_FACE_QUALITY stands alone: nothing is bad enough to be named, but all of it together is.
    """
    if filter_name == "NONE":
        return ()
    if filter_name not in BARS:
        raise ValueError(f"a quality filter is one of NONE, {', '.join(BARS)}, not {filter_name!r}")
    bar = BARS[filter_name]
    failed = {
        "SMALL_BOUNDING_BOX": min(face.box.width, face.box.height) < bar.side,
        "LOW_BRIGHTNESS": face.quality.brightness < bar.brightness,
        "LOW_SHARPNESS": face.quality.sharpness < bar.sharpness,
        "EXTREME_POSE": abs(face.pose.yaw) > bar.yaw or abs(face.pose.pitch) > bar.pitch,
        "LOW_CONFIDENCE": face.confidence < bar.confidence,
    }
    named = tuple(reason for reason, is_so in failed.items() if is_so)
    if not named and overall(face) < bar.overall:
        return ("LOW_FACE_QUALITY",)
    return named


def overall(face: Face) -> float:
    """0..1: the geometric mean of size, brightness, sharpness and how far the face looks towards the camera."""
    size = min(face.box.width, face.box.height, _LARGE) / _LARGE
    turned_to_camera = max(math.cos(math.radians(face.pose.yaw)) * math.cos(math.radians(face.pose.pitch)), 0.0)
    return math.prod((size, face.quality.brightness / 100, face.quality.sharpness / 100, turned_to_camera)) ** 0.25
