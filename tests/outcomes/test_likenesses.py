"""Chains of likeness: as long as a test wants them, in any order, and refused where they are made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from moto_rekognition import declare, face
from moto_rekognition.outcomes.declarations import listing, observe
from moto_rekognition.outcomes.likenesses import Likenesses
from moto_rekognition.vision import descriptors

FACE_ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def mock() -> Iterator[None]:
    with mock_aws():
        yield


def content(name: Any) -> bytes:
    return f"picture of {name}".encode()


def similarity(one: Any, other: Any) -> float:
    """How alike two declared people are, each alone in a picture of their own."""
    descriptor = descriptors.get()
    vectors = []
    for name in (one, other):
        observation = observe(content(name), hashlib.sha256(content(name)).digest(), None, lambda *_: None)
        assert observation is not None
        vectors.append(observation.vector(observation.faces[0], descriptor))
    return float(descriptor.similarity([vectors[0] @ vectors[1]])[0])


@pytest.mark.parametrize("order", [1, -1], ids=["known people first", "known people last"])
def test_a_chain_may_be_a_thousand_people_long(order: int) -> None:
    people = [(declare_key(n), [face(str(n), like={str(n - 1): 90})]) for n in range(1, 1001)]
    for what, faces in people[::order]:
        declare(what, faces)
    declare(content(1000), [face("1000")])
    declare(content(999), [face("999")])

    assert similarity(1000, 999) == pytest.approx(90, abs=0.01)


def declare_key(n: int) -> str:
    return f"people/{n}"


def test_people_may_each_resemble_the_two_before() -> None:
    for n in range(2, 202):
        declare(content(n), [face(str(n), like={str(n - 1): 60, str(n - 2): 30})])

    assert similarity(201, 200) == pytest.approx(60, abs=0.01)
    assert similarity(201, 199) == pytest.approx(30, abs=0.01)


def test_people_may_each_resemble_the_next_two() -> None:
    for n in range(40):
        declare(content(n), [face(str(n), like={str(n + 1): 60, str(n + 2): 30})])

    assert similarity(0, 1) == pytest.approx(60, abs=0.01)
    assert similarity(0, 2) == pytest.approx(30, abs=0.01)


def test_a_circle_of_any_length_is_refused() -> None:
    for n in range(500):
        declare(content(n), [face(str(n), like={str(n + 1): 90})])
    with pytest.raises(ValueError, match="'500' is like '0' is like '1'"):
        declare(content(500), [face("500", like={"0": 90})])
    assert listing().count("\n") == 499


def test_what_makes_an_earlier_likeness_impossible_is_refused_and_not_declared() -> None:
    declare(content("bob"), [face("bob", like={"ada": 99.95})])
    declare(content("eve"), [face("eve", like={"ada": 99.95, "bob": 99.95})])
    with pytest.raises(ValueError, match="too unlike each other"):
        declare(b"another picture", [face("bob", like={"ada": 1})])
    assert similarity("eve", "bob") == pytest.approx(99.95, abs=0.01)


def test_a_face_without_a_name_is_checked_where_it_is_declared_and_again_with_later_ones() -> None:
    with pytest.raises(ValueError, match="too unlike each other"):
        declare(b"one", [face(like={"ada": 99.95, "bob": 99.95})])
    declare(b"two", [face("ada", like={"bob": 99.95})])
    declare(b"three", [face(like={"ada": 99.95, "bob": 99.95})])


def test_likenesses_that_lead_to_a_stored_face_wait_for_it() -> None:
    declare(b"one", [face("ada", like={FACE_ID: 90})])
    declare(b"two", [face("eve", like={"ada": 50, "bob": 40})])
    assert listing().count("\n") == 1


def test_a_withdrawn_likeness_holds_no_longer() -> None:
    declare(content("ada"), [face("ada")])
    declare(content("eve"), [face("eve")])
    with declare(b"together", [face("eve", like={"ada": 90})]):
        assert similarity("eve", "ada") == pytest.approx(90, abs=0.01)
    assert similarity("eve", "ada") < 10


def test_the_latest_likeness_of_two_counts() -> None:
    declare(content("ada"), [face("ada")])
    declare(content("eve"), [face("eve", like={"ada": 90})])
    assert similarity("eve", "ada") == pytest.approx(90, abs=0.01)
    declare(content("eve"), [face("eve", like={"ada": 40})])
    assert similarity("eve", "ada") == pytest.approx(40, abs=0.01)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda e: e[0] != e[1])))
def test_dependencies_come_before_what_depends_on_them(edges: list[tuple[str, str]]) -> None:
    likenesses = Likenesses()
    for one, other in edges:
        with suppress(ValueError):
            likenesses = likenesses.extended([(one, {other: 50.0})])
    order = likenesses.dependencies("abcdef")
    assert sorted(order) == list("abcdef")
    for name in order:
        assert all(order.index(other) < order.index(name) for other in likenesses.of(name))
        assert all(name in likenesses.dependents([other]) for other in likenesses.of(name))
