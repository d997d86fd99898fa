"""A few instances of an engine, so that requests running at the same time use every core."""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, Protocol, TypeVar


class Closable(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=Closable)


_pools: list[Pool[Any]] = []


@atexit.register
def _close_all() -> None:
    """Close what is still open when the interpreter exits.

    Registered before anything here imports MediaPipe, so that this comes after its own preparations for the exit:
    they make closing its tasks harmless. Were it imported earlier by others, its tasks could not be closed any more.
    """
    for pool in _pools:
        with contextlib.suppress(RuntimeError):
            pool.close()


class Pool(Generic[T]):
    """Lends instances made by `make`: never one to two threads at a time, never more than `size` of them."""

    def __init__(self, make: Callable[[], T], size: int | None = None) -> None:
        self._make = make
        self._size = size or min(4, os.cpu_count() or 1)
        self._idle: queue.LifoQueue[T] = queue.LifoQueue()
        self._made: list[T] = []
        self._lock = threading.Lock()
        _pools.append(self)

    @contextlib.contextmanager
    def lend(self) -> Iterator[T]:
        """An instance for the duration of the block."""
        instance = self._take()
        try:
            yield instance
        finally:
            self._idle.put(instance)

    def _take(self) -> T:
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        with self._lock:
            if len(self._made) < self._size:
                instance = self._make()
                self._made.append(instance)
                return instance
        return self._idle.get()

    def close(self) -> None:
        """Close every instance, while none is lent.

        A task of MediaPipe 1.x that is left to the garbage collector can deadlock.
        """
        with self._lock:
            while self._made:
                self._made.pop().close()
            self._idle = queue.LifoQueue()
