"""Parses the declared fields of FaceDetail and checks them against botocore's model.

Values are converted to the service's form: `{"Value": True}`, `{"Yaw": 30.0}`; emotions and landmarks to mappings by
type. Raises TypeError or ValueError, saying what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from numbers import Real
from typing import Any

from moto_rekognition.service_model import service_model

#: Ranges that the model does not state. Those of quality and age are the service's. Positions and sizes are in ratios
#: of the image; their limits are chosen by hand, wide enough for a face cut by the frame, and finite in float32.
RANGES = {
    "Brightness": (0, 100),
    "Sharpness": (0, 100),
    "Low": (0, 120),
    "High": (0, 120),
    "Left": (-10, 10),
    "Top": (-10, 10),
    "Width": (0.0001, 10),
    "Height": (0.0001, 10),
    "X": (-10, 10),
    "Y": (-10, 10),
}


@cache
def names() -> dict[str, str]:
    """Snake-case field name -> its name in FaceDetail."""
    from botocore import xform_name

    return {xform_name(name): name for name in service_model().shape_for("FaceDetail").members}


def parse(name: str, value: Any) -> Any:
    """Parse the value of one field. name: in snake case."""
    wire_name = names()[name]
    shape = service_model().shape_for("FaceDetail").members[wire_name]
    if wire_name == "Emotions":
        return _emotions(name, value)
    if wire_name == "Landmarks":
        return _landmarks(name, value)
    if shape.type_name == "structure":
        return _structure(name, value, shape)
    return _scalar(name, value, wire_name, shape)


def is_number(value: Any) -> bool:
    """Whether it is a real number: Python's, numpy's or a fraction, but no bool."""
    return isinstance(value, Real) and not isinstance(value, bool)


def require_text(name: str, value: Any) -> None:
    """Raise TypeError unless it is a string, ValueError for a string that UTF-8 cannot encode."""
    if not isinstance(value, str):
        raise TypeError(f"{name}={value!r}: give a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name}={value!a}: it has half a character (a lone surrogate), which is no text") from None


def check_name(name: str, allowed: Iterable[str], what: str) -> None:
    """Raise TypeError unless `name` is one of `allowed`."""
    allowed = list(allowed)
    if name not in allowed:
        close = get_close_matches(str(name), allowed, 1)
        hint = f", did you mean {close[0]!r}?" if close else "."
        raise TypeError(f"{what} has no {name!r}{hint} It has {', '.join(allowed)}.")


def _structure(name: str, value: Any, shape: Any) -> dict[str, Any]:
    members = list(shape.members)
    if not isinstance(value, Mapping):
        value = _members(name, value, members)
    parsed = {}
    for key, item in value.items():
        member = _member(key, members)
        check_name(member, members, name)
        parsed[member] = _scalar(f"{name}[{key!r}]", item, member, shape.members[member])
    if "Value" in members and "Value" not in parsed:
        raise ValueError(f"{name}={value!r}: say its Value")
    if "Width" in members and set(parsed) != set(members):
        raise ValueError(f"{name}={value!r}: give all of {', '.join(members)}, in ratios of the picture")
    if "Low" in members and (set(parsed) != set(members) or parsed["Low"] > parsed["High"]):
        raise ValueError(f"{name}={value!r}: give (low, high) in years, low not above high")
    return parsed


def _members(name: str, value: Any, members: list[str]) -> dict[str, Any]:
    if "Value" in members:
        if isinstance(value, (bool, str)):
            return {"Value": value}
        if isinstance(value, (tuple, list)) and len(value) == 2:
            return {"Value": value[0], "Confidence": value[1]}
        raise TypeError(f"{name}={value!r}: give the value, or (value, confidence), or a dict of {', '.join(members)}")
    if "Width" in members:
        raise TypeError(f"{name}={value!r}: give a dict of {', '.join(members)}, in ratios of the picture")
    if isinstance(value, (tuple, list)) and 2 <= len(value) <= len(members):
        return dict(zip(members, value, strict=False))
    raise TypeError(f"{name}={value!r}: give ({', '.join(m.lower() for m in members)}), or a dict of some of them")


def _member(key: Any, members: list[str]) -> Any:
    """The member with the name `key` in any case; `key` itself when there is none."""
    return next((member for member in members if str(key).lower() == member.lower()), key)


def _scalar(name: str, value: Any, member: str, shape: Any) -> Any:
    if shape.type_name == "boolean":
        if isinstance(value, bool):
            return value
        raise TypeError(f"{name}={value!r}: give True or False")
    if shape.type_name == "string":
        if value in shape.enum:
            return value
        raise ValueError(f"{name}={value!r}: give one of {', '.join(shape.enum)}")
    low, high = RANGES.get(member) or (shape.metadata["min"], shape.metadata["max"])
    return _number(name, value, low, high, int if shape.type_name in ("integer", "long") else float)


def _number(name: str, value: Any, low: float, high: float, kind: Callable[[Any], Any]) -> Any:
    span = f"{'a whole number' if kind is int else 'a number'} from {low} to {high}"
    if not is_number(value):
        raise TypeError(f"{name}={value!r}: give {span}")
    # The range first: infinite values cannot be converted.
    if not low <= value <= high or (kind is int and int(value) != value):
        raise ValueError(f"{name}={value!r}: give {span}")
    return kind(value)


def _emotions(name: str, value: Any) -> dict[str, float | None]:
    """Emotion -> confidence; None for the default confidence."""
    if isinstance(value, str):
        value = {value: None}
    elif isinstance(value, (list, tuple)):
        value = {_type(name, item): _part(name, item, "Confidence") for item in value}
    if not isinstance(value, Mapping) or not value:
        raise TypeError(f"{name}={value!r}: give one emotion, or a dict of emotions and their confidences")
    allowed = service_model().shape_for("EmotionName").enum
    for emotion in value:
        check_name(emotion, allowed, name)
    return {
        emotion: None if confidence is None else _number(f"{name}[{emotion!r}]", confidence, 0, 100, float)
        for emotion, confidence in value.items()
    }


def _landmarks(name: str, value: Any) -> dict[str, tuple[float, float]]:
    """Landmark type -> (x, y) in ratios of the image."""
    if isinstance(value, (list, tuple)):
        value = {_type(name, item): item for item in value}
    if not isinstance(value, Mapping):
        raise TypeError(f"{name}={value!r}: give a dict of landmark types and (x, y) in ratios of the picture")
    allowed = service_model().shape_for("LandmarkType").enum
    points = {}
    for kind, point in value.items():
        check_name(kind, allowed, name)
        if isinstance(point, Mapping):
            point = (_part(name, point, "X"), _part(name, point, "Y"))
        if not isinstance(point, (tuple, list)) or len(point) != 2:
            raise TypeError(f"{name}[{kind!r}]={point!r}: give (x, y) in ratios of the picture")
        x, y = (
            _number(f"{name}[{kind!r}]", number, *RANGES[axis], float) for axis, number in zip("XY", point, strict=True)
        )
        points[kind] = (x, y)
    return points


def _type(name: str, item: Any) -> str:
    kind = _part(name, item, "Type")
    if not isinstance(kind, str):
        raise TypeError(f"{name}: {item!r} has a Type that is no string")
    return kind


def _part(name: str, item: Any, member: str) -> Any:
    if not isinstance(item, Mapping) or member not in item:
        raise TypeError(f"{name}: {item!r} has no {member}")
    return item[member]
