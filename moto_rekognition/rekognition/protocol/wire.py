"""The JSON format of answers: float32 numbers in Java's notation, six digits in stored faces, no null members."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from moto.moto_api._internal import mock_random

from moto_rekognition.vision.observation import Box

REQUEST_ID = "x-amzn-RequestId"
_FLOAT32 = struct.Struct("f")


def compact(answer: Mapping[str, Any]) -> str:
    """JSON in the service's format: no spaces, no null members, floats in Java's notation."""
    text = json.dumps({name: value for name, value in answer.items() if value is not None}, separators=(",", ":"))
    if _has_scientific(answer):
        return _TOKEN.sub(lambda token: _java(token[0]) if token["float"] else token[0], text)
    return text


def _has_scientific(value: Any) -> bool:
    """Whether there is a float in it that Java writes in scientific notation. Faster than to search the text."""
    if isinstance(value, float):
        return not _is_plain(value)
    if isinstance(value, dict):
        return any(map(_has_scientific, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_scientific, value))


def _is_plain(number: float) -> bool:
    """Whether Java and Python write it alike."""
    return number == 0 or 1e-3 <= abs(number) < 1e7


#: Strings, which are not changed, and floats: numbers with a point or an exponent.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<float>-?\d+(?:\.\d+(?:e[+-]\d+)?|e[+-]\d+))')


def _java(number: str) -> str:
    """A float in the format of Java's `Double.toString`: scientific notation below 1e-3 and from 1e7 on.

    https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
    """
    if _is_plain(float(number)):
        return number
    exact = Decimal(number).normalize()
    sign, digits, _ = exact.as_tuple()
    first, *others = map(str, digits)
    return f"{'-' * sign}{first}.{''.join(others) or '0'}E{exact.adjusted()}"


def with_request_id(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Replace moto's request id of 52 characters by a UUID, which the service uses.

    The UUID is derived from moto's id, so that moto's seed determines it.
    """
    ids = [str(value) for name, value in headers.items() if name.lower() == REQUEST_ID.lower()]
    others = {name: value for name, value in headers.items() if name.lower() != REQUEST_ID.lower()}
    drawn = ids[0] if ids else str(mock_random.uuid4())
    return {**others, REQUEST_ID: str(UUID(bytes=hashlib.sha256(drawn.encode()).digest()[:16], version=4))}


def float32(value: float) -> float:
    """Round a number to float32. The result is the double of the same value."""
    (single,) = _FLOAT32.unpack(_FLOAT32.pack(value))
    return float(single)


def six_digits(value: float) -> float:
    """Round a number as in stored faces: float32, then six significant digits."""
    return float32(float(f"{float32(value):.6g}"))


def bounding_box(box: Box, size: tuple[int, int], number: Callable[[float], float] = float32) -> dict[str, float]:
    """Convert a box in pixels to ratios of the image's (width, height)."""
    width, height = size
    return {
        "Width": number(box.width / width),
        "Height": number(box.height / height),
        "Left": number(box.left / width),
        "Top": number(box.top / height),
    }
