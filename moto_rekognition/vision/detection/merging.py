"""Each face once: of several detections or meshes of one face, the one with the highest score."""

from __future__ import annotations

from collections.abc import Iterable

from moto_rekognition.vision.detection.verification import VerifiedFace
from moto_rekognition.vision.engine import Detection
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Box

#: Two detections, or the boxes of two meshes, are of one face when they share this much of the smaller one.
_SAME_DETECTION, _SAME_MESH = 0.5, 0.6


def distinct(detections: Iterable[Detection], known: Iterable[Detection] = ()) -> list[Detection]:
    """One detection of each face that is not `known`, highest score first."""
    known = list(known)
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda d: -d.score):
        if all(detection.region.overlap(other.region) < _SAME_DETECTION for other in known + kept):
            kept.append(detection)
    return kept


def merged(faces: Iterable[VerifiedFace]) -> list[VerifiedFace]:
    """One of the faces whose boxes overlap, highest score first."""
    kept: list[tuple[VerifiedFace, Box]] = []
    for face in sorted(faces, key=lambda f: -f.score):
        around = box(face.mesh)
        if all(_overlap(around, other) < _SAME_MESH for _, other in kept):
            kept.append((face, around))
    return [face for face, _ in kept]


def _overlap(a: Box, b: Box) -> float:
    """The shared area over that of the smaller box."""
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    return max(width, 0.0) * max(height, 0.0) / min(a.area, b.area)
