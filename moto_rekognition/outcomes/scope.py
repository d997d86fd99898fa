"""The outcomes of the running mock, stored in a backend of moto so that a reset clears them."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections import defaultdict
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from moto_rekognition._moto import backend_of, is_server, running_mocks
from moto_rekognition.outcomes.likenesses import Likenesses

if TYPE_CHECKING:
    from typing_extensions import Self

    from moto_rekognition.outcomes.declarations import Declaration
    from moto_rekognition.outcomes.declared_face import DeclaredFace
    from moto_rekognition.outcomes.faults import Fault
    from moto_rekognition.outcomes.liveness_checks import Liveness
    from moto_rekognition.outcomes.timing import Lag

#: BackendDict needs both. Outcomes are for all accounts and regions.
ANY_ACCOUNT, ANY_REGION = "123456789012", "us-east-1"

Function = TypeVar("Function", bound=Callable[..., Any])


class Outcomes:
    """The outcomes declared in the running mock, oldest first.

    likenesses: of the identities in `declarations`.
    bases: the vectors of identities, by dimension, see `identities`.
    check_images: SHA-256 of an image of a liveness check -> the face that it is declared to show, and whether this
    holds even if no declaration has a face of the identity.
    made_outside: the outcomes that were declared when no mock was running.
    clock_offset, stopped_at: seconds, see `clock`. alarms: (time, function to call then).
    lock: held for every change.
    """

    def __init__(self) -> None:
        self.declarations: list[Declaration] = []
        self.faults: list[Fault] = []
        self.lags: list[Lag] = []
        self.liveness: list[Liveness] = []
        self.check_images: dict[bytes, tuple[DeclaredFace, bool]] = {}
        self.likenesses = Likenesses()
        self.bases: defaultdict[int, dict[str, Any]] = defaultdict(dict)
        self.made_outside: list[Outcome] = []
        self.alarms: list[tuple[float, Callable[[], None]]] = []
        self.clock_offset = 0.0
        self.stopped_at: float | None = None
        self.lock = RLock()


def current() -> Outcomes:
    """The outcomes of the running mock. They are part of moto's state."""
    outcomes: Outcomes = backend_of(_backends(), ANY_ACCOUNT, ANY_REGION).outcomes
    return outcomes


@functools.cache
def _backends() -> Any:
    from moto.core.base_backend import BackendDict, BaseBackend

    class OutcomesBackend(BaseBackend):  # type: ignore[misc]
        """The outcomes of all accounts and regions. BackendDict.reset clears it like every backend."""

        def __init__(self, region_name: str, account_id: str) -> None:
            super().__init__(region_name, account_id)
            self.outcomes = Outcomes()

        def reset(self) -> None:
            # A reset while one mock is running is most likely the reset at the start of that mock.
            early = self.outcomes.made_outside if running_mocks() == 1 and not is_server() else []
            self.outcomes = Outcomes()  # replaced, because requests in progress read the old one
            for outcome in early:
                warnings.warn(
                    f"{outcome} came before mock_aws, which begins with nothing: declare it inside the mock",
                    stacklevel=2,
                )

    return BackendDict(OutcomesBackend, "rekognition", use_boto3_regions=False, additional_regions=[ANY_REGION])


class Outcome:
    """In force from its declaration until the mock ends or `withdraw` is called.

    With `with` it is in force for the block; as a decorator, for each call of the function, also of an `async` one.
    Each call gets a new copy.
    """

    @functools.cached_property
    def id(self) -> str:
        """Its id over HTTP."""
        return uuid4().hex

    def _registry(self, outcomes: Outcomes) -> list[Any]:
        """The list in `outcomes` for outcomes of this type."""
        raise NotImplementedError

    def _copy(self) -> Self:
        """A copy that was never in force."""
        raise NotImplementedError

    def enforce(self) -> Self:
        """Put it in force; no effect when it is in force already."""
        outcomes = current()
        with outcomes.lock:
            registry = self._registry(outcomes)
            if self not in registry:
                registry.append(self)
                if not running_mocks():
                    outcomes.made_outside.append(self)
        return self

    def withdraw(self) -> None:
        """End it; no effect when it has ended already."""
        outcomes = current()
        with outcomes.lock:
            registry = self._registry(outcomes)
            for kept in (registry, outcomes.made_outside):
                if self in kept:
                    kept.remove(self)

    def __enter__(self) -> Self:
        return self.enforce()

    def __exit__(self, *_: object) -> None:
        self.withdraw()

    def __call__(self, function: Function) -> Function:
        if not inspect.isroutine(function):
            raise TypeError(f"decorate a function or a method, not {function!r}")
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{function!r} yields: say `with` inside of it")
        self.withdraw()
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def wrapper(*args: Any, **kwargs: Any) -> Any:
                with self._copy():
                    return await function(*args, **kwargs)
        else:

            @functools.wraps(function)
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                with self._copy():
                    return function(*args, **kwargs)

        return wrapper  # type: ignore[return-value]
