"""What parameters may be: each function returns the value in its one form, or raises saying what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from numbers import Real
from typing import Any

from PIL import ImageColor


def number(name: str, value: Any, low: float, high: float, meaning: str) -> float:
    """A finite number in low..high; True and False count as 1 and 0."""
    allowed = f"{name} must be a number from {low:g} to {high:g} ({meaning})"
    if not isinstance(value, Real):
        raise TypeError(f"{allowed}, not {value!r}")
    if not low <= float(value) <= high:
        raise ValueError(f"{allowed}, not {value!r}")
    return float(value)


def numbers(name: str, value: Any, ranges: Sequence[tuple[float, float]], meaning: str) -> tuple[float, ...]:
    """As many numbers as there are ranges, each within its own."""
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != len(ranges):
        raise TypeError(f"{name} must be {len(ranges)} numbers ({meaning}), not {value!r}")
    return tuple(number(name, part, low, high, meaning) for part, (low, high) in zip(value, ranges, strict=True))


def choice(name: str, value: Any, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")
    return str(value)


def flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return value


def identity(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(f"identity must be an integer or a name, not {value!r}")
    if isinstance(value, int) and value < 0:
        raise ValueError(f"identity must not be negative, not {value!r}")
    return value


def size(value: Any) -> tuple[int, int]:
    """(width, height) of a picture, from such a pair or from the one side of a square."""
    low, high = 32, 4096
    pair = (value, value) if isinstance(value, int) else value
    if not isinstance(pair, Sequence) or len(pair) != 2 or not all(isinstance(side, int) for side in pair):
        raise TypeError(f"size must be a number of pixels or (width, height), not {value!r}")
    if not all(low <= side <= high for side in pair):
        raise ValueError(f"size must be from {low} to {high} pixels a side, not {value!r}")
    return pair[0], pair[1]


def even_size(value: Any) -> tuple[int, int]:
    """(width, height) of a video: what its encoders take."""
    width, height = size(value)
    if width % 2 or height % 2:
        raise ValueError(f"a video's width and height must be even numbers, not {value!r}")
    return width, height


def colour(name: str, value: Any) -> tuple[int, int, int]:
    """(r, g, b), 0..255, from such a triple or from a name or code that Pillow knows."""
    if isinstance(value, str):
        try:
            red, green, blue = ImageColor.getrgb(value)[:3]
        except ValueError:
            raise ValueError(f"{name} must be (r, g, b) or a colour like 'white' or '#c4ced6', not {value!r}") from None
        return red, green, blue
    red, green, blue = (int(part) for part in numbers(name, value, ((0, 255),) * 3, "red, green, blue, 0..255"))
    return red, green, blue
