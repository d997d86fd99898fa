"""Many odd inputs, made from seeds. They are bounded here; RELIABILITY=20 tries twenty times as many, from other seeds.

docs/reliability.md says what was tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws
from moto.server import ThreadedMotoServer

#: How many times as much is tried as in a usual run.
FACTOR = int(os.environ.get("RELIABILITY", "1"))
TALLY = pytest.StashKey[dict[str, "Tally"]]()


@dataclass
class Tally:
    """What was tried, and what of it went wrong, in words."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def add(self, answer: str, problem: str | None = None) -> None:
        self.tried += 1
        self.answers[answer] = self.answers.get(answer, 0) + 1
        if problem is not None:
            self.wrong.append(problem)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Tally]]:
    """`tally("damaged pictures")` counts; the test fails when anything went wrong."""
    tallies = request.config.stash.setdefault(TALLY, {})
    mine: list[Tally] = []

    def tally(what: str) -> Tally:
        mine.append(tallies.setdefault(what, Tally()))
        return mine[-1]

    yield tally
    wrong = [problem for each in mine for problem in each.wrong]
    assert not wrong, f"{len(wrong)} went wrong, as:\n" + "\n".join(wrong[:5])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for what, tally in sorted(terminalreporter.config.stash.get(TALLY, {}).items()):
        answers = ", ".join(f"{count} {answer}" for answer, count in sorted(tally.answers.items()))
        terminalreporter.write_line(f"reliability: {what}: {tally.tried} tried, {len(tally.wrong)} wrong ({answers})")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server."""
    threaded = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    host, port = threaded._server.server_address[:2]  # moto < 5.0.10 has no get_host_and_port
    yield f"http://{host}:{port}"
    threaded.stop()


@pytest.fixture
def empty_server(server: str) -> str:
    """The address of a server that knows nothing."""
    requests.post(f"{server}/moto-api/reset", timeout=60)
    return server


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of the mock in this process."""
    with mock_aws():
        yield boto3.client("rekognition", "us-east-1")
