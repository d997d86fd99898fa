"""Fit the models of the attributes, and say how well they do on sources that had no part in the fit.

    python training/fetch.py FOLDER
    python training/fit_attributes.py FOLDER

Writes moto_rekognition/vision/data/attributes.json (see moto_rekognition/vision/attributes/model.py), and the figures
to training/attributes.md. FOLDER holds the pictures of labels.csv. Each face is also shown worse (rephotograph.py),
with glasses, sunglasses, a mask and a thing laid on (dress.py), and drawn people are added, whose truth is known.

Every model is a logistic regression on standardised, clipped features, its weights held to zero (L2). A source is a
package: its faces are judged by a fit without them and without the people on them. These answers also calibrate the
model: its log-odds are scaled and shifted to be as sure as they were right. Needs scikit-learn and SciPy.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from dress import covered, masked, spectacled
from people import read
from rephotograph import tinted, worse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import moto_rekognition.vision
from moto_rekognition.synthetic import Face
from moto_rekognition.vision.analysis import observe
from moto_rekognition.vision.attributes import age_gender, eyes, eyewear, facial_hair, mouth, occlusion
from moto_rekognition.vision.attributes.frontal_view import FrontalView, frontal_view
from moto_rekognition.vision.attributes.model import LIMIT
from moto_rekognition.vision.crop import FaceCrop
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import at_rest
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Box, Floats, Mesh, Pixels

HERE = Path(__file__).parent
TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "attributes.json"
#: Faces turned further than this, degrees, teach nothing: the answers fade there.
FRONTAL = 40
#: The smallest face that a worse picture shows, pixels across.
SMALLEST = 26
#: What each kind of picture counts in the fit.
COUNTS = {"photo": 3.0, "worse": 1.0, "dressed": 0.5, "drawn": 0.5}
#: The first of the drawn people; others are measured (`benchmarks/`) and tested.
FIRST = 20_000
SCENES: tuple[dict[str, object], ...] = (
    {},
    {"glasses": True},
    {"sunglasses": True},
    {"eyes_open": False},
    {"mask": True},
    {"mouth_open": 0.7},
    {"smile": 1.0},
    {"mustache": True, "beard": False},
    {"beard": True},
)


#: The columns of labels.csv that say yes or no.
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


@dataclass(frozen=True)
class Look:
    """All that features are made of."""

    pixels: Pixels
    mesh: Mesh
    rest: Floats
    view: FrontalView


@dataclass(frozen=True)
class Kind:
    """A model to fit.

    held: strength of the L2 penalty where all samples together count 1000; share: of yes in the fit, None for that of
    the samples; yes: what a yes counts in the calibration: less for masks and things, which are laid on half of the
    faces, more for glasses, as there are few clear and thin frames among the photos. All chosen by hand.
    """

    features: Callable[[Look], Floats]
    held: float
    share: float | None
    drawn: bool = True
    yes: float = 1.0


KINDS = {
    "EyesOpen": Kind(lambda f: eyes.eye_features(f.rest, f.mesh, f.view), 10, 0.6),
    "MouthOpen": Kind(lambda f: mouth.mouth_open_features(f.rest, f.mesh), 10, None),
    "Smile": Kind(lambda f: mouth.smile_features(f.rest, f.mesh), 10, None),
    "Eyeglasses": Kind(lambda f: eyewear.glasses_features(f.pixels, f.mesh, f.view), 20, 0.45, yes=1.5),
    "Sunglasses": Kind(lambda f: eyewear.sunglasses_features(f.view), 20, 0.3),
    "Beard": Kind(lambda f: facial_hair.hair_features(f.view), 50, 0.4),
    "Mustache": Kind(lambda f: facial_hair.hair_features(f.view), 30, 0.35),
    "Mask": Kind(lambda f: occlusion.mask_features(f.view), 10, 0.4, yes=0.5),
    "FaceOccluded": Kind(lambda f: occlusion.occlusion_features(f.view), 100, 0.15, yes=0.5),
    "Gender": Kind(lambda f: age_gender.gender_features(f.rest, f.view), 30, 0.5, drawn=False),
}


@dataclass(frozen=True)
class Sample:
    """A face that was looked at. truth: what is known of it; features: by model."""

    source: str
    person: str
    kind: str
    truth: dict[str, bool]
    features: dict[str, Floats] = field(repr=False)


def sample(pixels: Pixels, truth: dict[str, bool], source: str, person: str, kind: str) -> Iterator[Sample]:
    """The face of a picture, when there is one that is not turned away."""
    mesh = face_landmarker().mesh(pixels)
    if mesh is not None and max(abs(pose(mesh).yaw), abs(pose(mesh).pitch)) < FRONTAL:
        look = Look(pixels, mesh, at_rest(mesh), frontal_view(pixels, mesh))
        yield Sample(source, person, kind, truth, {name: model.features(look) for name, model in KINDS.items()})


def labelled(row: dict[str, str]) -> dict[str, bool]:
    """What labels.csv says of a face."""
    truth = {name: row[column] == "yes" for name, column in COLUMNS.items() if row[column]}
    return truth | {"Gender": row["gender"] == "male", "Mask": False}


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(width, 0) * max(height, 0)
    return common / (one.area + other.area - common)


def portrait(pixels: Pixels, row: dict[str, str]) -> FaceCrop | None:
    """The labelled face in its picture, as the product finds it."""
    height, width = pixels.shape[:2]
    sides = (float(row[side]) for side in ("left", "top", "width", "height"))
    box = Box(*(part * length for part, length in zip(sides, (width, height) * 2, strict=True)))
    seen = observe(pixels)
    best = max(seen.faces, key=lambda face: overlap(face.box, box), default=None)
    return seen._crops[best.rank] if best and overlap(best.box, box) > 0.4 else None


def photographed(folder: Path) -> Iterator[Sample]:
    with (HERE / "labels.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    for number, row in enumerate(rows):
        found = portrait(read(folder / row["package"] / row["file"]), row)
        if found is None:
            print(f"no face at the box of {row['package']} {row['file']}")
            continue
        pixels, mesh, random = found.pixels, found.mesh, np.random.default_rng(number)
        truth = labelled(row)
        least = min(max(SMALLEST / float(np.ptp(mesh.points[:, 0])), 0.1), 0.9)
        hair = {name: truth[name] for name in ("Beard", "Mustache", "MouthOpen", "Smile", "Gender") if name in truth}
        shows = [("photo", pixels, truth), ("worse", worse(pixels, random, least), truth)]
        dressed = [(masked(pixels, mesh, random), {"Mask": True, "FaceOccluded": True})]
        if truth.get("Eyeglasses") is False:
            clear = [(spectacled(pixels, mesh, random, dark=False), truth | {"Eyeglasses": True}) for _ in range(2)]
            dark = spectacled(pixels, mesh, random, dark=True), hair | {"Eyeglasses": True, "Sunglasses": True}
            dressed += [*clear, dark]
        if truth.get("FaceOccluded") is False:
            dressed.append((covered(pixels, mesh, random), {"FaceOccluded": True, "Mask": False}))
        shows += [("worse", worse(pixels, random, least), truth)]
        shows += [("worse", tinted(pixels, random), truth) for _ in range(2)]
        shows += [("dressed", shown, known) for shown, known in dressed]
        shows += [("dressed", worse(shown, random, least), known) for shown, known in dressed]
        for kind, shown, known in shows:
            yield from sample(shown, known, row["package"], row["person"], kind)


def drawn(people: int) -> Iterator[Sample]:
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
            truth = {"Mask": "mask" in scene, "FaceOccluded": "mask" in scene}
            if "mask" not in scene:
                truth |= {"Beard": known.beard, "Mustache": known.mustache, "Sunglasses": known.sunglasses}
                truth |= {"Smile": known.smile, "MouthOpen": known.mouth_open, "Eyeglasses": known.eyeglasses}
            if not scene.keys() & {"mask", "sunglasses"}:
                truth["EyesOpen"] = known.eyes_open
            if "sunglasses" in scene:
                truth["Eyeglasses"] = True
                del truth["FaceOccluded"]
            yield from sample(np.asarray(face.image), truth, "drawn", f"drawn {identity}", "drawn")


@dataclass(frozen=True)
class Fitted:
    """A logistic regression on standardised features."""

    mean: Floats
    deviation: Floats
    weights: Floats
    bias: float

    def log_odds(self, x: Floats) -> Floats:
        return np.asarray(np.clip((x - self.mean) / self.deviation, -LIMIT, LIMIT) @ self.weights + self.bias)


def fitted(kind: Kind, x: Floats, y: Floats, counts: Floats) -> Fitted:
    weights = counts.copy()
    if kind.share is not None:
        weights[y] *= kind.share / weights[y].sum()
        weights[~y] *= (1 - kind.share) / weights[~y].sum()
    weights *= 1000 / weights.sum()
    mean = np.average(x, axis=0, weights=weights)
    deviation = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights)) + 1e-6
    standardised = np.clip((x - mean) / deviation, -LIMIT, LIMIT)
    regression = LogisticRegression(C=1 / kind.held, max_iter=2000, tol=1e-8).fit(
        standardised, y, sample_weight=weights
    )
    return Fitted(mean, deviation, regression.coef_[0], float(regression.intercept_[0]))


def calibration(odds: Floats, y: Floats, counts: Floats) -> tuple[float, float]:
    """(scale, shift) of log-odds that make them as sure as they are right (Platt), drawn to (1, 0) by 5 faces."""
    sign = np.where(y, 1, -1)

    def loss(at: Floats) -> float:
        doubt = (counts * np.logaddexp(0, -sign * (at[0] * odds + at[1]))).sum()
        return float(doubt + 2.5 * ((at[0] - 1) ** 2 + at[1] ** 2))

    scale, shift = minimize(loss, (1.0, 0.0)).x
    return float(scale), float(shift)


def left_out(name: str, samples: list[Sample]) -> tuple[Fitted, dict[str, float]]:
    """The calibrated fit to all samples, and how the fits that left out its source judged each photo."""
    kind = KINDS[name]
    known = [s for s in samples if name in s.truth and (kind.drawn or s.kind != "drawn")]
    x, y = np.array([s.features[name] for s in known]), np.array([s.truth[name] for s in known])
    counts = np.array([COUNTS[s.kind] for s in known])
    sources, people = np.array([s.source for s in known]), np.array([s.person for s in known])
    kinds = np.array([s.kind for s in known])
    odds = np.full(len(known), np.nan)
    for source in set(sources) - {"drawn"}:
        out = sources == source
        train = ~out & ~np.isin(people, people[out])
        odds[out] = fitted(kind, x[train], y[train], counts[train]).log_odds(x[out])
    judged = np.isin(kinds, ("photo", "worse"))
    if y[judged].sum() < 20:  # masks and things are laid on
        judged = kinds != "drawn"
    heard = counts / COUNTS["photo"] * np.where(y, kind.yes, 1)
    scale, shift = calibration(odds[judged], y[judged], heard[judged])
    whole = fitted(kind, x, y, counts)
    calibrated = Fitted(whole.mean, whole.deviation, scale * whole.weights, scale * whole.bias + shift)
    figures: dict[str, float] = {}
    for which in ("photo", "worse", "dressed"):
        these = kinds == which
        figures |= describe(which, scale * odds[these] + shift, y[these])
        figures |= describe(f"{which}, fitted", calibrated.log_odds(x[these]), y[these])
    return calibrated, figures


def describe(which: str, odds: Floats, y: Floats) -> dict[str, float]:
    right, sure = (odds > 0) == y, np.abs(odds) > np.log(9)
    parts = {"found": right[y], "false": ~right[~y], "right where 90 sure": right[sure]}
    shares = {f"{which}: {what}": float(part.mean()) if part.size else np.nan for what, part in parts.items()}
    return shares | {
        f"{which}: yes": int(y.sum()),
        f"{which}: no": int((~y).sum()),
        f"{which}: sure": float(sure.mean()),
    }


def table(figures: dict[str, dict[str, float]]) -> str:
    head = "| | | yes | no | found | false | right where 90 sure | share of those | fitted: found | false |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|"]
    for name, row in figures.items():
        for which in ("photo", "worse", "dressed"):
            cells = [f"{row[f'{which}: {count}']:.0f}" for count in ("yes", "no")]
            keys = ["found", "false", "right where 90 sure", "sure"]
            cells += [f"{row[f'{which}: {key}']:.2f}" for key in keys]
            cells += [f"{row[f'{which}, fitted: {key}']:.2f}" for key in keys[:2]]
            lines.append(f"| {name} | {which} | " + " | ".join(cell.replace("nan", "") for cell in cells) + " |")
    return "\n".join(lines)


def stored(model: Fitted) -> dict[str, list[float]]:
    rounded = {name: [float(f"{v:.4g}") for v in getattr(model, name)] for name in ("mean", "deviation", "weights")}
    return rounded | {"bias": [round(model.bias, 4)]}


REPORT = """\
# How well the models of the attributes do

Written by `python training/fit_attributes.py FOLDER`. Every face of labels.csv was judged by a fit that knew neither
its package nor its person. *photo*: as it is; *worse*: the same faces small, blurred, noisy, dark or bright, down to
{smallest} pixels across; *dressed*: with glasses, masks and things laid on. *found*: the share of yes that were called
yes; *false*: the share of no that were called yes; *right where 90 sure*: of those with a Confidence of 90 or more.
*fitted*: by the fit to all of them, for comparison. Faces turned by more than {frontal} degrees are left out. Yes is
"male" for Gender.

{table}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--people", type=int, default=40, help="how many drawn people to add")
    given = parser.parse_args()
    samples = [*photographed(given.folder), *drawn(given.people)]
    models, figures = {}, {}
    for name in KINDS:
        models[name], figures[name] = left_out(name, samples)
    lines = [f"{json.dumps(name)}: {json.dumps(stored(model))}" for name, model in models.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    report = REPORT.format(smallest=SMALLEST, frontal=FRONTAL, table=table(figures))
    (HERE / "attributes.md").write_text(report)
    print(report)


if __name__ == "__main__":
    main()
