"""The time of the running mock, which a test can stop and move; and how far the service lags behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from moto_rekognition.outcomes.scope import Outcome, Outcomes, current

#: The longest duration, in seconds: about 31 years. Times this large still tell microseconds apart.
LONGEST = 1e9


class Clock:
    """Time as the running mock knows it: real time, until a test stops or moves it."""

    def now(self) -> float:
        """Seconds since some moment, as `time.monotonic`."""
        outcomes = current()
        with outcomes.lock:
            stopped = outcomes.stopped_at
            return outcomes.clock_offset + (time.monotonic() if stopped is None else stopped)

    def stop(self) -> None:
        """From now on time passes only by `advance` and by the latency of faults, which then takes no real time."""
        outcomes = current()
        with outcomes.lock:
            if outcomes.stopped_at is None:
                outcomes.stopped_at = time.monotonic()

    def start(self) -> None:
        """Let time pass by itself again, from where it stands."""
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
        self.stop()
        try:
            yield self
        finally:
            self.start()

    @property
    def running(self) -> bool:
        return current().stopped_at is None

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once. What is due by then happens before it returns."""
        duration("advance", seconds)
        outcomes = current()
        with outcomes.lock:
            outcomes.clock_offset += seconds
        self._act()

    def call_at(self, moment: float, act: Callable[[], None]) -> None:
        """Call `act` once when it is `moment`: in the thread that advances the clock, or in one of its own.

        It is forgotten when the mock ends or is reset.
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
        """Call what is due. Somebody else's clock may have replaced the one that a timer was set for."""
        outcomes, now = current(), self.now()
        with outcomes.lock:
            due = [alarm for alarm in outcomes.alarms if alarm[0] <= now]
            outcomes.alarms = [alarm for alarm in outcomes.alarms if alarm[0] > now]
        for _, act in sorted(due, key=lambda alarm: alarm[0]):
            act()

    def sleep(self, seconds: float) -> None:
        """Wait, or, when the clock is stopped, let the time pass at once."""
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
    """Make the service eventually consistent, and its jobs slow, as the real ones are.

    faces: seconds for which a face that was indexed is not found by searches.
    users: seconds for which a user whose faces changed is UPDATING.
    collections: seconds for which a new collection is found by no operation. It cannot be created again meanwhile.
    jobs: seconds for which a video job is IN_PROGRESS.

    It holds for what is written from now on; the latest lag counts. Time is that of `clock`.
    Raises TypeError or ValueError for what is not a duration.
    """
    return Lag(
        duration("faces", faces),
        duration("users", users),
        duration("collections", collections),
        duration("jobs", jobs),
    ).enforce()


def current_lag() -> Lag:
    """The lag that counts now."""
    lags = current().lags
    return lags[-1] if lags else Lag(0.0, 0.0, 0.0, 0.0)


def duration(name: str, seconds: float) -> float:
    """`seconds`, if it is a duration. Raises TypeError or ValueError when it is none, or longer than `LONGEST`."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{name}={seconds!r}: give seconds")
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"{name}={seconds!r}: give seconds, 0 or more, {LONGEST:.0f} at most")
    return float(seconds)
