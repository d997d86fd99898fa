"""Where to look: detects faces at several scales and orientations of a picture, and keeps those that are verified."""

from __future__ import annotations

import functools
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from moto_rekognition.vision.detection.merging import distinct, merged
from moto_rekognition.vision.detection.proposals import Heat, covering, elsewhere, propose
from moto_rekognition.vision.detection.tiles import Layer, Pyramid, whole_span
from moto_rekognition.vision.detection.verification import (
    MAX_UPRIGHT_ANGLE,
    MIN_SCORE,
    MIN_SURE_SCORE,
    VerifiedFace,
    repeat,
    verify,
)
from moto_rekognition.vision.engine import DETECTOR_SIDE, SMALLEST_DETECTABLE, Detection, FaceLandmarker, View
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Floats, Pixels

#: Each scale shows faces of half the size of the one before.
_STEP = 2.0
#: The smallest face that is sought: the width of its box in pixels, and as a share of the longer side of the picture.
#: The service has answered with a face 24 pixels wide in a photo of 600 by 400, and not with those of 20 beside it.
SMALLEST, _SMALLEST_SHARE = 22.0, 0.008
#: The side of the detection of a small face, in widths of its box; and the side below which it is measured again.
_DETECTION_SIDE, _DOUBTFUL_SIDE = 1.2, 30.0
#: The lowest log odds of a cell, as proposed, that is searched. See training/make_proposals.py.
_NEAR = -1.0
#: The lowest of a cell for which the next finer scale is looked at, too: if that is cheap, having up to this share of
#: the picture's pixels, and if not. A scale of more than so many million pixels is too costly.
_FAR, _CHEAP, _FAR_COSTLY, _MOST_MEGAPIXELS = -1.8, 0.4, 0.6, 1.0
#: It is looked at in any case if the smallest face so far is less than this many times the smallest that the detector
#: finds at the present one: where there are small faces there may be smaller ones.
_TAIL = 1.4
#: How many tiles are searched of any picture, how many more for each million pixels, and how many at most:
#: what a crowd needs. Chosen by hand.
_TILES, _TILES_PER_MEGAPIXEL, _MOST_TILES = 40, 130, 150
#: How many finer scales of a picture are searched that was turned because no face was found in it.
_TURNED_SCALES = 1
#: How many detections of one picture are verified at most, highest score first. The service returns 100 faces.
_MOST = 150


def find(pixels: Pixels, engine: FaceLandmarker) -> list[VerifiedFace]:
    """Every face of a picture, once each, in any order; in its pixels."""
    found = _search(pixels, engine)
    for quarters in _quarters_to_try(found):
        turned = np.ascontiguousarray(np.rot90(pixels, quarters))
        more = _search(turned, engine) if found else _search(turned, engine, _TURNED_SCALES)
        found += [_turned_back(face, quarters, pixels.shape) for face in more]
    around = [(box(face.mesh), face) for face in merged(found)]
    return [face for box, face in around if min(box.width, box.height) >= SMALLEST]


def _quarters_to_try(found: list[VerifiedFace]) -> Sequence[int]:
    """By how many quarters to turn a picture anticlockwise and search again.

    None if most of the faces found are upright; one turn that makes them upright if not; every turn if there are none.
    """
    if not found:
        return 1, 2, 3
    quarters = Counter(_quarter(face.detection.region.angle) for face in found)
    return [quarters.most_common(1)[0][0]] if quarters[0] < len(found) / 2 else []


def _quarter(angle: float) -> int:
    """By how many quarters to turn a picture anticlockwise so that a face at `angle` radians is detected better."""
    if MAX_UPRIGHT_ANGLE < abs(angle) < math.pi / 2:
        return 1 if angle > 0 else 3
    return round(angle / (math.pi / 2)) % 4


