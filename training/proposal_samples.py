"""Small pictures with and without small faces, for training/make_proposals.py: crops of photos, and faces in scenes."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from people import PICTURES, read
from PIL import Image

from moto_rekognition.synthetic import BEARDS, HAIR_STYLES, Face, group
from moto_rekognition.vision.detection.merging import distinct
from moto_rekognition.vision.detection.proposals import CELL, covering
from moto_rekognition.vision.detection.tiles import Pyramid, whole_span
from moto_rekognition.vision.detection.verification import verify
from moto_rekognition.vision.engine import DETECTOR_SIDE, Detection, face_landmarker
from moto_rekognition.vision.observation import Floats, Pixels

#: Side of a sample in pixels.
SIDE = 192
#: Sides of the faces that the network is to see, in pixels: those that the detector finds at the same scale, and those
#: that it finds at the next finer one.
NEAR, FAR = (12.0, 44.0), (6.5, 20.0)
#: Photos are reduced to this many pixels on the longer side.
_LARGEST = 1000

#: (n, 3) float64: x, y and side of squares, as the detector draws them around faces.
Squares = Floats


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture, its faces, and what may be faces. levels: the picture, and the same halved again and again."""

    levels: list[Pixels]
    faces: Squares
    doubtful: Squares


@dataclass(frozen=True, eq=False)
class Sample:
    """pixels: (SIDE, SIDE, 3); labels: (2, SIDE / CELL, SIDE / CELL) int8: is there a face of NEAR, of FAR in the cell?
    1 yes, 0 no, -1 not to be learnt. centres: (n, 3) the faces that the detector finds."""

    pixels: Pixels
    labels: np.ndarray
    centres: Squares


def photographed(paths: Sequence[Path]) -> Iterator[Scene]:
    for path in paths:
        pixels = read(path)
        factor = min(1.0, _LARGEST / max(pixels.shape))
        yield scene(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)


def drawn(identities: Sequence[int], random: np.random.Generator) -> Iterator[Scene]:
    """Drawn people, each alone; and in groups of nine."""

    def face(identity: int, **parameters: Any) -> Face:
        return Face(
            identity,
            yaw=float(np.clip(random.normal(0, 25), -80, 80)),
            pitch=float(np.clip(random.normal(0, 12), -35, 35)),
            roll=random.normal(0, 12),
            mouth_open=max(0.0, random.uniform(-0.7, 0.7)),
            **{str(random.choice(["glasses", "sunglasses"])): random.random() < 0.25},
            mask=random.random() < 0.1,
            beard=random.choice([None, None, None, *BEARDS]),
            hair=random.choice([None, None, *HAIR_STYLES]),
            light=(random.normal(0, 40), random.uniform(5, 55)),
            **parameters,
        )

    for identity in identities:
        background = tuple(int(c) for c in random.integers(0, 256, 3))
        yield scene(face(identity, background=background, brightness=random.uniform(0.4, 1.3)).array)
    for start in range(0, len(identities), 9):
        people = [face(identity) for identity in identities[start : start + 9]]
        yield scene(group(people, size=(900, 600), brightness=random.uniform(0.5, 1.2)).array)


