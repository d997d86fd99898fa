"""Reads the JSON of a request. Its images are long base64, which `json` reads character by character."""

from __future__ import annotations

import binascii
import json
from typing import Any

import pybase64

#: The member that images are in.
_NAME = b'"Bytes"'
#: What stands for an image while the rest is read.
_MARK = "image taken out "
#: For a shorter body, in bytes, to take images out takes no less time than to read them.
_LONG = 4096


class Base64(str):
    """A string that is valid base64. content: what it encodes."""

    content: bytes


def read(body: bytes | str) -> Any:
    """As `json.loads`, with images as Base64 where they were found; {} for an empty body.

    Raises ValueError, also for NaN and infinities, or RecursionError.
    """
    images: dict[str, Base64] = {}
    if isinstance(body, bytes) and len(body) >= _LONG:
        body, images = _without_images(body)
    text = body.decode() if isinstance(body, bytes) else body
    if not text.strip():
        return {}

    def put_back(members: dict[str, Any]) -> dict[str, Any]:
        value = members.get("Bytes")
        if isinstance(value, str) and value in images:
            members["Bytes"] = images[value]
        return members

    return json.loads(text, parse_constant=_refuse_constant, object_hook=put_back if images else None)


def _without_images(body: bytes) -> tuple[bytes, dict[str, Base64]]:
    """The body with marks in the place of its images, and mark -> image; unchanged where that could read otherwise.

    Without backslashes, every second quote begins a string: so what is found is the name of a member, and its value.
    """
    unchanged: tuple[bytes, dict[str, Base64]] = body, {}
    if b"\\" in body:
        return unchanged
    images: dict[str, Base64] = {}
    parts: list[bytes] = []
    quotes = position = 0
    while (name := body.find(_NAME, position)) >= 0:
        quotes += body.count(b'"', position, name)
        start = body.find(b'"', name + len(_NAME)) + 1
        end = body.find(b'"', start)
        if quotes % 2 or not start or end < 0 or body[name + len(_NAME) : start - 1].strip() != b":":
            return unchanged
        try:
            image = Base64(body[start:end], "ascii")
            image.content = pybase64.b64decode(image, validate=True)
        except (binascii.Error, ValueError):
            return unchanged
        mark = f"{_MARK}{len(images)}"
        images[mark] = image
        parts += body[position:start], mark.encode()
        position = end
        quotes += 3  # those of the name, and the first of the value
    rest = b"".join([*parts, body[position:]])
    return (rest, images) if rest.count(_MARK.encode()) == len(images) else unchanged


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
