"""`fault`: lets an operation fail or be slow."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from numbers import Integral
from typing import Any

from moto_rekognition.outcomes.fields import is_number, require_text
from moto_rekognition.outcomes.scope import Outcome, Outcomes, current
from moto_rekognition.outcomes.timing import clock, duration
from moto_rekognition.service_model import service_model

#: The largest number of calls, and the largest seed.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Failure:
    """An error to raise. message: its text; None for the service's text."""

    error: str
    message: str | None


@dataclass(eq=False)
class Fault(Outcome):
    """What `fault` returns.

    calls: the calls that were counted. raised: those among them that the fault applied to.
    """

    operation: str
    error: str | None
    times: int | None
    after: int
    rate: float
    seed: int
    latency: float
    message: str | None
    account: str | None
    region: str | None
    calls: int = field(default=0, init=False)
    raised: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def _registry(self, outcomes: Outcomes) -> list[Fault]:
        return outcomes.faults

    def _copy(self) -> Fault:
        return Fault(
            self.operation, self.error, self.times, self.after, self.rate, self.seed, self.latency, self.message,
            self.account, self.region,
        )  # fmt: skip

    def __str__(self) -> str:
        return f"fault({self.operation!r}, {self.error!r})"

    def concerns(self, operation: str, account: str, region: str) -> bool:
        return self.operation in (operation, "*") and self.account in (account, None) and self.region in (region, None)

    def applies(self) -> bool:
        """Count a call. Returns whether the fault applies to it."""
        self.calls += 1
        if self.calls <= self.after or self.raised == self.times or self._random.random() >= self.rate:
            return False
        self.raised += 1
        return True


def fault(
    operation: str,
    error: str | None = None,
    *,
    times: int | None = None,
    after: int = 0,
    rate: float = 1.0,
    seed: int = 0,
    latency: float = 0.0,
    message: str | None = None,
    account: str | None = None,
    region: str | None = None,
) -> Fault:
    """Make an operation fail or be slow, although the request is valid.

        fault("SearchFacesByImage", "ProvisionedThroughputExceededException", times=2)      # then it works
        fault("IndexFaces", "InternalServerError", rate=0.1, seed=7)
        fault("*", latency=0.2)

    operation: its name; "*" for all. error: an exception that the service's model has for the operation; it gets the
    service's text and status. None: the operation succeeds after the latency.
    times: how many calls it applies to; None: all. after: how many calls succeed first. rate: the fraction of the later
    calls that it applies to, 0..1. The same seed selects the same calls.
    latency: seconds before such a call is answered, on `clock`.
    message: replaces the text. account, region: it applies only there.

    Faults apply to valid requests, before the operation does anything, in the order of declaration. The first one that
    raises ends the call. So two faults with `times=1` apply to two calls.

    It is in force until the mock ends or `withdraw()` is called; `with fault(...):` for a block, `@fault(...)` for the
    calls of a function. Raises TypeError or ValueError, saying what is allowed.
    """
    _check_names(operation, error)
    if error is None and not latency:
        raise TypeError(f"fault({operation!r}): say the error to raise, a latency, or both")
    if times is not None:
        _count("times", times, 1)
    _count("after", after, 0)
    if not is_number(rate) or not 0 <= rate <= 1:
        raise ValueError(f"rate={rate!r}: give a share from 0 to 1")
    if not _is_whole(seed) or abs(seed) > LARGEST:
        raise ValueError(f"seed={seed!r}: give a whole number, {LARGEST} at most")
    latency = duration("latency", latency)
    for name, text in (("message", message), ("account", account), ("region", region)):
        if text is not None:
            require_text(name, text)
    times = None if times is None else int(times)
    return Fault(
        operation, error, times, int(after), float(rate), int(seed), latency, message, account, region
    ).enforce()


def inject(operation: str, account: str, region: str) -> Failure | None:
    """Apply the declared faults to a call: wait for their latency, then return the error to raise, if any."""
    outcomes = current()
    if not outcomes.faults:
        return None
    latency, raising = 0.0, None
    with outcomes.lock:
        for candidate in outcomes.faults:
            if candidate.concerns(operation, account, region) and candidate.applies():
                latency += candidate.latency
                if candidate.error is not None:
                    raising = candidate
                    break
    if latency:
        clock.sleep(latency)
    return None if raising is None or raising.error is None else Failure(raising.error, raising.message)


def _check_names(operation: str, error: str | None) -> None:
    operations = service_model().operation_names
    if operation != "*" and operation not in operations:
        raise ValueError(f"{operation!r} is no operation of Rekognition{_hint(operation, operations)}")
    if error is None:
        return
    chosen = operations if operation == "*" else [operation]
    errors = {shape.name for name in chosen for shape in service_model().operation_model(name).error_shapes}
    if error not in sorted(errors):  # a list, because `error` need not be hashable
        raise ValueError(
            f"{operation} does not raise {error!r}{_hint(error, errors)} It raises {', '.join(sorted(errors))}."
        )


def _hint(name: Any, allowed: Iterable[str]) -> str:
    close = get_close_matches(str(name), list(allowed), 1)
    return f", did you mean {close[0]!r}?" if close else "."


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _count(name: str, value: Any, least: int) -> None:
    if not _is_whole(value) or not least <= value <= LARGEST:
        raise ValueError(f"{name}={value!r}: give a number of calls, {least} or more")