def _search(pixels: Pixels, engine: FaceLandmarker, scales: float = math.inf) -> list[VerifiedFace]:
    """The faces of a picture that are more or less upright, perhaps twice. scales: how many finer scales to search."""
    pyramid = Pyramid(pixels)

    def verified(detection: Detection) -> VerifiedFace | None:
        return None if _is_too_small(pixels, detection, engine) else verify(pixels, detection, engine)

    # The first detection runs in the calling thread: it may import MediaPipe, whose warnings are that thread's.
    seen = _detect(engine, pyramid.layer(whole_span(pyramid.longer), DETECTOR_SIDE).tile(0, 0, DETECTOR_SIDE))
    first = distinct(_sure(seen))
    verifying = _at_once(verified, first)
    seen += _finer(pixels, pyramid, seen, engine, scales)
    found = _present(verifying)
    candidates = [d for d in seen if d not in first and d.score >= MIN_SCORE and d.side >= SMALLEST]
    rest = distinct(candidates, [face.detection for face in found])
    return found + _present(_at_once(verified, rest[:_MOST]))


def _is_too_small(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> bool:
    """Whether a face is smaller than is sought. The detector overestimates small ones: a close-up shows their size."""
    if detection.side >= _DOUBTFUL_SIDE:
        return False
    repeated = repeat(pixels, detection.region, engine)
    return repeated is None or repeated.side < SMALLEST


def _at_once(
    verified: Callable[[Detection], VerifiedFace | None], detections: list[Detection]
) -> Iterable[VerifiedFace | None]:
    """Starts to verify `detections` in other threads; the results in their order."""
    return _threads().map(verified, detections)


def _present(faces: Iterable[VerifiedFace | None]) -> list[VerifiedFace]:
    return [face for face in faces if face is not None]


@functools.cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="moto-rekognition")


if hasattr(os, "register_at_fork"):  # a forked child has none of its parent's threads
    os.register_at_fork(after_in_child=_threads.cache_clear)


def _detect(engine: FaceLandmarker, view: View) -> list[Detection]:
    return [view.detection(detection) for detection in engine.detect(view.pixels)]


def _finer(
    pixels: Pixels, pyramid: Pyramid, seen: list[Detection], engine: FaceLandmarker, scales: float
) -> list[Detection]:
    """What is detected at finer scales than the whole picture, where faces are proposed."""
    finest = _DETECTION_SIDE * max(SMALLEST, _SMALLEST_SHARE * pyramid.longer) / SMALLEST_DETECTABLE
    affordable = round(min(_TILES + _TILES_PER_MEGAPIXEL * pyramid.megapixels, _MOST_TILES))
    span = whole_span(pyramid.longer)
    more: list[Detection] = []
    while span > finest and scales > 0 and affordable > 0:
        span = max(span / _STEP, finest)
        layer = pyramid.layer(span, DETECTOR_SIDE)
        proposed = propose(layer)
        near = elsewhere(layer, proposed.near > _NEAR, _sure(seen + more))
        height, width = layer.pixels.shape[:2]
        corners = covering(near, width, height, DETECTOR_SIDE)[:affordable]
        views = [layer.tile(x, y, DETECTOR_SIDE) for x, y in corners]
        for detections in _threads().map(lambda view: _detect(engine, view), views):
            more += detections
        affordable -= len(views)
        scales -= 1
        known = _sure(seen + more)
        if known and not _worth_looking(pyramid, max(span / _STEP, finest), layer, proposed.far, known):
            break
    return more


def _worth_looking(pyramid: Pyramid, span: float, layer: Layer, far: Heat, known: list[Detection]) -> bool:
    """Whether tiles of `span` may show faces that those of the present `layer` do not. far: see Proposals."""
    smallest = min(detection.side for detection in known)
    if smallest <= _TAIL * SMALLEST_DETECTABLE * _STEP * span:
        return True
    share = (DETECTOR_SIDE / span) ** 2
    if share * pyramid.megapixels > _MOST_MEGAPIXELS:
        return False
    return bool(elsewhere(layer, far > (_FAR if share <= _CHEAP else _FAR_COSTLY), known).any())


def _sure(detections: list[Detection]) -> list[Detection]:
    return [detection for detection in detections if detection.score >= MIN_SURE_SCORE]


def _turned_back(face: VerifiedFace, quarters: int, shape: tuple[int, ...]) -> VerifiedFace:
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
