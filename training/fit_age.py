"""Fit the ages of moto_rekognition/vision/attributes/age_gender.py to portraits with recorded answers.

    python training/fit_age.py FOLDER

FOLDER holds portraits, one face each, and attributes.json: by file name, AgeRange in the words of DetectFaces. Such
answers are not in this repository. Prints what cross-validation says and the table to put into the module. Needs
scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from people import read
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from moto_rekognition.vision.attributes.age_gender import LIMIT, YOUNGEST, age_features
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import at_rest

#: Ridge penalty. Ten times scikit-learn's default: there are about a hundred portraits.
HELD = 10.0


def cut(standardised: np.ndarray) -> np.ndarray:
    return np.clip(standardised, -LIMIT, LIMIT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    ages, rows = [], []
    for name, answers in json.loads((folder / "attributes.json").read_text()).items():
        mesh = face_landmarker().mesh(read(folder / name))
        if mesh is None:
            print(f"no face in {name}")
            continue
        rows.append(age_features(at_rest(mesh)))
        ages.append((answers["AgeRange"]["Low"] + answers["AgeRange"]["High"]) / 2)
    x, age, logs = np.array(rows), np.array(ages), np.log(np.array(ages) + YOUNGEST)
    ridge = make_pipeline(StandardScaler(), FunctionTransformer(cut), Ridge(HELD))
    guess = np.exp(cross_val_predict(ridge, x, logs, cv=KFold(8, shuffle=True, random_state=0))) - YOUNGEST
    usual = np.abs(age - np.median(age)).mean()
    print(f"{np.abs(guess - age).mean():.1f} years off on average; {usual:.1f} if always the median")
    ridge.fit(x, logs)
    for mean, deviation, weight in zip(ridge[0].mean_, ridge[0].scale_, ridge[-1].coef_, strict=True):
        print(f"    ({mean:.4g}, {deviation:.4g}, {weight:.3f}),")
    print(f"bias {ridge[-1].intercept_:.3f}")


if __name__ == "__main__":
    main()
