"""Values that take long to make: each is made once, and kept while there is room."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

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
        _caches.add(self)

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

    def hold(self) -> None:
        """Let nobody in until `release`, so that a fork finds the cache in order."""
        self._lock.acquire()

    def release(self, in_child: bool = False) -> None:
        """End what `hold` began. A forked child has none of the threads that are making values."""
        if in_child:
            self._making.clear()
        self._lock.release()


_caches: WeakSet[Once[Any, Any]] = WeakSet()
_held: list[Once[Any, Any]] = []


def _hold() -> None:
    _held.extend(_caches)
    for cache in _held:
        cache.hold()


def _release(in_child: bool = False) -> None:
    while _held:
        _held.pop().release(in_child)


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=lambda: _release(in_child=True))
