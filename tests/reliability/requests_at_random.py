"""Requests that no SDK sends: made from botocore's model and from chance."""

from __future__ import annotations

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import Shape

from moto_rekognition.service_model import service_model
from tests.reliability.damage import originals

FACE_ID = "11111111-2222-4333-8444-555555555555"
ARN = "arn:aws:rekognition:us-east-1:123456789012"

#: Shape -> a value that fits it; other strings are "abc".
SAMPLES: dict[str, Any] = {
    "CollectionId": "people",
    "UserId": "ada",
    "FaceId": FACE_ID,
    "LivenessSessionId": FACE_ID,
    "Version": "1.0.0",
    "ResourceArn": f"{ARN}:collection/people",
    "ProjectArn": f"{ARN}:project/p/1",
    "ProjectVersionArn": f"{ARN}:project/p/version/v/1",
    "ProjectVersionId": f"{ARN}:project/p/version/v/1",
    "DatasetArn": f"{ARN}:project/p/dataset/train/1",
    "RoleArn": "arn:aws:iam::123456789012:role/r",
    "SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:topic",
    "KinesisVideoArn": "arn:aws:kinesisvideo:us-east-1:123456789012:stream",
    "KinesisDataArn": "arn:aws:kinesis:us-east-1:123456789012:stream",
    "ProjectPolicyRevisionId": "0A",
    "KinesisVideoStreamFragmentNumber": "1",
    "PaginationToken": None,
    "ExtendedPaginationToken": None,
}

#: What any value may be instead.
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, 0.5, -0.0, 1e-320, 1e39, 1e308, "", " ", "\0", "a" * 300),
    *("\ud800", "ünïcödé", "日本", "\u202e", "../../etc/passwd", "a\r\nX-Header: b", "{}", "[]", "null", "NaN", "-1"),
    *([], {}, [None], [[]], [{}], {"": None}, {"a": {"b": {}}}, ["x"] * 5000, list(range(300)), [{"a": 1}] * 300),
    *({str(n): n for n in range(300)}, {"Bytes": "YQ=="}, {"S3Object": {}}, {"Bytes": None, "S3Object": None}, "YQ"),
)


def sample(shape: Shape, chance: random.Random, depth: int = 0) -> Any:
    """A value that mostly fits a shape; None for what is better left out."""
    if shape.name in SAMPLES:
        return SAMPLES[shape.name]
    if shape.type_name == "structure":
        if shape.name == "Image":
            return {"Bytes": base64.b64encode(chance.choice([*originals().values()])).decode()}
        members = {
            name: sample(member, chance, depth + 1)
            for name, member in shape.members.items()
            if name in shape.required_members or (depth < 3 and chance.random() < 0.3)
        }
        return {name: value for name, value in members.items() if value is not None}
    if shape.type_name == "list":
        return [sample(shape.member, chance, depth + 1) for _ in range(chance.randrange(1, 3))] if depth < 5 else []
    if shape.type_name == "map":
        return {"key": sample(shape.value, chance, depth + 1)}
    if shape.type_name == "string":
        return chance.choice(shape.enum) if getattr(shape, "enum", None) else "abc"
    return {"blob": "YQ==", "boolean": True, "float": 50.0, "double": 50.0}.get(shape.type_name, 1)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _paths(item, (*path, key))


def with_odd_value(request: dict[str, Any], chance: random.Random) -> Any:
    """The request with another value somewhere in it."""
    changed = copy.deepcopy(request)
    path = chance.choice([*_paths(changed)])
    odd = chance.choice(ODD)
    if not path:
        return odd if chance.random() < 0.2 else {**changed, chance.choice(("CollectionId", "Image", "x", "")): odd}
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = odd
    return changed


def _text(request: Any) -> str:
    return json.dumps(request, ensure_ascii=True)


def _nested(text: str, chance: random.Random) -> bytes:
    """Something nested deeply where a value was."""
    opened, closed = chance.choice((("[", "]"), ('{"a":', "}")))
    depth = chance.choice((50, 500, 5_000, 100_000))
    return text.replace(": ", f": {opened * depth}1{closed * depth}, ", 1).encode()


def _odd_number(text: str, chance: random.Random) -> bytes:
    number = chance.choice(
        ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 400, "1" * 5000, "0x1", "01", "1.")
    )
    return text.replace(": ", f": {number}, ", 1).encode() if ": " in text else number.encode()


def _bad_encoding(text: str, chance: random.Random) -> bytes:
    content = bytearray(text.encode())
    place = chance.randrange(len(content) + 1)
    return bytes(content[:place]) + chance.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\0", b"\x80")) + content[place:]


def _other_encoding(text: str, chance: random.Random) -> bytes:
    return text.encode(chance.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7")))


def _cut(text: str, chance: random.Random) -> bytes:
    return text.encode()[: chance.randrange(len(text) + 1)]


def _repeated(text: str, chance: random.Random) -> bytes:
    return (text + chance.choice(("", ",", "\n")) + text).encode()


def _no_json(text: str, chance: random.Random) -> bytes:
    return chance.choice((b"", b"null", b"[]", b'"text"', b"1", b"a=b&c=d", b"<xml/>", chance.randbytes(100)))


SPOILINGS: tuple[Callable[[str, random.Random], bytes], ...] = (
    *(_nested, _odd_number, _bad_encoding, _other_encoding, _cut, _repeated, _no_json),
)


def spoiled(request: dict[str, Any], chance: random.Random) -> bytes:
    """The body of a request that is probably wrong in some way. One in five is left as it is."""
    if chance.random() < 0.2:
        return _text(request).encode()
    if chance.random() < 0.6:
        changed: Any = request
        for _ in range(chance.choice((1, 1, 2, 4))):
            changed = with_odd_value(changed if isinstance(changed, dict) else request, chance)
        return _text(changed).encode()
    return chance.choice(SPOILINGS)(_text(request), chance)


def requests_of(operation: str, count: int, seed: int) -> Iterator[bytes]:
    """Bodies for an operation."""
    chance = random.Random(f"{operation} {seed}")
    shape = service_model().operation_model(operation).input_shape
    for _ in range(count):
        yield spoiled(sample(shape, chance) if shape else {}, chance)
