"""Pages: each entry once and in order, whatever comes and goes between them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.exceptions import InvalidPaginationTokenException
from moto_rekognition.rekognition.protocol.paging import KEPT, PageTokens, Query
from tests.service.scenes import Cosine, Person
from tests.service.test_collection_state import stored

Q = Query("ListFaces", "people")
KEYS = st.sets(st.text("abc", min_size=1, max_size=4), max_size=30)


def listed(tokens: PageTokens, states: list[set[str]], limit: int) -> list[str]:
    """All pages; the list is in the next of `states` at each of them, and stays in the last."""
    found: list[str] = []
    token, turn = None, 0
    while True:
        keys = sorted(states[min(turn, len(states) - 1)])
        page, token = tokens.page(Q, keys, limit, token)
        found.extend(page)
        turn += 1
        if token is None:
            return found


@given(keys=KEYS, limit=st.integers(1, 8))
def test_pages_put_together_are_the_list(keys: set[str], limit: int) -> None:
    assert listed(PageTokens(), [keys], limit) == sorted(keys)


@given(states=st.lists(KEYS, min_size=1, max_size=6), limit=st.integers(1, 8))
def test_what_stays_is_listed_once_while_others_come_and_go(states: list[set[str]], limit: int) -> None:
    found = listed(PageTokens(), states, limit)

    assert found == sorted(set(found))
    assert set.intersection(*states) <= set(found) <= set.union(*states)


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_a_made_up_token_is_refused(token: str) -> None:
    tokens = PageTokens()
    tokens.page(Q, ["a", "b"], 1, None)
    if token:
        with pytest.raises(InvalidPaginationTokenException):
            tokens.page(Q, ["a", "b"], 1, token)


def test_a_token_can_be_used_again() -> None:
    tokens = PageTokens()
    _, token = tokens.page(Q, ["a", "b"], 1, None)

    assert tokens.page(Q, ["a", "b"], 1, token) == tokens.page(Q, ["a", "b"], 1, token) == (["b"], None)


def test_old_tokens_are_forgotten_for_new_ones() -> None:
    tokens = PageTokens()
    given_out = [tokens.page(Q, ["a", "b"], 1, None)[1] for _ in range(KEPT + 1)]

    with pytest.raises(InvalidPaginationTokenException):
        tokens.page(Q, ["a", "b"], 1, given_out[0])
    assert tokens.page(Q, ["a", "b"], 1, given_out[1]) == (["b"], None)


def test_a_token_is_for_its_question_only() -> None:
    tokens = PageTokens()
    _, token = tokens.page(Query("ListFaces", "people", [None, ["a", "b"]]), ["a", "b"], 1, None)

    for other in (
        Q,
        Query("ListUsers", "people", [None, ["a", "b"]]),
        Query("ListFaces", "people", [None, ["a"]]),
    ):
        with pytest.raises(InvalidPaginationTokenException):
            tokens.page(other, ["a", "b"], 1, token)


def test_a_token_of_thousands_of_ids_takes_little_memory() -> None:
    tokens = PageTokens()
    tracemalloc.start()
    try:
        for n in range(100):
            ids = [f"{n:08d}-0000-4000-8000-{place:012d}" for place in range(4096)]
            tokens.page(Query("ListFaces", "people", [None, ids]), ["a", "b"], 1, None)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept < 100 * 8000 + 1_000_000  # the last list of ids is still there


def test_the_tokens_of_a_collection_go_with_it() -> None:
    tokens = PageTokens()
    _, gone = tokens.page(Q, ["a", "b"], 1, None)
    others = Query("ListFaces", "others")
    _, kept = tokens.page(others, ["a", "b"], 1, None)

    tokens.forget("people")

    with pytest.raises(InvalidPaginationTokenException):
        tokens.page(Q, ["a", "b"], 1, gone)
    assert tokens.page(others, ["a", "b"], 1, kept) == (["b"], None)


def test_a_page_of_a_million_entries_reads_few_of_them() -> None:
    class Keys(Sequence[str]):
        """A million keys that are made when they are read."""

        read = 0

        def __len__(self) -> int:
            return 1_000_000

        def __getitem__(self, place: Any) -> Any:
            places = range(len(self))[place]
            self.read += len(places) if isinstance(places, range) else 1
            return [f"{n:07}" for n in places] if isinstance(places, range) else f"{places:07}"

    tokens, keys = PageTokens(), Keys()
    page, token = tokens.page(Q, keys, 10, None)
    for _ in range(100):
        page, token = tokens.page(Q, keys, 10, token)

    assert page == [f"{n:07}" for n in range(1000, 1010)]
    assert keys.read < 101 * 40


def test_the_ids_of_a_collection_are_not_copied_for_a_page() -> None:
    collection = Collection("people", "arn", FaceModel("7.0"), Cosine())
    collection.add_faces([(stored("b"), Person("b").vector(64)), (stored("a"), Person("a").vector(64))])

    assert list(collection.face_ids()) == ["a", "b"]
    assert collection.face_ids() is collection.face_ids()
