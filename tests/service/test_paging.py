"""Pages: each entry once and in order, whatever comes and goes between them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moto_rekognition.rekognition.exceptions import InvalidPaginationTokenException
from moto_rekognition.rekognition.protocol.paging import KEPT, PageTokens

KEYS = st.sets(st.text("abc", min_size=1, max_size=4), max_size=30)


def listed(tokens: PageTokens, states: list[set[str]], limit: int) -> list[str]:
    """All pages; the list is in the next of `states` at each of them, and stays in the last."""
    found: list[str] = []
    token, turn = None, 0
    while True:
        keys = sorted(states[min(turn, len(states) - 1)])
        page, token = tokens.page("q", keys, limit, token)
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
    tokens.page("q", ["a", "b"], 1, None)
    if token:
        with pytest.raises(InvalidPaginationTokenException):
            tokens.page("q", ["a", "b"], 1, token)


def test_a_token_can_be_used_again() -> None:
    tokens = PageTokens()
    _, token = tokens.page("q", ["a", "b"], 1, None)

    assert tokens.page("q", ["a", "b"], 1, token) == tokens.page("q", ["a", "b"], 1, token) == (["b"], None)


def test_old_tokens_are_forgotten_for_new_ones() -> None:
    tokens = PageTokens()
    given_out = [tokens.page("q", ["a", "b"], 1, None)[1] for _ in range(KEPT + 1)]

    with pytest.raises(InvalidPaginationTokenException):
        tokens.page("q", ["a", "b"], 1, given_out[0])
    assert tokens.page("q", ["a", "b"], 1, given_out[1]) == (["b"], None)
