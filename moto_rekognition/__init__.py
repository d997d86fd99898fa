"""Amazon Rekognition's face and collection API inside moto. Importing this package registers it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from moto_rekognition import _register

if TYPE_CHECKING:
    from moto_rekognition.outcomes import clock, declare, face, fault, lag, liveness
    from moto_rekognition.snapshots import load, save

__all__ = ["clock", "declare", "face", "fault", "lag", "liveness", "load", "save"]

_register.install()


def __getattr__(name: str) -> Any:
    """The public names, loaded when they are first asked for: every pytest run imports this package."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "snapshots" if name in ("load", "save") else "outcomes"
    return getattr(import_module(f"moto_rekognition.{module}"), name)
