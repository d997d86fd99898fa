"""Numbers as the service writes them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_rekognition import declare, face
from moto_rekognition.rekognition.protocol.wire import compact, float32
from tests.service.conftest import RawPost


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2.798629575408995e-4, "2.798629575408995E-4"),
        (1.3647630112245679e-5, "1.3647630112245679E-5"),
        (0.0001, "1.0E-4"),
        (-0.0005, "-5.0E-4"),
        (1e-45, "1.0E-45"),
        (1.569444828274e9, "1.569444828274E9"),
        (10_000_000.0, "1.0E7"),
        (-12_345_678.5, "-1.23456785E7"),
        (1e22, "1.0E22"),
        (3.4028234663852886e38, "3.4028234663852886E38"),
        (0.001, "0.001"),
        (9_999_999.5, "9999999.5"),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (100.0, "100.0"),
        (20_000_000, "20000000"),
        (0, "0"),
    ],
)
def test_numbers_are_written_as_java_does(number: float, written: str) -> None:
    assert compact({"N": number}) == f'{{"N":{written}}}'


TEXT = st.text(st.sampled_from('0.001e-45"\\:,{}[]aé\U0001f600'), max_size=12)
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(st.dictionaries(TEXT, st.recursive(NUMBERS | TEXT | st.booleans(), lambda v: st.lists(v, max_size=4))))
def test_what_is_written_is_read_back_the_same(answer: dict[str, Any]) -> None:
    assert json.loads(compact(answer)) == answer


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_scientific_notation_begins_below_a_thousandth_and_at_ten_millions(number: float) -> None:
    written = compact({"N": number})[5:-1]

    assert Decimal(written) == Decimal(repr(number))
    assert ("E" in written) == (number != 0 and not 1e-3 <= abs(number) < 1e7)
    assert "." in written


@pytest.mark.evidence("verified")
def test_small_numbers_of_an_answer_are_in_scientific_notation(raw: RawPost) -> None:
    box = {"Left": 0.0002, "Top": 0.5, "Width": 0.25, "Height": 0.25}
    with declare(faces=[face(bounding_box=box, pose={"yaw": -0.00003})]):
        reply = raw("DetectFaces", {"Image": {"Bytes": "YQ=="}})

    assert '"Left":1.9999999494757503E-4,"Top":0.5' in reply.text
    assert '"Yaw":-2.9999999242136255E-5' in reply.text
    assert reply.body["FaceDetails"][0]["BoundingBox"]["Left"] == float32(0.0002)


@pytest.mark.evidence("assumed")
def test_a_timestamp_is_a_double_too(raw: RawPost, people: str) -> None:
    assert '"CreationTimestamp":1.' in raw("DescribeCollection", {"CollectionId": people}).text
