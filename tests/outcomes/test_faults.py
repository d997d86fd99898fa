"""`fault` and the clock: which calls fail, when, and with which text."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pytest
from moto import mock_aws

from moto_rekognition import clock, fault, lag
from moto_rekognition.outcomes.faults import Failure, inject


@pytest.fixture(autouse=True)
def mock() -> Any:
    with mock_aws():
        yield


def call(operation: str = "IndexFaces", account: str = "123456789012", region: str = "us-east-1") -> Failure | None:
    return inject(operation, account, region)


def pattern(calls: int) -> str:
    """'x' for each call that fails, '.' for each that does not."""
    return "".join("x" if call() else "." for _ in range(calls))


def test_fails_every_call_of_its_operation_and_no_other() -> None:
    fault("IndexFaces", "InternalServerError")
    assert pattern(3) == "xxx"
    assert call("DetectFaces") is None


def test_times_and_after_bound_it() -> None:
    handle = fault("IndexFaces", "InternalServerError", times=2, after=1)
    assert pattern(5) == ".xx.."
    assert (handle.calls, handle.raised) == (5, 2)


def test_rate_is_a_share_and_the_seed_repeats_it() -> None:
    with fault("IndexFaces", "InternalServerError", rate=0.25, seed=3):
        first = pattern(400)
    with fault("IndexFaces", "InternalServerError", rate=0.25, seed=3):
        assert pattern(400) == first
    with fault("IndexFaces", "InternalServerError", rate=0.25, seed=4):
        assert pattern(400) != first
    assert 60 < first.count("x") < 140


def test_faults_apply_one_after_the_other_in_the_order_made() -> None:
    fault("IndexFaces", "ThrottlingException", times=1)
    fault("IndexFaces", "InternalServerError", times=1)
    failed = [call() for _ in range(3)]
    assert [one and one.error for one in failed] == ["ThrottlingException", "InternalServerError", None]


def test_a_star_fails_every_operation() -> None:
    fault("*", "ThrottlingException", times=2)
    assert call("ListFaces")
    assert call("IndexFaces")
    assert call("IndexFaces") is None


def test_can_be_kept_to_a_region_or_an_account() -> None:
    fault("IndexFaces", "ThrottlingException", region="eu-west-1", account="111111111111")
    assert call() is None
    assert call(region="eu-west-1") is None
    assert call(account="111111111111") is None
    assert call(region="eu-west-1", account="111111111111")


def test_a_decorated_function_meets_the_fault_afresh_each_time() -> None:
    @fault("IndexFaces", "ThrottlingException", times=1)
    def calls() -> str:
        return pattern(2)

    assert calls() == calls() == "x."


def test_the_text_can_be_chosen() -> None:
    fault("IndexFaces", "InvalidParameterException", message="No.")
    assert call() == Failure("InvalidParameterException", "No.")


@pytest.mark.parametrize(
    ("arguments", "help_"),
    [
        ({"operation": "IndexFace", "error": "ThrottlingException"}, "did you mean 'IndexFaces'"),
        ({"operation": "IndexFaces", "error": "Throttling"}, "did you mean 'ThrottlingException'"),
        ({"operation": "ListFaces", "error": "ImageTooLargeException"}, "It raises AccessDeniedException, "),
        ({"operation": "IndexFaces"}, "the error to raise, a latency, or both"),
        ({"operation": "IndexFaces", "latency": -1}, "0 or more"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "times": 0}, "1 or more"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "after": 1.5}, "0 or more"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "rate": 2}, "from 0 to 1"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "rate": float("nan")}, "from 0 to 1"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "seed": None}, "a whole number"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "seed": "7"}, "a whole number"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "times": 10**400}, "1 or more"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "latency": 10**400}, "1000000000 at most"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "message": "\ud800"}, "half a character"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "region": "\udc00"}, "half a character"),
        ({"operation": "IndexFaces", "error": "ThrottlingException", "account": 123456789012}, "a string"),
    ],
)
def test_refuses_what_makes_no_sense(arguments: Any, help_: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refusal:
        fault(**arguments)
    assert help_ in str(refusal.value)
    assert call() is None


def test_latency_passes_on_a_stopped_clock_without_waiting() -> None:
    clock.stop()
    fault("IndexFaces", latency=3600)
    began, began_really = clock.now(), time.monotonic()
    assert call() is None
    assert clock.now() - began == pytest.approx(3600)
    assert time.monotonic() - began_really < 60


def test_latency_is_real_on_a_running_clock() -> None:
    fault("IndexFaces", "InternalServerError", latency=0.05)
    began = time.monotonic()
    assert call()
    assert time.monotonic() - began >= 0.05


def test_a_stopped_clock_moves_only_when_told() -> None:
    with clock.stopped():
        moment = clock.now()
        assert clock.now() == moment
        clock.advance(2.5)
        assert clock.now() == moment + 2.5
    assert clock.now() >= moment + 2.5
    assert clock.running


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e308, 10**400, "soon", True])
def test_refuses_what_is_no_duration(seconds: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        clock.advance(seconds)
    with pytest.raises((TypeError, ValueError)):
        lag(faces=seconds)


def test_a_clock_that_is_stopped_within_a_stopped_block_stays_so_until_the_end_of_the_outer_one() -> None:
    with clock.stopped():
        with clock.stopped():
            clock.advance(5)
        assert not clock.running
    assert clock.running


def test_numbers_of_numpy_are_numbers() -> None:
    said = fault(
        "IndexFaces",
        "ThrottlingException",
        times=np.int64(2),  # type: ignore[arg-type]
        after=np.int8(1),  # type: ignore[arg-type]
        rate=np.float32(0.5),  # type: ignore[arg-type]
        seed=np.uint8(7),  # type: ignore[arg-type]
        latency=np.float32(1),  # type: ignore[arg-type]
    )

    assert json.loads(json.dumps([said.times, said.after, said.rate, said.seed, said.latency])) == [2, 1, 0.5, 7, 1]
