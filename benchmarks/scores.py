"""How an answer of DetectFaces is compared with the truth: what benchmarks/fidelity.py counts."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

FIVE = ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")
BOOLEANS = ("EyesOpen", "MouthOpen", "Smile", "Eyeglasses", "Sunglasses", "Beard", "Mustache", "FaceOccluded")
#: A recorded answer counts where the service was this sure; the largest angle of a frontal face; the smallest face.
SURE, SURE_EMOTION, FRONTAL, SMALLEST = 80, 60, 30, 24
#: A direction of the eyes counts where the service was this sure of it; and ours is "sure" of a value from here on.
SURE_DIRECTION, OURS_SURE = 90, 90

Detail = dict[str, Any]


@dataclass
class Scores:
    """Every single figure, by what it measures."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, value: float) -> None:
        self.values[what].append(value)

    def share(self, what: str) -> str:
        return self._cell(what, statistics.fmean, 2)

    def median(self, what: str) -> str:
        return self._cell(what, statistics.median, 3)

    def _cell(self, what: str, summary: Any, digits: int) -> str:
        values = self.values.get(what)
        return f"{summary(values):.{digits}f} ({len(values)})" if values else ""


def overlap(one: Detail, other: Detail) -> float:
    """Intersection over union."""
    a, b = one["BoundingBox"], other["BoundingBox"]
    width = min(a["Left"] + a["Width"], b["Left"] + b["Width"]) - max(a["Left"], b["Left"])
    height = min(a["Top"] + a["Height"], b["Top"] + b["Height"]) - max(a["Top"], b["Top"])
    common = max(width, 0) * max(height, 0)
    return float(common / (a["Width"] * a["Height"] + b["Width"] * b["Height"] - common))


def pairs(truth: list[Detail], found: list[Detail]) -> dict[int, int]:
    """Face of the service -> face of ours, the best overlaps first."""
    candidates = [(overlap(t, f), i, j) for i, t in enumerate(truth) for j, f in enumerate(found)]
    matched: dict[int, int] = {}
    for score, i, j in sorted(candidates, reverse=True):
        if score >= 0.3 and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def is_recent(truth: Detail) -> bool:
    """Whether the service's present model answered: older ones had other landmarks, poses and qualities."""
    return not truth.keys().isdisjoint({"FaceOccluded", "EyeDirection"})


def compare(scores: Scores, truth: Detail, found: Detail, size: tuple[int, int], geometry: bool = True) -> None:
    """What one face scores. Recorded answers do not always have everything. geometry: landmarks, pose, quality too."""
    scores.add("box", overlap(truth, found))
    pose = truth.get("Pose")
    if geometry and pose is not None and max(abs(angle) for angle in pose.values()) < FRONTAL:
        if truth.get("Landmarks"):
            compare_landmarks(scores, truth, found, size)
        for axis in ("Roll", "Yaw", "Pitch"):
            off = (found["Pose"][axis] - pose[axis] + 180) % 360 - 180
            scores.add(axis, abs(off))
            scores.add(f"{axis} bias", off)
    if geometry:
        for name, value in truth.get("Quality", {}).items():
            scores.add(name, abs(value - found["Quality"][name]))
    compare_attributes(scores, truth, found)


def compare_landmarks(scores: Scores, truth: Detail, found: Detail, size: tuple[int, int]) -> None:
    here, there = (
        {point["Type"]: (point["X"] * size[0], point["Y"] * size[1]) for point in face["Landmarks"]}
        for face in (truth, found)
    )
    eyes = math.dist(here["eyeLeft"], here["eyeRight"])
    for name in here.keys() & there.keys():
        scores.add("five" if name in FIVE else "others", math.dist(here[name], there[name]) / eyes)


def compare_attributes(scores: Scores, truth: Detail, found: Detail) -> None:
    for name in (*BOOLEANS, "Gender"):
        if truth.get(name, {}).get("Confidence", 0) >= SURE:
            agrees = truth[name]["Value"] == found[name]["Value"]
            scores.add(name, agrees)
            if name in BOOLEANS:
                scores.add(f"{name} found" if truth[name]["Value"] else f"{name} false", agrees == truth[name]["Value"])
            if found[name]["Confidence"] >= OURS_SURE:
                scores.add("sure", agrees)
    compare_emotions(scores, truth.get("Emotions", []), found["Emotions"])
    if "AgeRange" in truth:
        middles = [sum(face["AgeRange"].values()) / 2 for face in (truth, found)]
        scores.add("Age", abs(middles[0] - middles[1]))
    direction = truth.get("EyeDirection", {})
    if direction.get("Confidence", 0) >= SURE_DIRECTION:
        for axis in ("Yaw", "Pitch"):
            scores.add(f"EyeDirection {axis}", abs(direction[axis] - found["EyeDirection"][axis]))


def compare_emotions(scores: Scores, truth: list[Detail], found: list[Detail]) -> None:
    """The strongest emotion; old answers with fewer than seven say too little."""
    if len(truth) >= 7:
        best, ours = (max(emotions, key=lambda e: e["Confidence"]) for emotions in (truth, found))
        if best["Confidence"] >= SURE_EMOTION:
            scores.add("Emotion", best["Type"] == ours["Type"])
            if best["Type"] not in ("HAPPY", "CALM"):
                scores.add("other Emotion", best["Type"] == ours["Type"])
