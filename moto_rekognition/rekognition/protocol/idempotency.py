"""ClientRequestTokens: the same request twice is one request."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

from moto_rekognition.rekognition.exceptions import IdempotentParameterMismatchException

#: Tokens kept per account and region; the oldest is forgotten first.
KEPT = 10_000

Result = TypeVar("Result")


@dataclass
class Requests:
    """The requests that came with a token: what they are about, a digest of their parameters, and their answers."""

    _answers: OrderedDict[tuple[str, str], tuple[Any, bytes, Any]] = field(default_factory=OrderedDict)
    _lock: RLock = field(default_factory=RLock)

    def once(
        self, operation: str, token: str | None, parameters: tuple[Hashable, ...], act: Callable[[], Result]
    ) -> Result:
        """Act, or repeat the answer given to the same token before. A request that fails leaves its token free.

        parameters: the first names what `forget` forgets.
        Raises IdempotentParameterMismatchException when the token came with other parameters before.
        """
        if token is None:
            return act()
        digest = hashlib.sha256(repr(parameters).encode()).digest()  # parameters may be a hundred ids
        with self._lock:
            if (operation, token) in self._answers:
                _, before, result = self._answers[operation, token]
                if before != digest:
                    raise IdempotentParameterMismatchException.token(token)
                return result  # type: ignore[no-any-return]
            result = act()
            self._answers[operation, token] = parameters[0], digest, result
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
            return result

    def forget(self, name: str) -> None:
        """Forget the requests to what is gone: another one of the same name knows nothing of them."""
        with self._lock:
            for key in [key for key, (about, _, _) in self._answers.items() if about == name]:
                del self._answers[key]
