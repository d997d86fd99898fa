"""The quality filter: which faces pass which bar, and the reasons of those that do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moto_rekognition.vision.observation import Box, Face, Pose, Quality
from moto_rekognition.vision.quality.quality_filter import reasons

GOOD = Face(
    rank=0,
    box=Box(100, 100, 120, 160),
    landmarks=np.zeros((30, 2)),
    pose=Pose(roll=0, yaw=0, pitch=0),
    quality=Quality(brightness=80, sharpness=80),
    confidence=99.99,
)
BAD = {
    "SMALL_BOUNDING_BOX": replace(GOOD, box=Box(0, 0, 12, 16)),
    "LOW_BRIGHTNESS": replace(GOOD, quality=Quality(brightness=3, sharpness=80)),
    "LOW_SHARPNESS": replace(GOOD, quality=Quality(brightness=80, sharpness=2.5)),
    "EXTREME_POSE": replace(GOOD, pose=Pose(roll=0, yaw=-85, pitch=0)),
    "LOW_CONFIDENCE": replace(GOOD, confidence=60),
}


@pytest.mark.parametrize("name", ["NONE", "AUTO", "LOW", "MEDIUM", "HIGH"])
def test_a_good_face_passes_every_bar(name: str) -> None:
    assert reasons(GOOD, name) == ()


@pytest.mark.parametrize("reason", BAD)
@pytest.mark.parametrize("name", ["AUTO", "LOW", "MEDIUM", "HIGH"])
def test_a_bad_face_passes_no_bar_and_the_reason_is_named(reason: str, name: str) -> None:
    assert reasons(BAD[reason], name) == (reason,)


@pytest.mark.parametrize("reason", BAD)
def test_none_lets_everything_pass(reason: str) -> None:
    assert reasons(BAD[reason], "NONE") == ()


def test_every_reason_is_named() -> None:
    face = replace(BAD["SMALL_BOUNDING_BOX"], quality=Quality(brightness=3, sharpness=1), confidence=62)
    assert reasons(face, "AUTO") == ("SMALL_BOUNDING_BOX", "LOW_BRIGHTNESS", "LOW_SHARPNESS", "LOW_CONFIDENCE")


def test_the_bars_rise() -> None:
    face = replace(GOOD, quality=Quality(brightness=25, sharpness=6))
    assert reasons(face, "LOW") == reasons(face, "MEDIUM") == ()
    assert reasons(face, "HIGH") == ("LOW_BRIGHTNESS", "LOW_SHARPNESS")


def test_a_face_that_is_poor_in_everything_but_bad_in_nothing_is_of_low_quality() -> None:
    face = replace(
        GOOD,
        box=Box(0, 0, 52, 60),
        quality=Quality(brightness=31, sharpness=10),
        pose=Pose(roll=0, yaw=34, pitch=29),
    )
    assert reasons(face, "HIGH") == ("LOW_FACE_QUALITY",)
    assert reasons(face, "MEDIUM") == ()


@pytest.mark.evidence("third party")
@pytest.mark.parametrize("sharpness", [10, 13, 26])
def test_the_photo_on_an_id_card_passes_the_high_bar(sharpness: float) -> None:
    face = replace(GOOD, box=Box(0, 0, 70, 92), quality=Quality(brightness=60, sharpness=sharpness))
    assert reasons(face, "HIGH") == ()


@pytest.mark.parametrize("roll", [90, 180, -90])
def test_lying_faces_pass(roll: float) -> None:
    assert reasons(replace(GOOD, pose=Pose(roll=roll, yaw=0, pitch=0)), "AUTO") == ()


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(ValueError, match="MEDIUM"):
        reasons(GOOD, "medium")
