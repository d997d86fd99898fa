"""How well masks, glasses, beards and open eyes are told, and what a new fit to the same faces would be.

    python training/fit_attributes.py FOLDER [FOLDER ...]

FOLDER holds portraits, one face each, and attributes.json: by file name, any of Eyeglasses, Sunglasses, Beard, Mustache
and EyesOpen in the words of DetectFaces. Each portrait is also shown behind a mask, with glasses and with sunglasses
(dress.py), and each of these twice in worse pictures, down to a tenth of the size (rephotograph.py); drawn people are
added. Prints, for each model of moto_rekognition/vision, the share that it tells right of faces where the answer is yes
and no, as they are and worse; the same for a logistic regression on the same features, each face kept out of its fit;
and that regression's coefficients. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from dress import masked, spectacled
from people import read
from rephotograph import worse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.attributes import eyes, eyewear, facial_hair, occlusion
from moto_rekognition.vision.attributes.age_gender import male_log_odds
from moto_rekognition.vision.attributes.patches import Patches, patches
from moto_rekognition.vision.crop import face_crop
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.geometry.canonical import at_rest
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Floats, Pixels

#: Faces turned further, in degrees, say too little.
FRONTAL = 40
WORSE, LEAST = 2, 0.1
SCENES: tuple[dict[str, Any], ...] = ({}, {"glasses": True}, {"sunglasses": True}, {"eyes_open": False}, {"mask": True})
#: What the pixels of a face should be called: by attribute, whether it is so; what is not known is left out.
Truth = dict[str, bool]


@dataclass(frozen=True)
class Model:
    """A model as it stands in its module: what it looks at, its weights and its bias."""

    features: Callable[[Floats, Patches], Floats]
    weights: Floats
    bias: float


MODELS = {
    "Mask": Model(lambda rest, skin: occlusion.mask_features(skin), occlusion._MASK, occlusion._MASK_BIAS),
    "Eyeglasses": Model(lambda rest, skin: eyewear.frame_features(skin), eyewear._FRAME, eyewear._FRAME_BIAS),
    "Sunglasses": Model(
        lambda rest, skin: eyewear.sunglasses_features(skin), eyewear._SUNGLASSES, eyewear._SUNGLASSES_BIAS
    ),
    "Beard": Model(
        lambda rest, skin: facial_hair.beard_features(skin, male_log_odds(rest, skin)),
        facial_hair._BEARD,
        facial_hair._BEARD_BIAS,
    ),
    "Mustache": Model(
        lambda rest, skin: facial_hair.mustache_features(skin), facial_hair._MUSTACHE, facial_hair._MUSTACHE_BIAS
    ),
    "EyesOpen": Model(eyes.eye_features, eyes._EYES_OPEN, eyes._BIAS),
}


@dataclass(frozen=True)
class Seen:
    """A face that was looked at. person: who is to be kept out of a fit together; poor: in a worse picture."""

    person: str
    poor: bool
    features: dict[str, Floats]
    truth: Truth


def look(pixels: Pixels, truth: Truth, person: str, poor: bool) -> Iterator[Seen]:
    """The face of a picture, when there is one and it is not turned away."""
    mesh = face_landmarker().mesh(pixels)
    if mesh is not None and max(abs(pose(mesh).yaw), abs(pose(mesh).pitch)) < FRONTAL:
        rest, skin = at_rest(mesh), patches(pixels, mesh)
        yield Seen(person, poor, {name: model.features(rest, skin) for name, model in MODELS.items()}, truth)


def photographed(folders: list[Path]) -> Iterator[Seen]:
    for folder in folders:
        for number, (name, answers) in enumerate(json.loads((folder / "attributes.json").read_text()).items()):
            pixels, random = read(folder / name), np.random.default_rng(number)
            mesh = face_landmarker().mesh(pixels)
            if mesh is None:
                print(f"no face in {folder / name}")
                continue
            seen = face_crop(pixels, mesh, box(mesh))
            bare = {name: answers[name]["Value"] for name in MODELS if name in answers} | {"Mask": False}
            if bare.get("Sunglasses"):  # they count as glasses by themselves, whatever their frame
                bare.pop("Eyeglasses", None)
            shows = [(seen.pixels, bare), (masked(seen.pixels, seen.mesh, random), {"Mask": True})]
            if not bare.get("Eyeglasses", True):
                hairs = {name: bare[name] for name in ("Beard", "Mustache") if name in bare}
                clear, dark = (spectacled(seen.pixels, seen.mesh, random, dark) for dark in (False, True))
                shows += [(clear, bare | {"Eyeglasses": True}), (dark, hairs | {"Sunglasses": True})]
            for shown, truth in shows:
                yield from look(shown, truth, str(folder / name), poor=False)
                for _ in range(WORSE):
                    yield from look(worse(shown, random, LEAST), truth, str(folder / name), poor=True)


def drawn(people: int) -> Iterator[Seen]:
    for identity in range(people):
        for scene in SCENES:
            face = Face(identity, **scene)
            known = face.truth.attributes
            truth = {"Mask": "mask" in scene}
            if "mask" not in scene:
                truth |= {"Beard": known.beard, "Mustache": known.mustache, "Sunglasses": known.sunglasses}
            if not scene.keys() & {"mask", "sunglasses"}:
                truth |= {"Eyeglasses": known.eyeglasses, "EyesOpen": known.eyes_open}
            yield from look(np.asarray(face.image), truth, f"drawn {identity}", poor=False)


def report(name: str, faces: list[Seen]) -> None:
    model = MODELS[name]
    known = [face for face in faces if name in face.truth]
    x = np.array([face.features[name] for face in known])
    y = np.array([face.truth[name] for face in known])
    weights = np.where(y, 0.5 / y.sum(), 0.5 / (~y).sum()) * len(y)
    fit = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=1000))
    weighted = {"logisticregression__sample_weight": weights}
    out = cross_val_predict(
        fit, x, y, groups=[f.person for f in known], cv=GroupKFold(8), method="decision_function", params=weighted
    )
    print(f"{name}: {y.sum()} yes, {(~y).sum()} no")
    for which, odds in (("as it stands", x @ model.weights + model.bias), ("new fit, kept out", out)):
        right = defaultdict(list)
        for face, is_so, told in zip(known, y, odds > 0, strict=True):
            right[f"{'yes' if is_so else 'no'}{', worse' if face.poor else ''}"].append(told == is_so)
        print(f"    {which:18}", "  ".join(f"{kind} {np.mean(told):.3f}" for kind, told in sorted(right.items())))
    scaler, regression = fit.fit(x, y, **weighted)[0], fit[-1]
    weight = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - weight @ scaler.mean_
    print("    new fit", np.round(weight, 3).tolist(), round(float(bias), 2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--people", type=int, default=40, help="how many drawn people to add")
    given = parser.parse_args()
    faces = [*photographed(given.folders), *drawn(given.people)]
    for name in MODELS:
        report(name, faces)


if __name__ == "__main__":
    main()