def scene(pixels: Pixels) -> Scene:
    """The faces are the detections of every tile at every scale that are verified; other sure ones are doubtful."""
    engine = face_landmarker()
    pyramid = Pyramid(pixels)
    span = whole_span(pyramid.longer)
    seen = []
    while span > 0.45 * DETECTOR_SIDE:
        layer = pyramid.layer(span, DETECTOR_SIDE)
        height, width = layer.pixels.shape[:2]
        everywhere = np.ones((-(-height // CELL), -(-width // CELL)), bool)
        for corner in covering(everywhere, width, height, DETECTOR_SIDE):
            view = layer.tile(*corner, DETECTOR_SIDE)
            seen += [view.detection(d) for d in engine.detect(view.pixels)]
        span /= 2
    each = distinct(seen)
    faces = [d for d in each if verify(pixels, d, engine) is not None]
    doubtful = [d for d in each if d.score > 0.45] if faces else []
    levels = [pixels]
    while min(levels[-1].shape[:2]) >= 32:
        levels.append(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    return Scene(levels, _squares(faces), _squares(doubtful))


def _squares(detections: Sequence[Detection]) -> Squares:
    return np.array([(d.x, d.y, d.side) for d in detections], np.float64).reshape(-1, 3)


def sample(scenes: Sequence[Scene], random: np.random.Generator) -> Sample:
    """A crop of a photo with a face of any size, or faces pasted into what has none, or neither."""
    peopled, empty = _sorted_out(tuple(scenes))
    if random.random() < 0.5:
        canvas = _crop(peopled[random.integers(len(peopled))], random, 6, 180)
    else:
        canvas = _crop(empty[random.integers(len(empty))], random, 0, 0)
        for _ in range(random.integers(0, 6)):
            if random.random() < 0.65:
                _paste(canvas, peopled[random.integers(len(peopled))], True, random)
            else:
                _paste(canvas, scenes[random.integers(len(scenes))], False, random)
    pixels = _photographed(canvas.pixels, random)
    return _labelled(pixels, canvas)


@functools.lru_cache(maxsize=2)
def _sorted_out(scenes: tuple[Scene, ...]) -> tuple[list[Scene], list[Scene]]:
    return [s for s in scenes if len(s.faces)], [s for s in scenes if not len(s.faces)]


@dataclass(eq=False)
class _Canvas:
    pixels: Pixels
    faces: list[Floats]
    doubtful: list[Floats]


def _warped(source: Scene, matrix: Floats, side: int) -> tuple[Pixels, Squares, Squares]:
    """matrix: (2, 3), from the scene to the result."""
    zoom = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    level = int(np.clip(np.floor(np.log2(1 / zoom)), 0, len(source.levels) - 1)) if zoom < 1 else 0
    scaled = matrix.copy()
    scaled[:, :2] *= 2**level
    flags = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
    pixels = cv2.warpAffine(source.levels[level], scaled, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)

    def moved(squares: Squares) -> Squares:
        return np.column_stack([squares[:, :2] @ matrix[:, :2].T + matrix[:, 2], squares[:, 2] * zoom])

    return pixels, moved(source.faces), moved(source.doubtful)


def _matrix(centre: Floats, to: Floats, zoom: float, degrees: float, mirrored: bool) -> Floats:
    angle = np.radians(degrees)
    turn = zoom * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if mirrored:
        turn = turn @ np.diag([-1.0, 1.0])
    return np.column_stack([turn, to - turn @ centre])


def _leaning(random: np.random.Generator) -> float:
    return float(random.normal(0, 14) if random.random() < 0.75 else random.uniform(-65, 65))


def _crop(source: Scene, random: np.random.Generator, least: float, most: float) -> _Canvas:
    """A crop in which a face is `least` to `most` wide; of any scale if there is none."""
    height, width = source.levels[0].shape[:2]
    if len(source.faces):
        x, y, side = source.faces[random.integers(len(source.faces))]
        zoom = np.exp(random.uniform(np.log(least), np.log(most))) / side
        to = random.uniform(0, SIDE, 2)
        centre = np.array([x, y])
        degrees = _leaning(random)
    else:
        zoom = SIDE / max(width, height) * np.exp(random.uniform(np.log(0.8), np.log(6)))
        centre, to = random.uniform(0, 1, 2) * (width, height), np.array([SIDE / 2, SIDE / 2])
        degrees = random.normal(0, 12) + 90 * random.choice([0, 0, 0, 1, 2, 3])
    pixels, faces, doubtful = _warped(source, _matrix(centre, to, zoom, degrees, random.random() < 0.5), SIDE)
    return _Canvas(pixels, list(faces), list(doubtful))


def _paste(canvas: _Canvas, source: Scene, face: bool, random: np.random.Generator) -> None:
    """Paste a face, or something else, with soft or hard edges."""
    height, width = source.levels[0].shape[:2]
    size = np.exp(random.uniform(np.log(6), np.log(48)))
    if face:
        x, y, side = source.faces[random.integers(len(source.faces))]
        zoom, centre, degrees = size / side, np.array([x, y]), _leaning(random)
        reach = round(size * random.uniform(1.3, 3.2))
    else:
        reach = round(size * random.uniform(1.3, 3.2))
        zoom, degrees = reach / random.uniform(40, max(height, width)), random.uniform(0, 360)
        centre = random.uniform(0, 1, 2) * (width, height)
    middle = np.array([reach / 2, reach / 2]) + random.normal(0, 0.08 * size, 2)
    patch, faces, doubtful = _warped(source, _matrix(centre, middle, zoom, degrees, random.random() < 0.5), reach)
    if not face and any(0 < x < reach and 0 < y < reach for x, y, _ in [*faces, *doubtful]):
        return
    x, y = random.integers(-reach // 4, SIDE - 3 * reach // 4, 2)
    mask = np.zeros((reach, reach), np.float32)
    kind = random.integers(3)
    if kind == 0:
        cv2.ellipse(mask, (reach // 2, reach // 2), (round(0.36 * reach), round(0.46 * reach)), 0, 0, 360, 1.0, -1)
    elif kind == 1:
        mask[1:-1, 1:-1] = 1
    else:
        mask[:] = 1
    if kind < 2 and random.random() < 0.7:
        mask = cv2.GaussianBlur(mask, (0, 0), random.uniform(0.5, 0.08 * reach + 0.6))
    lit = np.clip(patch.astype(np.float32) * random.uniform(0.6, 1.25, 1 if random.random() < 0.6 else 3), 0, 255)
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + reach, SIDE), min(y + reach, SIDE)
    part = (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))
    m = mask[part][..., None]
    under = canvas.pixels[y0:y1, x0:x1].astype(np.float32)
    canvas.pixels[y0:y1, x0:x1] = (under * (1 - m) + lit[part] * m).astype(np.uint8)
    covered = [f for f in canvas.faces if x - f[2] / 2 < f[0] < x1 + f[2] / 2 and y - f[2] / 2 < f[1] < y1 + f[2] / 2]
    canvas.doubtful += covered
    canvas.faces = [f for f in canvas.faces if not any(f is c for c in covered)]
    for square in faces:
        inside = 0.2 * reach < square[0] < 0.8 * reach and 0.2 * reach < square[1] < 0.8 * reach
        at = square + np.array([x, y, 0])
        whole = inside and reach >= 1.25 * square[2]
        (canvas.faces if whole else canvas.doubtful).append(at)
    canvas.doubtful += [square + np.array([x, y, 0]) for square in doubtful]


def _photographed(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """Other light, another camera."""
    picture = pixels.astype(np.float32)
    if random.random() < 0.2:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    elif random.random() < 0.4:
        gray = picture.mean(axis=2, keepdims=True)
        picture = (gray + (picture - gray) * random.uniform(0.3, 1.5)) * random.uniform(0.85, 1.15, 3)
    gain = random.uniform(0.25, 0.7) if random.random() < 0.15 else random.uniform(0.7, 1.3)
    picture = np.clip(picture * gain / 255, 0, 1) ** random.uniform(0.7, 1.4) * 255
    if random.random() < 0.3:
        picture = 128 + (picture - 128) * random.uniform(0.4, 1.0)
    if random.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 0.9))
    if random.random() < 0.5:
        picture = picture + random.normal(0, random.uniform(0, 7), picture.shape)
    taken = np.clip(picture, 0, 255).astype(np.uint8)
    if random.random() < 0.3:
        buffer = io.BytesIO()
        Image.fromarray(taken).save(buffer, "JPEG", quality=int(random.integers(50, 95)))
        taken = np.asarray(Image.open(buffer).convert("RGB"))
    return np.ascontiguousarray(taken)


def _labelled(pixels: Pixels, canvas: _Canvas) -> Sample:
    detected = _squares(_detected(pixels))
    cells = (np.stack(np.meshgrid(*[np.arange(SIDE // CELL)] * 2), axis=-1) + 0.5) * CELL
    labels = np.zeros((2, SIDE // CELL, SIDE // CELL), np.int8)

    def within(square: Floats, reach: float) -> np.ndarray:
        return np.abs(cells - square[:2]).max(axis=-1) < reach

    for square in [*canvas.doubtful, *canvas.faces]:
        labels[:, within(square, 0.6 * square[2] + CELL)] = -1
    centres = []
    for square in canvas.faces:
        found = any(np.abs(d[:2] - square[:2]).max() < 0.4 * square[2] for d in detected)
        inside = ((square[:2] > 0) & (square[:2] < SIDE)).all()
        if NEAR[0] <= square[2] <= NEAR[1] and found and inside:
            labels[0, within(square, max(0.71 * CELL, 0.25 * square[2]))] = 1
            centres.append(square)
        if FAR[0] <= square[2] <= FAR[1] and inside:
            labels[1, within(square, 0.71 * CELL)] = 1
    return Sample(pixels, labels, np.array(centres).reshape(-1, 3))


def _detected(pixels: Pixels) -> list[Detection]:
    """What the detector finds in the tiles of a sample, in its pixels."""
    engine = face_landmarker()
    found = []
    for x in (0, SIDE - DETECTOR_SIDE):
        for y in (0, SIDE - DETECTOR_SIDE):
            tile = np.ascontiguousarray(pixels[y : y + DETECTOR_SIDE, x : x + DETECTOR_SIDE])
            found += [replace(d, x=d.x + x, y=d.y + y) for d in engine.detect(tile)]
    return found
