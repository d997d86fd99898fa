"""The latest requests that a server answered, for its page. Size is limited; images are not kept."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import Any

#: Limits: kept requests; characters of each request and of each answer.
REQUESTS = 200
LONGEST = 20_000


@dataclass(frozen=True)
class LoggedRequest:
    """One request and its answer.

    time: seconds since the epoch. seconds: duration. parameters, answer: JSON, cut to LONGEST characters;
    images are replaced by their size and SHA-256. images: the SHA-256 of each image. error: None for a success.
    """

    number: int
    time: float
    seconds: float
    account: str
    region: str
    operation: str
    parameters: str
    images: tuple[str, ...]
    status: int
    answer: str
    error: str | None


class RequestLog:
    """The latest requests of this process."""

    def __init__(self) -> None:
        self._requests: deque[LoggedRequest] = deque(maxlen=REQUESTS)
        self._numbers = count(1)
        self._lock = Lock()

    def add(
        self,
        operation: str,
        account: str,
        region: str,
        parameters: Mapping[str, Any] | bytes | str,
        status: int,
        answer: str,
        seconds: float,
    ) -> None:
        """parameters: parsed, with images as bytes; or the body of a request that could not be parsed."""
        images: list[str] = []

        def replaced(value: Any) -> Any:
            if isinstance(value, (bytes, bytearray)):
                images.append(hashlib.sha256(value).hexdigest())
                return f"{len(value)} bytes, SHA-256 {images[-1]}"
            return str(value)

        if isinstance(parameters, Mapping):
            text = json.dumps(parameters, default=replaced, ensure_ascii=False)
        else:
            text = parameters if isinstance(parameters, str) else parameters[:LONGEST].decode(errors="replace")
        error = None if status < 400 else _error(answer)
        with self._lock:
            self._requests.append(
                LoggedRequest(
                    next(self._numbers),
                    time.time(),
                    seconds,
                    account,
                    region,
                    operation,
                    _cut(text),
                    tuple(images),
                    status,
                    _cut(answer),
                    error,
                )
            )

    def latest(self) -> list[LoggedRequest]:
        """The kept requests, latest first."""
        with self._lock:
            return list(reversed(self._requests))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text)} characters)"


def _error(answer: str) -> str:
    """The code in the body of an error; "error" when it has none."""
    try:
        body = json.loads(answer)
        return str(body.get("Code") or body.get("__type") or "error")
    except (ValueError, AttributeError):
        return "error"


#: The log of this process. Only requests to a server are logged.
request_log = RequestLog()
