"""Which frames of a video are looked at, and when they are alike."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise, takewhile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_rekognition.vision.video.change import alike
from moto_rekognition.vision.video.sampling import Sample, samples

RATES = st.fractions(min_value=Fraction(1, 10), max_value=240, max_denominator=1001)


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    ("rate", "frames", "timestamps"),
    [
        (25, [0, 12, 25, 37, 50, 62], [0, 480, 1000, 1480, 2000, 2480]),
        (Fraction(30000, 1001), [0, 14, 29], [0, 467, 967]),
        (30, [0, 15, 30, 45, 60], [0, 500, 1000, 1500, 2000]),
    ],
)
def test_two_frames_a_second_are_looked_at(rate: Fraction, frames: list[int], timestamps: list[int]) -> None:
    chosen = list(islice(samples(rate), len(frames)))

    assert chosen == [Sample(*each) for each in zip(frames, timestamps, strict=True)]


@pytest.mark.evidence("assumed")
def test_of_slower_videos_every_frame_is_looked_at_once() -> None:
    assert list(islice(samples(Fraction(1, 2)), 3)) == [(0, 0), (1, 2000), (2, 4000)]


@given(RATES)
def test_samples_ascend_and_there_are_two_in_each_second_at_most(rate: Fraction) -> None:
    chosen = list(takewhile(lambda sample: sample.frame < rate * 20, samples(rate)))

    assert all(one.frame < other.frame and one.timestamp <= other.timestamp for one, other in pairwise(chosen))
    assert len(chosen) <= 41
    assert all(sample.timestamp == int(sample.frame * 1000 / rate) for sample in chosen)


def picture(value: int = 100) -> np.ndarray:
    return np.full((120, 160, 3), value, np.uint8)


def test_noise_of_the_coding_makes_no_other_picture() -> None:
    noise = np.random.default_rng(1).integers(-4, 5, (120, 160, 3))

    assert alike(picture(), np.asarray(picture() + noise, np.uint8))


def test_a_change_in_one_small_place_makes_another_picture() -> None:
    changed = picture()
    changed[40:48, 80:88] = 120

    assert not alike(picture(), changed)


def test_a_picture_of_another_size_is_another_picture() -> None:
    assert not alike(picture(), np.zeros((120, 161, 3), np.uint8))
