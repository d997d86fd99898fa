"""Bodies with images are read as `json` reads them, but sooner."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_rekognition.rekognition.protocol import json_body

pytestmark = pytest.mark.evidence("assumed")

NAMES = st.sampled_from(["Bytes", "Image", "Bytes ", "image taken out 0", "b\\Bytes", 'a"Bytes', ""])
STRINGS = st.one_of(
    st.binary(max_size=9).map(lambda content: base64.b64encode(content).decode()),
    st.sampled_from(["Bytes", "image taken out 0", "image taken out 1", ":", '"', '"Bytes"', "\\", "é", "QR==", "Q"]),
)
BODIES = st.recursive(
    st.one_of(STRINGS, st.integers(), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


@pytest.fixture(scope="module", autouse=True)
def short_bodies_too() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_body, "_LONG", 0)
        yield


def outcome(read: Any, body: bytes) -> Any:
    try:
        return read(body)
    except ValueError:
        return "an error"


@given(BODIES, st.booleans(), st.sampled_from([None, 1]))
def test_any_body_is_read_as_json_reads_it(content: Any, ascii_only: bool, indent: int | None) -> None:
    body = json.dumps(content, ensure_ascii=ascii_only, indent=indent).encode()
    assert json_body.read(body) == content


@given(st.dictionaries(NAMES, STRINGS, max_size=3), st.data())
def test_a_damaged_body_is_read_or_refused_as_json_does(content: dict[str, str], data: st.DataObject) -> None:
    body = bytearray(json.dumps({"Image": content}, ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + 1] = data.draw(st.sampled_from([b"", b'"', b":", b",", b"\xff", b"\n", b" ", b"\\", b"B"]))
        if not body:
            return
    plain = outcome(lambda body: json.loads(body.decode()) if body.strip() else {}, bytes(body))
    assert outcome(json_body.read, bytes(body)) == plain


@pytest.mark.parametrize(
    "repeated", ['"Bytes":"QUJD","Bytes":"x"', '"Bytes":"x","Bytes":"QUJD"', '"Bytes":"QUJD","Bytes":1']
)
def test_of_a_repeated_member_the_last_one_counts(repeated: str) -> None:
    assert json_body.read(f"{{{repeated}}}".encode()) == json.loads(f"{{{repeated}}}")


def test_what_an_image_encodes_is_at_hand() -> None:
    body = json.dumps({"SourceImage": {"Bytes": "QUJD"}, "TargetImage": {"Bytes": "REVG"}}).encode()
    read = json_body.read(body)
    assert (read["SourceImage"]["Bytes"].content, read["TargetImage"]["Bytes"].content) == (b"ABC", b"DEF")
