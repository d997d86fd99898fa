"""Page tokens: opaque, bound to their operation and parameters, stable when entries are added or deleted."""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from moto.moto_api._internal import mock_random

from moto_rekognition.rekognition.exceptions import InvalidPaginationTokenException

#: Tokens kept per account and region; the oldest is forgotten first.
KEPT = 10_000


@dataclass(frozen=True)
class Query:
    """The operation and parameters that a token is valid for.

    collection_id: None for an operation on all collections. filters: other parameters that select entries, for JSON.
    """

    operation: str
    collection_id: str | None = None
    filters: Any = None

    @cached_property
    def digest(self) -> bytes:
        """SHA-256, because a filter can have thousands of ids, and thousands of tokens can be kept."""
        return hashlib.sha256(json.dumps([self.operation, self.collection_id, self.filters]).encode()).digest()


@dataclass(frozen=True)
class _Cursor:
    query: bytes
    collection_id: str | None
    after: str


@dataclass
class PageTokens:
    """The issued tokens.

    A token stores the last key of its page, not an offset. So entries that are added or deleted between two pages do
    not make other entries appear twice or not at all.
    """

    _cursors: OrderedDict[str, _Cursor] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def page(
        self, query: Query, keys: Sequence[str], limit: int, token: str | None
    ) -> tuple[Sequence[str], str | None]:
        """The keys of one page, and the token of the next page if there is one.

        keys: ascending. Raises InvalidPaginationTokenException for a token that was not issued for this query.
        """
        start = bisect_right(keys, self._after(query, token)) if token else 0
        page = keys[start : start + limit]
        if start + limit >= len(keys):
            return page, None
        return page, self._issue(_Cursor(query.digest, query.collection_id, page[-1]))

    def forget(self, collection_id: str) -> None:
        """Forget the tokens of a deleted collection."""
        with self._lock:
            for token in [token for token, cursor in self._cursors.items() if cursor.collection_id == collection_id]:
                del self._cursors[token]

    def _after(self, query: Query, token: str) -> str:
        cursor = self._cursors.get(token)
        if cursor is None or cursor.query != query.digest:
            raise InvalidPaginationTokenException
        return cursor.after

    def _issue(self, cursor: _Cursor) -> str:
        token = base64.b64encode(mock_random.getrandbits(384).to_bytes(48, "big")).decode()
        with self._lock:
            self._cursors[token] = cursor
            if len(self._cursors) > KEPT:
                self._cursors.popitem(last=False)
        return token
