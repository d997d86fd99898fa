"""Fit the models of moto_rekognition/vision/age_gender.py to portraits with recorded answers.

    python training/fit_age_gender.py FOLDER [FOLDER ...]

FOLDER holds portraits, one face each, and attributes.json: by file name, Gender and perhaps AgeRange, in the words of
DetectFaces. Prints what cross-validation says and the tables to put into the module. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from moto_rekognition.vision.attributes import age_gender
from moto_rekognition.vision.attributes.patches import patches
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import at_rest

#: How little the weights are held back. A tenth of scikit-learn's default: there are about a hundred portraits.
FREEDOM = 0.1


def cut(standardised: Any) -> Any:
    return np.clip(standardised, -age_gender._CUT, age_gender._CUT)


def model(regression: Any) -> Any:
    return make_pipeline(StandardScaler(), FunctionTransformer(cut), regression)


def table(fitted: Any) -> str:
    scaler, regression = fitted[0], fitted[-1]
    rows = zip(scaler.mean_, scaler.scale_, np.ravel(regression.coef_), strict=True)
    lines = [f"    ({mean:.4g}, {deviation:.4g}, {weight:.3f})," for mean, deviation, weight in rows]
    return "\n".join([*lines, f"bias {np.ravel(regression.intercept_)[0]:.3f}"])


def portraits(folders: list[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in folders:
        for name, answers in json.loads((folder / "attributes.json").read_text()).items():
            yield folder / name, answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    ages, males, sure, age_rows, gender_rows = [], [], [], [], []
    for path, answers in portraits(parser.parse_args().folders):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        mesh = face_landmarker().mesh(pixels)
        if mesh is None:
            print(f"no face in {path}")
            continue
        rest = at_rest(mesh)
        gender_rows.append(age_gender.gender_features(rest, patches(pixels, mesh)))
        males.append(answers["Gender"]["Value"] == "Male")
        sure.append(answers["Gender"]["Confidence"] >= 80)
        if "AgeRange" in answers:
            age_rows.append(age_gender.age_features(rest))
            ages.append((answers["AgeRange"]["Low"] + answers["AgeRange"]["High"]) / 2)
    age, male, logs = np.array(ages), np.array(males), np.log(np.array(ages) + age_gender._YOUNGEST)

    ridge = model(Ridge(1 / FREEDOM))
    guess = np.exp(cross_val_predict(ridge, np.array(age_rows), logs, cv=KFold(8, shuffle=True, random_state=0)))
    error = np.abs(guess - age_gender._YOUNGEST - age).mean()
    print(f"age: {error:.1f} years off on average; {np.abs(age - np.median(age)).mean():.1f} if always the median")
    print(table(ridge.fit(np.array(age_rows), logs)))

    logistic = model(LogisticRegression(C=FREEDOM))
    folds = StratifiedKFold(8, shuffle=True, random_state=0)
    right = cross_val_predict(logistic, np.array(gender_rows), male, cv=folds) == male
    sure_right = right[np.array(sure)].mean()
    print(f"gender: {sure_right:.2f} right where the service was 80 sure; {1 - male.mean():.2f} if always female")
    print(table(logistic.fit(np.array(gender_rows), male)))


if __name__ == "__main__":
    main()
