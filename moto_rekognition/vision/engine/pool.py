"""A few instances of the native tasks, so that requests running at the same time use every core."""

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


class Pool(Generic[T]):
    """Lends instances made by `make`: never one to two threads at a time, never more than `size` of them.

    A forked child has none of the parent's native threads, so that the parent's instances would never answer there: it
    makes its own. Forking waits until no instance is at work, because the native side may hold locks meanwhile.
    """

    def __init__(self, make: Callable[[], T], size: int | None = None) -> None:
        self._make = make
        self._size = size or min(4, os.cpu_count() or 1)
        self._inherited: list[T] = []
        self._reset()
        _pools.append(self)

    def _reset(self) -> None:
        self._idle: queue.LifoQueue[T] = queue.LifoQueue()
        self._made: list[T] = []
        self._lock = threading.RLock()

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

    def begin(self) -> None:
        """Make the first instance, if there is none yet. Raises what making it raises."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
                self._idle.put(self._made[0])

    def close(self) -> None:
        """Close every instance, while none is lent.

        A task of MediaPipe 1.x that is left to the garbage collector can deadlock.
        """
        with self._lock:
            while self._made:
                self._made.pop().close()
            self._idle = queue.LifoQueue()

    def hold(self) -> None:
        """Wait until every instance is idle, and lend none until `release`."""
        self._lock.acquire()
        self._held = [self._idle.get() for _ in self._made]

    def release(self) -> None:
        """End what `hold` began."""
        for instance in self._held:
            self._idle.put(instance)
        self._lock.release()

    def abandon(self) -> None:
        """Forget every instance in a forked child. They cannot be closed there, and their `__del__` would try to."""
        self._inherited += self._made
        self._reset()


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


def _each(act: Callable[[Pool[Any]], None]) -> Callable[[], None]:
    def each() -> None:
        for pool in _pools:
            act(pool)

    return each


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(
        before=_each(Pool.hold), after_in_parent=_each(Pool.release), after_in_child=_each(Pool.abandon)
    )
