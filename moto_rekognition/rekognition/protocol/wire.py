"""How the service writes: float32 numbers, six digits for what is stored, nothing null."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from typing import Any

from moto_rekognition.vision.observation import Box

_FLOAT32 = struct.Struct("f")


def compact(answer: Mapping[str, Any]) -> str:
    """JSON as the service sends it: no spaces, no members without a value."""
    return json.dumps({name: value for name, value in answer.items() if value is not None}, separators=(",", ":"))


def float32(value: float) -> float:
    """The float32 nearest to a number, as the double that equals it."""
    (single,) = _FLOAT32.unpack(_FLOAT32.pack(value))
    return float(single)


def six_digits(value: float) -> float:
    """A number as the service stores it: the float32 it answered with, rounded to six significant digits."""
    return float32(float(f"{float32(value):.6g}"))


def bounding_box(box: Box, size: tuple[int, int], number: Callable[[float], float] = float32) -> dict[str, float]:
    """A box in pixels as ratios of the image's (width, height)."""
    width, height = size
    return {
        "Width": number(box.width / width),
        "Height": number(box.height / height),
        "Left": number(box.left / width),
        "Top": number(box.top / height),
    }
