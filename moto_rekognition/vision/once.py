"""Values that take long to make: each is made once, and kept while there is room."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

from cachetools import LRUCache


class Weighed(Protocol):
    """Something that tells how much memory it holds."""

    @property
    def weight(self) -> int:
        """Bytes held."""


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Weighed)


class Once(Generic[Key, Value]):
    """A cache of at most `capacity` bytes. Who asks for a value that is being made waits for it."""

    def __init__(self, capacity: int) -> None:
        self._kept: LRUCache[Key, Value] = LRUCache(capacity, getsizeof=lambda value: value.weight)
        self._making: dict[Key, Future[Value]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of `key`, made by `make` when it is not there.

        Raises what `make` raises, and then keeps nothing.
        """
        with self._lock:
            if (value := self._kept.get(key)) is not None:
                return value
            future = self._making.get(key)
            mine = future is None
            if future is None:
                future = self._making[key] = Future()
        if not mine:
            return future.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            future.set_exception(error)
            raise
        with self._lock:
            del self._making[key]
            if value.weight <= self._kept.maxsize:
                self._kept[key] = value
        future.set_result(value)
        return value
