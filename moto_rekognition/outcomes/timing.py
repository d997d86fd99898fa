"""The clock of the running mock, which a test can stop and advance, and the declared lag of the service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from moto_rekognition.outcomes.fields import is_number
from moto_rekognition.outcomes.scope import Outcome, Outcomes, current

#: The longest duration, in seconds: about 31 years. float64 still resolves microseconds.
LONGEST = 1e9


class Clock:
    """The time of the running mock: real time, unless a test stops or advances it."""

    def now(self) -> float:
        """Seconds since an arbitrary start, as `time.monotonic`."""
        outcomes = current()
        with outcomes.lock:
            stopped = outcomes.stopped_at
            return outcomes.clock_offset + (time.monotonic() if stopped is None else stopped)

    def stop(self) -> None:
        """Stop the time. Only `advance` and the latency of faults advance it then; both take no real time."""
        outcomes = current()
        with outcomes.lock:
            if outcomes.stopped_at is None:
                outcomes.stopped_at = time.monotonic()

    def start(self) -> None:
        """Let real time pass again, from the current time on."""
        outcomes = current()
        with outcomes.lock:
            if outcomes.stopped_at is not None:
                outcomes.clock_offset += outcomes.stopped_at - time.monotonic()
                outcomes.stopped_at = None
            waiting = [moment for moment, _ in outcomes.alarms]
        for moment in waiting:
            self._wait_for(moment)

    @contextmanager
    def stopped(self) -> Iterator[Clock]:
        """Stopped for the block: `with clock.stopped(): ...`."""
        was_running = self.running
        self.stop()
        try:
            yield self
        finally:
            if was_running:  # not within another such block
                self.start()

    @property
    def running(self) -> bool:
        return current().stopped_at is None

    def advance(self, seconds: float) -> None:
        """Advance the time by `seconds`. What is due by then happens before the call returns."""
        passed = duration("advance", seconds)
        outcomes = current()
        with outcomes.lock:
            outcomes.clock_offset += passed
        self._act()

    def call_at(self, moment: float, act: Callable[[], None]) -> None:
        """Call `act` once at the time `moment`, in the thread that advances the clock or in a new thread.

        A reset and the end of the mock cancel it.
        """
        outcomes = current()
        with outcomes.lock:
            outcomes.alarms.append((moment, act))
        if self.running:
            self._wait_for(moment)

    def _wait_for(self, moment: float) -> None:
        timer = threading.Timer(max(0.0, moment - self.now()), self._act)
        timer.daemon = True
        timer.start()

    def _act(self) -> None:
        """Call what is due. After a reset, a timer of the old outcomes finds the new ones, where nothing is due."""
        outcomes, now = current(), self.now()
        with outcomes.lock:
            due = [alarm for alarm in outcomes.alarms if alarm[0] <= now]
            outcomes.alarms = [alarm for alarm in outcomes.alarms if alarm[0] > now]
        for _, act in sorted(due, key=lambda alarm: alarm[0]):
            act()

    def sleep(self, seconds: float) -> None:
        """Wait; if the clock is stopped, advance it instead."""
        seconds = min(seconds, LONGEST)
        if self.running:
            time.sleep(seconds)
        else:
            self.advance(seconds)


clock = Clock()


@dataclass(eq=False)
class Lag(Outcome):
    """What `lag` returns."""

    faces: float
    users: float
    collections: float
    jobs: float

    def _registry(self, outcomes: Outcomes) -> list[Lag]:
        return outcomes.lags

    def _copy(self) -> Lag:
        return Lag(self.faces, self.users, self.collections, self.jobs)


def lag(*, faces: float = 0.0, users: float = 0.0, collections: float = 0.0, jobs: float = 0.0) -> Lag:
    """Make the service eventually consistent and its jobs slow, as on AWS.

    faces: seconds for which searches do not find a new face.
    users: seconds for which a user whose faces changed is UPDATING.
    collections: seconds for which operations do not find a new collection. Creating it again fails during this time.
    jobs: seconds for which a video job is IN_PROGRESS.

    It applies to changes from now on; the latest lag applies. Time is that of `clock`.
    Raises TypeError or ValueError for an invalid duration.
    """
    return Lag(
        duration("faces", faces),
        duration("users", users),
        duration("collections", collections),
        duration("jobs", jobs),
    ).enforce()


def current_lag() -> Lag:
    """The lag that applies now."""
    lags = current().lags
    return lags[-1] if lags else Lag(0.0, 0.0, 0.0, 0.0)


def duration(name: str, seconds: float) -> float:
    """`seconds` as a float. Raises TypeError or ValueError unless it is a number from 0 to `LONGEST`."""
    if not is_number(seconds):
        raise TypeError(f"{name}={seconds!r}: give seconds")
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"{name}={seconds!r}: give seconds, 0 or more, {LONGEST:.0f} at most")
    return float(seconds)
