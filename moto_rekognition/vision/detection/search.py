"""Where to look: finds the faces of a picture and the mesh of each."""

from __future__ import annotations

import functools
import math
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from PIL import Image

from moto_rekognition.vision.detection.tiles import is_flat, tiles, whole, whole_span
from moto_rekognition.vision.detection.verification import SAME, SURE, TILTED, Found, judge
from moto_rekognition.vision.engine import DETECTOR_SIDE, SMALLEST_DETECTABLE, Detection, FaceLandmarker, View
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Box, Floats, Pixels

#: Each scale shows faces of half the size of the one before.
STEP = 2.0
#: A finer scale is searched while the smallest face so far is less than this many times the smallest seen well: where
#: there are faces of one size there may be smaller ones, but hardly of half the size and none between.
TAIL = 1.75
#: A detection of this score may be a face, and tells that there are faces of its size.
HINT = 0.5
#: The smallest face that is sought: the width of its box in pixels, and as a share of the longer side of the picture.
#: The service has answered with a face 24 pixels wide in a photo of 600 by 400, and not with those of 20 beside it.
SMALLEST, SMALLEST_SHARE = 22.0, 0.008
#: Two meshes are of one face when their boxes share this much of the smaller one.
SAME_MESH = 0.6
#: How many detections of one picture are judged at most, surest first. The service returns 100 faces.
MOST = 150


def find(pixels: Pixels, engine: FaceLandmarker) -> list[Found]:
    """Every face of a picture, once each, in any order; in its pixels."""
    found = _search(pixels, engine)
    for quarters in _quarters_to_try(found):
        turned = _search(np.ascontiguousarray(np.rot90(pixels, quarters)), engine, thoroughly=bool(found))
        found += [_turned_back(face, quarters, pixels.shape) for face in turned]
    return single(found)


def _quarters_to_try(found: list[Found]) -> Sequence[int]:
    """By how many quarters to turn a picture anticlockwise and search again.

    Not at all when the faces found are upright; as they lie when they do not; every way when there are none.
    """
    if not found:
        return 1, 2, 3
    quarters = Counter(_quarter(face.detection.region.angle) for face in found)
    return [quarters.most_common(1)[0][0]] if quarters[0] < len(found) / 2 else []


def _quarter(angle: float) -> int:
    """By how many quarters to turn a picture anticlockwise so that a face turned by `angle` radians is seen better."""
    if TILTED < abs(angle) < math.pi / 2:
        return 1 if angle > 0 else 3
    return round(angle / (math.pi / 2)) % 4


def _search(pixels: Pixels, engine: FaceLandmarker, thoroughly: bool = True) -> list[Found]:
    """The more or less upright faces of a picture, perhaps twice; not `thoroughly`: those seen at a glance."""
    picture = Image.fromarray(pixels)
    span = whole_span(picture)
    # The first detection runs in the calling thread: it may import MediaPipe, whose warnings are that thread's.
    seen = _detect(engine, whole(picture, DETECTOR_SIDE))
    found: list[Found] = []
    if _smaller_to_come(seen, span):
        found = _present(judge(pixels, detection, engine) for detection in distinct(_sure(seen)))
        if thoroughly:
            seen += _finer(picture, seen, engine)
    rest = distinct(seen, [face.detection for face in found])[:MOST]
    at_once = _threads().map if len(rest) > 1 else map
    return found + _present(at_once(lambda detection: judge(pixels, detection, engine), rest))


def _present(judged: Iterable[Found | None]) -> list[Found]:
    return [face for face in judged if face is not None]


@functools.cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="moto-rekognition")


def _detect(engine: FaceLandmarker, view: View) -> list[Detection]:
    return [view.detection(detection) for detection in engine.detect(view.pixels)]


def _finer(picture: Image.Image, seen: list[Detection], engine: FaceLandmarker) -> list[Detection]:
    """What is to be seen at finer scales than the whole picture, as long as smaller faces can be expected."""
    finest = max(SMALLEST, SMALLEST_SHARE * max(picture.size)) / SMALLEST_DETECTABLE
    span = whole_span(picture)
    more: list[Detection] = []
    while span > finest and _smaller_to_come(seen + more, span):
        span = max(span / STEP, finest)
        views = (view for view in tiles(picture, span, DETECTOR_SIDE) if not is_flat(view))
        for detections in _threads().map(lambda view: _detect(engine, view), views):
            more += detections
    return more


def _smaller_to_come(seen: list[Detection], span: float) -> bool:
    """Whether a picture may show smaller faces than those detected so far in tiles of `span`."""
    if not _sure(seen):
        return True
    smallest = min(detection.side for detection in seen if detection.score >= HINT)
    return smallest <= TAIL * SMALLEST_DETECTABLE * span


def _sure(detections: Iterable[Detection]) -> list[Detection]:
    return [detection for detection in detections if detection.score >= SURE]


def _turned_back(face: Found, quarters: int, shape: tuple[int, ...]) -> Found:
    """A face of a picture that was turned anticlockwise by `quarters` -> of the picture of `shape` before that."""
    height, width = shape[:2]

    def back(points: Floats) -> Floats:
        x, y, *depth = points.T
        x, y = ((x, y), (width - y, x), (width - x, height - y), (y, height - x))[quarters]
        return np.column_stack([x, y, *depth])

    seen = face.detection
    ((x, y),) = back(np.array([[seen.x, seen.y]]))
    return replace(
        face,
        detection=replace(seen, x=float(x), y=float(y), keypoints=back(seen.keypoints)),
        mesh=replace(face.mesh, points=back(face.mesh.points)),
    )


def distinct(detections: Iterable[Detection], known: Iterable[Detection] = ()) -> list[Detection]:
    """One detection of each face that is not `known`, the surest; surest first."""
    known = list(known)
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda s: -s.score):
        if all(detection.region.overlap(other.region) < SAME for other in known + kept):
            kept.append(detection)
    return kept


def single(found: Iterable[Found]) -> list[Found]:
    """Each face once: of meshes that share much of the smaller one, the one with most evidence."""
    kept: list[tuple[Found, Box]] = []
    for face in sorted(found, key=lambda f: -f.evidence):
        around = box(face.mesh)
        if all(_shared(around, other) < SAME_MESH for _, other in kept):
            kept.append((face, around))
    return [face for face, around in kept if min(around.width, around.height) >= SMALLEST]


def _shared(a: Box, b: Box) -> float:
    """The shared area over that of the smaller box."""
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    return max(width, 0.0) * max(height, 0.0) / min(a.area, b.area)
