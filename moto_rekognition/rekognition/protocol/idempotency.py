"""ClientRequestTokens: a repeated request gets the first answer and is not executed again."""

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
    """The requests with a token: (operation, token) -> first parameter, digest of the parameters, result."""

    _answers: OrderedDict[tuple[str, str], tuple[Any, bytes, Any]] = field(default_factory=OrderedDict)
    _lock: RLock = field(default_factory=RLock)

    def once(
        self, operation: str, token: str | None, parameters: tuple[Hashable, ...], act: Callable[[], Result]
    ) -> Result:
        """Call `act`, or return the earlier result of the same token. A failed request does not use up its token.

        parameters: `forget` finds requests by the first one.
        Raises IdempotentParameterMismatchException when the token was used with other parameters.
        """
        if token is None:
            return act()
        digest = hashlib.sha256(
            repr(parameters).encode()
        ).digest()  # a digest, because parameters can have a hundred ids
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
        """Forget the requests whose first parameter is `name`. Called when the resource of that name is deleted."""
        with self._lock:
            for key in [key for key, (first, _, _) in self._answers.items() if first == name]:
                del self._answers[key]
