"""Which frames of a video are looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

#: Frames per second that the service looks at: recorded answers, and the guide's page on video labels.
PER_SECOND = 2


class Sample(NamedTuple):
    """frame: its number, from 0. timestamp: milliseconds from the start, cut, not rounded."""

    frame: int
    timestamp: int


def samples(frame_rate: Fraction | float, per_second: int = PER_SECOND) -> Iterator[Sample]:
    """The frames to look at, without end: number floor(k * frame_rate / per_second) for k = 0, 1, 2, ...

    A video with fewer frames per second is looked at frame by frame. Timestamp: floor(frame * 1000 / frame_rate).
    """
    rate = Fraction(frame_rate)
    step = max(rate / per_second, Fraction(1))
    k = 0
    while True:
        frame = math.floor(k * step)
        yield Sample(frame, math.floor(frame * 1000 / rate))
        k += 1
