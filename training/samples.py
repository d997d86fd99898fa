"""The faces that the attributes are fitted to: photographed ones as they are and changed, portraits, drawn people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from dress import covered, masked, shaded
from hair import bearded
from hands import hand, head, hidden, occluded
from lids import shut
from people import read
from PIL import Image
from rephotograph import tinted, worse
from spectacles import spectacled
from surface import surface

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.analysis import observe
from moto_rekognition.vision.attributes import age_gender, eyes, eyewear, facial_hair, mouth, occlusion
from moto_rekognition.vision.attributes.frontal_view import FrontalView, frontal_view
from moto_rekognition.vision.attributes.upright_view import upright_view
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import at_rest
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Box, Floats, Mesh, Pixels

HERE = Path(__file__).parent
#: Faces turned further than this, degrees, teach nothing: the answers fade there.
FRONTAL = 60
#: Faces are changed at this size and below: pixels across. Views of larger ones are reduced anyway.
LARGEST = 160
#: The smallest face that a changed picture shows, pixels across, and the share of changed pictures that keep the size.
SMALLEST, KEPT = 23, 0.25
#: The first of the drawn people; others are measured (`benchmarks/`) and tested.
FIRST = 20_000
SCENES: tuple[dict[str, object], ...] = (
    {},
    {"glasses": True},
    {"sunglasses": True},
    {"eyes_open": False},
    {"mask": True},
    {"mouth_open": 0.7},
    {"mouth_open": 0.7, "smile": 0.0},
    {"smile": 1.0},
    {"mustache": True, "beard": False},
    {"beard": True},
    {"beard": False, "mustache": False},
)
#: The columns of labels.csv and portraits.csv that say yes or no.
COLUMNS = {
    "Eyeglasses": "eyeglasses",
    "Sunglasses": "sunglasses",
    "Beard": "beard",
    "Mustache": "mustache",
    "EyesOpen": "eyes_open",
    "MouthOpen": "mouth_open",
    "Smile": "smile",
    "FaceOccluded": "occluded",
}
#: What is known of a face behind a mask, behind sunglasses, and what a thing before the mouth hides.
_ABOVE_MASK = ("Eyeglasses", "Sunglasses", "EyesOpen", "Gender")
_LOWER_FACE = ("Beard", "Mustache", "MouthOpen", "Smile")

#: What is known of a face: True, False, or None for what one cannot say.
Truth = dict[str, bool | None]


@dataclass(frozen=True)
class Look:
    """All that features are made of."""

    pixels: Pixels
    mesh: Mesh
    rest: Floats
    view: FrontalView


#: The features of each model beside what the network says.
FEATURES = {
    "EyesOpen": lambda f: eyes.eye_features(f.rest, f.mesh, f.view),
    "MouthOpen": lambda f: mouth.mouth_open_features(f.rest, f.mesh),
    "Smile": lambda f: mouth.smile_features(f.rest, f.mesh),
    "Eyeglasses": lambda f: eyewear.glasses_features(f.pixels, f.mesh, f.view),
    "Sunglasses": lambda f: eyewear.sunglasses_features(f.view),
    "Beard": lambda f: facial_hair.hair_features(f.view),
    "Mustache": lambda f: facial_hair.hair_features(f.view),
    "Mask": lambda f: occlusion.mask_features(f.view),
    "FaceOccluded": lambda f: occlusion.occlusion_features(
        f.view,
        facial_hair.hair_features(f.view),
        mouth.mouth_open_features(f.rest, f.mesh),
        eyewear.glasses_features(f.pixels, f.mesh, f.view),
    ),
    "Gender": lambda f: age_gender.gender_features(f.rest, f.view),
}


@dataclass(frozen=True)
class Sample:
    """A face that was looked at.

    source: who published its picture; kind: "photo", "worse", "dressed" or "drawn"; view: its upright view.
    """

    source: str
    person: str
    kind: str
    truth: dict[str, bool]
    view: Pixels = field(repr=False)
    features: dict[str, Floats] = field(repr=False)


@dataclass(frozen=True)
class Labelled:
    """A face of which something is known, in pixels that hold little more."""

    source: str
    person: str
    pixels: Pixels
    mesh: Mesh
    truth: Truth


def sample(pixels: Pixels, truth: Truth, source: str, person: str, kind: str) -> Iterator[Sample]:
    """The face of a picture, when there is one that is not turned away."""
    mesh = face_landmarker().mesh(pixels)
    if mesh is not None and max(abs(pose(mesh).yaw), abs(pose(mesh).pitch)) < FRONTAL:
        look = Look(pixels, mesh, at_rest(mesh), frontal_view(pixels, mesh))
        known = {name: value for name, value in truth.items() if value is not None}
        features = {name: measure(look) for name, measure in FEATURES.items()}
        yield Sample(source, person, kind, known, upright_view(pixels, mesh), features)


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / table).open(newline="") as file:
        return list(csv.DictReader(file))


def labels(row: dict[str, str]) -> Truth:
    """What a row says of a face."""
    truth: Truth = {name: row[column] == "yes" for name, column in COLUMNS.items() if row.get(column)}
    return truth | {"Gender": row["gender"] == "male" if row["gender"] else None, "Mask": False}


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(width, 0) * max(height, 0)
    return common / (one.area + other.area - common)


def found(pixels: Pixels, box: Box | None) -> tuple[Pixels, Mesh] | None:
    """The face at a box, or the largest, as the product finds it, reduced to LARGEST."""
    seen = observe(pixels)
    best = max(seen.faces, key=lambda face: overlap(face.box, box) if box else face.box.area, default=None)
    if best is None or (box and overlap(best.box, box) <= 0.4):
        return None
    crop = seen._crops[best.rank]
    factor = LARGEST / float(np.ptp(crop.mesh.points[:, 0]))
    if factor >= 1:
        return crop.pixels, crop.mesh
    image = Image.fromarray(crop.pixels)
    size = round(image.width * factor), round(image.height * factor)
    points = crop.mesh.points * (size[0] / image.width, size[1] / image.height, size[0] / image.width)
    reduced = image.resize(size, Image.Resampling.BOX if factor < 0.5 else Image.Resampling.LANCZOS)
    return np.asarray(reduced), replace(crop.mesh, points=points)


def packaged(folder: Path) -> Iterator[Labelled]:
    """The faces of labels.csv. folder: what fetch.py filled."""
    publishers = {row["package"]: row["publisher"] for row in rows("packages.csv")}
    for row in rows("labels.csv"):
        pixels = read(folder / row["package"] / row["file"])
        height, width = pixels.shape[:2]
        sides = (float(row[side]) for side in ("left", "top", "width", "height"))
        face = found(pixels, Box(*(part * length for part, length in zip(sides, (width, height) * 2, strict=True))))
        if face is None:
            print(f"no face at the box of {row['package']} {row['file']}")
        else:
            yield Labelled(publishers[row["package"]], row["person"], *face, labels(row))


def portraits(folder: Path) -> Iterator[Labelled]:
    """The faces of portraits.csv: generated people, whose eyes are open and of whom nothing is hidden."""
    free: Truth = {"EyesOpen": True, "Sunglasses": False, "FaceOccluded": False}
    for row in rows("portraits.csv"):
        face = found(read(folder / row["file"]), None)
        if face is not None:
            yield Labelled("portraits", row["file"], *face, labels(row) | free)


def photographed(faces: list[Labelled]) -> Iterator[Sample]:
    """Each face as it is, and changed."""
    for number, face in enumerate(faces):
        random = np.random.default_rng(number)
        others = [(f.pixels, f.mesh) for f in faces if f.source == face.source and f is not face]
        width = float(np.ptp(face.mesh.points[:, 0]))
        for kind, pixels, truth in shows(face, others, random):
            shown = pixels
            if kind != "photo":
                size = np.exp(random.uniform(np.log(SMALLEST), np.log(LARGEST)))
                reduction = 1.0 if random.random() < KEPT else min(max(size, SMALLEST) / width, 1.0)
                shown = worse(pixels[:, ::-1] if random.random() < 0.5 else pixels, random, reduction, reduction)
            yield from sample(shown, truth, face.source, face.person, kind)


def shows(
    face: Labelled, others: list[tuple[Pixels, Mesh]], random: np.random.Generator
) -> Iterator[tuple[str, Pixels, Truth]]:
    """A face as it is, in other light, and dressed: kind, picture, and what is known of it."""
    pixels, mesh, truth = face.pixels, face.mesh, face.truth
    yield "photo", pixels, truth
    for _ in range(5):
        yield "worse", pixels, truth
    yield "worse", tinted(pixels, random), truth
    if truth.get("Eyeglasses") is False:
        for _ in range(6):
            yield "dressed", spectacled(pixels, mesh, random), truth | {"Eyeglasses": True}
        behind = {name: truth.get(name) for name in (*_LOWER_FACE, "Gender", "Mask")}
        for _ in range(2):
            yield "dressed", shaded(pixels, mesh, random), behind | {"Eyeglasses": True, "Sunglasses": True}
    if truth.get("FaceOccluded") is False:
        hiding = [hand(pixels, mesh, random) for _ in range(4)] + [covered(pixels, mesh, random) for _ in range(2)]
        if others:
            hiding += [head(pixels, mesh, others[random.integers(len(others))], random) for _ in range(2)]
        for shown, cover in hiding:
            yield "dressed", shown, still_known(truth, hidden(cover, mesh))
        above: Truth = {name: truth.get(name) for name in _ABOVE_MASK}
        for _ in range(2):
            yield "dressed", masked(pixels, mesh, random), above | {"Mask": True, "FaceOccluded": True}
    if truth.get("EyesOpen") and truth.get("Sunglasses") is False:
        for _ in range(3):
            yield "dressed", shut(pixels, mesh, random), truth | {"EyesOpen": False}
    if truth.get("Beard") is False and truth.get("Mustache") is False:
        at = surface(pixels, mesh)
        for number in range(4):
            shown, grown = bearded(pixels, mesh, at, random)
            known: Truth = truth | grown | {"Gender": None}
            if number == 0 and truth.get("Eyeglasses") is False:
                shown, known = spectacled(shown, mesh, random), known | {"Eyeglasses": True}
            yield "dressed", shown, known


def still_known(truth: Truth, shares: dict[str, float]) -> Truth:
    """What is known of a face of which these shares are hidden."""
    known = truth | {"FaceOccluded": occluded(shares), "Mask": False}
    eyes_hidden = sorted((shares["left eye"], shares["right eye"]))
    if eyes_hidden[1] > 0.2:
        known["EyesOpen"] = None
    if eyes_hidden[0] > 0.1:
        known["Eyeglasses"] = known["Sunglasses"] = None
    if shares["mouth"] > 0.15:
        known |= dict.fromkeys(_LOWER_FACE)
    return known


def drawn(people: int) -> Iterator[Sample]:
    """Drawn people, whose truth is known."""
    for identity in range(FIRST, FIRST + people):
        random = np.random.default_rng(identity)
        for scene in SCENES:
            face = Face(
                identity,
                yaw=random.normal(0, 12),
                pitch=random.normal(0, 6),
                light=(random.normal(0, 40), random.uniform(5, 55)),
                size=int(random.integers(120, 400)),
                **scene,  # type: ignore[arg-type]
            )
            known = face.truth.attributes
            truth: Truth = {"Mask": "mask" in scene, "FaceOccluded": "mask" in scene}
            if "mask" not in scene:
                truth |= {"Beard": known.beard, "Mustache": known.mustache, "Sunglasses": known.sunglasses}
                truth |= {"Smile": known.smile, "MouthOpen": known.mouth_open, "Eyeglasses": known.eyeglasses}
            if not scene.keys() & {"mask", "sunglasses"}:
                truth["EyesOpen"] = known.eyes_open
            if "sunglasses" in scene:
                truth["Eyeglasses"] = True
                del truth["FaceOccluded"]
            yield from sample(np.asarray(face.image), truth, "drawn", f"drawn {identity}", "drawn")
