"""Validation of requests against botocore's model of the service.

Two steps, as on AWS. A body that does not have the declared types is a SerializationException. Then all violated
constraints (required, length, range, pattern, enum) are collected in one ValidationException. Texts are those of
Coral, the framework in front of the AWS JSON services.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from functools import cache
from typing import Any

import pybase64
import regex
from botocore.model import Shape

from moto_rekognition.rekognition.exceptions import SerializationException, ValidationException
from moto_rekognition.rekognition.protocol import json_body
from moto_rekognition.service_model import service_model

_LARGEST_FLOAT = 3.4028234663852886e38  # float32


def parse(operation: str, body: bytes | str) -> dict[str, Any]:
    """The parameters of a request: typed as its shapes say, blobs as bytes, without nulls and unknown members.

    Raises SerializationException for a body that cannot be read, ValidationException for violated constraints.
    """
    shape = service_model().operation_model(operation).input_shape
    parameters = _deserialize(shape, _read(body))
    violations = list(_violations(shape, parameters, ""))
    if violations:
        raise ValidationException(violations)
    return parameters  # type: ignore[no-any-return]


def _read(body: bytes | str) -> Any:
    try:
        return json_body.read(body)
    except (ValueError, RecursionError):
        raise SerializationException("The request body is not valid JSON.") from None


def _deserialize(shape: Shape, value: Any) -> Any:
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            raise SerializationException(_not_a(value, "structure"))
        return {
            name: _deserialize(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if kind == "list":
        if not isinstance(value, list):
            raise SerializationException(_not_a(value, "list"))
        return [None if item is None else _deserialize(shape.member, item) for item in value]
    if kind == "map":
        if not isinstance(value, dict):
            raise SerializationException(_not_a(value, "map"))
        return {key: None if item is None else _deserialize(shape.value, item) for key, item in value.items()}
    return _SCALARS[kind](value)


def _not_a(value: Any, wanted: str) -> str:
    """Coral's text for a wrong type: the token in the body and the expected type."""
    if isinstance(value, dict | list):
        return f"Start of {'structure or map' if isinstance(value, dict) else 'list'} found where not expected."
    if isinstance(value, bool):
        token = "TRUE_VALUE" if value else "FALSE_VALUE"
    else:
        token = "STRING_VALUE" if isinstance(value, str) else "NULL_VALUE" if value is None else "NUMBER_VALUE"
    return f"{token} can not be converted to {'an' if wanted[0] in 'AEIOUaeiou' else 'a'} {wanted}"


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise SerializationException(_not_a(value, "String"))
    return value


def _number(value: Any, wanted: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SerializationException(_not_a(value, wanted))
    return value


def _integer(value: Any) -> int:
    number = _number(value, "Integer")
    if not -(2**31) <= number < 2**31:
        raise SerializationException("The number is out of the range of an Integer.")
    return int(number)


def _float(value: Any) -> float:
    number = _number(value, "Float")
    if not abs(number) <= _LARGEST_FLOAT:
        raise SerializationException("The number is out of the range of a Float.")
    return float(number)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise SerializationException(_not_a(value, "Boolean"))
    return value


def _blob(value: Any) -> bytes:
    if not isinstance(value, str):
        raise SerializationException(_not_a(value, "Blob"))
    if isinstance(value, json_body.Base64):
        return value.content
    try:
        return pybase64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise SerializationException("Blobs must be encoded in base64.") from None


_SCALARS = {
    "string": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "blob": _blob,
    "timestamp": _float,
}


def _violations(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """The text of each violated constraint of a value and its members."""
    for constraint in _violated(shape, value):
        yield f"Value {_java_text(value)} at '{path}' failed to satisfy constraint: {constraint}"
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            where = f"{path}.{_lower_first(name)}" if path else _lower_first(name)
            if name in value:
                yield from _violations(member, value[name], where)
            elif name in shape.required_members:
                yield f"Value null at '{where}' failed to satisfy constraint: Member must not be null"
    elif shape.type_name == "list" and shape.member.type_name == "structure":
        for position, item in enumerate(value, start=1):
            yield from _violations(shape.member, item, f"{path}.{position}.member")


def _violated(shape: Shape, value: Any) -> Iterator[str]:
    """The constraints that a value violates, without those of its members."""
    if shape.type_name in ("string", "blob", "list", "map"):
        yield from _violated_range(shape, len(value), "have length")
    elif shape.type_name in ("integer", "long", "float", "double"):
        yield from _violated_range(shape, value, "have value")
    if shape.type_name == "string":
        yield from _violated_text(shape, value)
    elif shape.type_name == "list" and shape.member.type_name != "structure":
        if any(item is None or any(_violated(shape.member, item)) for item in value):
            yield f"Member must satisfy constraint: [{', '.join(_all_constraints(shape.member))}]"
    elif shape.type_name == "map":
        if any(any(_violated(shape.key, key)) for key in value):
            yield f"Map keys must satisfy constraint: [{', '.join(_all_constraints(shape.key))}]"
        if any(item is None or any(_violated(shape.value, item)) for item in value.values()):
            yield f"Map value must satisfy constraint: [{', '.join(_all_constraints(shape.value))}]"


def _violated_range(shape: Shape, size: float, verb: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield f"Member must {verb} greater than or equal to {low}"
    if high is not None and size > high:
        yield f"Member must {verb} less than or equal to {high}"


def _violated_text(shape: Shape, value: str) -> Iterator[str]:
    pattern, choices = shape.metadata.get("pattern"), shape.metadata.get("enum")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield f"Member must satisfy regular expression pattern: {pattern}"
    if choices and value not in choices:
        yield f"Member must satisfy enum value set: [{', '.join(choices)}]"


def _all_constraints(shape: Shape) -> Iterator[str]:
    """All constraints of an element. Coral names them all when one is violated."""
    low, high, pattern, choices = (shape.metadata.get(key) for key in ("min", "max", "pattern", "enum"))
    if high is not None:
        yield f"Member must have length less than or equal to {high}"
    if low is not None:
        yield f"Member must have length greater than or equal to {low}"
    if pattern:
        yield f"Member must satisfy regular expression pattern: {pattern}"
    if choices:
        yield f"Member must satisfy enum value set: [{', '.join(choices)}]"
    yield "Member must not be null"


def _java_text(value: Any) -> str:
    """A value in the format of Java's `toString`."""
    if isinstance(value, bytes):
        return f"'java.nio.HeapByteBuffer[pos=0 lim={len(value)} cap={len(value)}]'"
    if isinstance(value, list):
        return f"'[{', '.join('null' if item is None else str(item) for item in value)}]'"
    if isinstance(value, dict):
        return "'{" + ", ".join(f"{key}={'null' if item is None else item}" for key, item in value.items()) + "}'"
    return f"'{value}'"


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:]


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    r"""Compiled with `regex`, because `re` does not support the \p{L} of the model's patterns."""
    return regex.compile(pattern)
