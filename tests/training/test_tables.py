"""The tables that training learns from: complete, readable, and without anybody's picture."""

from __future__ import annotations

import csv
import json
import re
from importlib import resources
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
ANSWERS = ("eyeglasses", "sunglasses", "beard", "mustache", "eyes_open", "mouth_open", "smile", "occluded")


def rows(table: str) -> list[dict[str, str]]:
    with (TRAINING / table).open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_label_is_yes_no_or_open() -> None:
    for row in rows("labels.csv"):
        assert {row[name] for name in ANSWERS} <= {"yes", "no", ""}, row
        assert row["gender"] in ("male", "female"), row
        assert row["person"], row


def test_every_labelled_face_is_in_its_picture() -> None:
    for row in rows("labels.csv"):
        left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
        assert 0 < left + width / 2 < 1, row
        assert 0 < top + height / 2 < 1, row


def test_every_labelled_package_has_a_digest() -> None:
    packages = {row["package"]: row for row in rows("packages.csv")}
    assert {row["package"] for row in rows("labels.csv")} == packages.keys()
    assert {row["package"] for row in rows("scenes.csv")} <= packages.keys()
    for package in packages.values():
        assert re.fullmatch("[0-9a-f]{64}", package["sha256"]), package
        assert package["archive"] in ("npm", "sdist", "wheel"), package
        assert package["publisher"], package


def test_every_labelled_portrait_is_yes_no_or_open() -> None:
    for row in rows("portraits.csv"):
        assert {row[name] for name in ("eyeglasses", "beard", "mustache")} <= {"yes", "no", ""}, row
        assert row["gender"] in ("male", "female", ""), row


def test_no_picture_lies_beside_the_tables() -> None:
    kept = {path.suffix for path in TRAINING.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert kept <= {".py", ".csv", ".md"}


@pytest.mark.parametrize(
    "name",
    [
        "EyesOpen",
        "MouthOpen",
        "Smile",
        "Eyeglasses",
        "Sunglasses",
        "Beard",
        "Mustache",
        "Mask",
        "FaceOccluded",
        "Gender",
    ],
)
def test_every_model_has_one_mean_deviation_and_weight_for_each_feature(name: str) -> None:
    text = resources.files("moto_rekognition.vision").joinpath("data/attributes.json").read_text()
    model = json.loads(text)[name]
    assert len(model["mean"]) == len(model["deviation"]) == len(model["weights"]) > 0
    assert all(deviation > 0 for deviation in model["deviation"])
