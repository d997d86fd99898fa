"""The steps that all operations share: validate the request, raise declared faults, write the answer."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from werkzeug.exceptions import HTTPException

from moto_rekognition.rekognition.exceptions import JSON, named
from moto_rekognition.rekognition.protocol import faults, validation, wire

if TYPE_CHECKING:
    from moto_rekognition.rekognition.models import RekognitionBackend

logger = logging.getLogger(__name__)

Reply: TypeAlias = tuple[int, dict[str, Any], str]
Answer: TypeAlias = dict[str, Any] | None  # None: an empty body


class Operations:
    """Base of the operations of every family: the parts of a request that they read."""

    parameters: dict[str, Any]
    current_account: str
    region: str
    is_werkzeug_request: bool

    @property
    def rekognition_backend(self) -> RekognitionBackend:
        """The backend of the request's account and region."""
        raise NotImplementedError

    def action(self) -> str:
        """The name of the requested operation."""
        raise NotImplementedError

    def authorize_reading(self) -> None:
        """Check that the sender may read the S3 objects that the parameters name."""
        raise NotImplementedError

    def raise_declared_fault(self) -> None:
        """Raise the declared fault of this request, if there is one."""
        faults.raise_declared(self.action(), self.parameters, self.current_account, self.region)


Family = TypeVar("Family", bound=Operations)


def operation(answer: Callable[[Family], Answer]) -> Callable[[Family], Reply]:
    """Decorator of an operation: validate its request against the model, write its answer in the service's format.

    An error of the mock (a missing model file, a wrong setting, a bug) is a Python exception in process, and an
    InternalServerError with the same text on a server.
    """

    @functools.wraps(answer)
    def answered(self: Family) -> Reply:
        self.parameters = validation.parse(self.action(), self.body)  # type: ignore[attr-defined]
        self.authorize_reading()
        self.raise_declared_fault()
        try:
            content = answer(self)
        except HTTPException:
            raise
        except Exception as error:
            if not self.is_werkzeug_request:
                raise
            logger.exception("%s failed", self.action())
            raise named("InternalServerError", str(error), 500) from error
        return 200, {"Content-Type": JSON}, "" if content is None else wire.compact(content)

    return answered
