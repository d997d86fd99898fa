"""Every constraint of a botocore shape, violated once: generated, so that none is forgotten."""

from __future__ import annotations

import base64
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

#: A JSON value of another type than the shape's.
OTHER_TYPE: dict[str, Any] = {
    "structure": "text",
    "list": "text",
    "map": [],
    "string": 5,
    "blob": 5,
    "integer": "text",
    "float": "text",
}


@dataclass(frozen=True)
class Violation:
    """A request that violates one constraint.

    told: a part of the ValidationException; None when it must be a SerializationException.
    """

    request: dict[str, Any]
    told: str | None


def violations(shape: Shape, request: dict[str, Any]) -> Iterator[Violation]:
    """Variations of a valid request, one for each constraint of its shape."""
    for path, member, required in _members(shape, ()):
        where = ".".join(name[0].lower() + name[1:] for name in path)
        if required:
            yield Violation(
                _without(request, path),
                f"Value null at '{where}' failed to satisfy constraint: Member must not be null",
            )
        yield Violation(_with(request, path, OTHER_TYPE[member.type_name]), None)
        for value, constraint in _bad_values(member):
            yield Violation(_with(request, path, value), f"at '{where}' failed to satisfy constraint: {constraint}")


def _members(shape: Shape, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Shape, bool]]:
    for name, member in shape.members.items():
        yield (*path, name), member, name in shape.required_members
        if member.type_name == "structure":
            yield from _members(member, (*path, name))


def _bad_values(shape: Shape) -> Iterator[tuple[Any, str]]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    pattern, choices = shape.metadata.get("pattern"), shape.metadata.get("enum")
    measure = "value" if shape.type_name in ("integer", "float") else "length"
    if low:
        yield _sized(shape, low - 1), f"Member must have {measure} greater than or equal to {low}"
    elif low == 0 and measure == "value":
        yield -1, "Member must have value greater than or equal to 0"
    if high is not None:
        yield _sized(shape, high + 1), f"Member must have {measure} less than or equal to {high}"
    if pattern:
        yield "\u0000 ?", f"Member must satisfy regular expression pattern: {pattern}"
    if choices:
        yield "NO_SUCH", f"Member must satisfy enum value set: [{', '.join(choices)}]"
    if shape.type_name == "list":
        for value, constraint in _bad_values(shape.member):
            yield [value], f"Member must satisfy constraint: [{_within(constraint)}"
    if shape.type_name == "map":
        for value, constraint in _bad_values(shape.key):
            yield {value: "x"}, f"Map keys must satisfy constraint: [{_within(constraint)}"
        for value, constraint in _bad_values(shape.value):
            yield {"x": value}, f"Map value must satisfy constraint: [{_within(constraint)}"


def _within(constraint: str) -> str:
    """What a list of constraints surely begins with: elements are told all of theirs."""
    return constraint[: len("Member must ")]


def _sized(shape: Shape, size: int) -> Any:
    kind = shape.type_name
    if kind in ("integer", "float"):
        return size
    if kind == "blob":
        return base64.b64encode(bytes(size)).decode()
    if kind == "list":
        return [f"{place:08x}-0000-0000-0000-000000000000" for place in range(size)]
    if kind == "map":
        return {f"key {place}": "x" for place in range(size)}
    return "a" * size


def _with(request: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(request)
    holder = changed
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
    holder[path[-1]] = value
    return changed


def _without(request: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(request)
    holder: Any = changed
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return changed
