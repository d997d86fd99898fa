"""Page tokens: opaque, bound to their operation and parameters, stable while others write."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from moto.moto_api._internal import mock_random

from moto_rekognition.rekognition.exceptions import InvalidPaginationTokenException

#: Tokens kept per account and region; the oldest is forgotten first.
KEPT = 10_000


@dataclass(frozen=True)
class _Cursor:
    question: Hashable
    after: str


@dataclass
class PageTokens:
    """The tokens that were given out.

    A token remembers the last key of its page rather than an offset: entries that come or go between two pages neither
    repeat nor hide others.
    """

    _cursors: OrderedDict[str, _Cursor] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def page(
        self, question: Hashable, keys: Sequence[str], limit: int, token: str | None
    ) -> tuple[Sequence[str], str | None]:
        """The keys of one page, and the token of the next one if there is one.

        question: the operation and the parameters that a token is bound to. keys: ascending.
        Raises InvalidPaginationTokenException for a token that was not given out for this question.
        """
        start = bisect_right(keys, self._after(question, token)) if token else 0
        page = keys[start : start + limit]
        more = start + limit < len(keys)
        return page, self._issue(_Cursor(question, page[-1])) if more else None

    def _after(self, question: Hashable, token: str) -> str:
        cursor = self._cursors.get(token)
        if cursor is None or cursor.question != question:
            raise InvalidPaginationTokenException
        return cursor.after

    def _issue(self, cursor: _Cursor) -> str:
        token = base64.b64encode(mock_random.getrandbits(384).to_bytes(48, "big")).decode()
        with self._lock:
            self._cursors[token] = cursor
            if len(self._cursors) > KEPT:
                self._cursors.popitem(last=False)
        return token
