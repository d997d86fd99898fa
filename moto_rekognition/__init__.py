"""Amazon Rekognition's face and collection API inside moto. Importing this package registers it."""

from typing import TYPE_CHECKING, Any

from moto_rekognition import _register

if TYPE_CHECKING:
    from moto_rekognition.outcomes import clock, declare, face, fault, lag, liveness

__all__ = ["clock", "declare", "face", "fault", "lag", "liveness"]

_register.install()


def __getattr__(name: str) -> Any:
    """What a test declares, loaded when it is first asked for: every pytest run imports this package."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from moto_rekognition import outcomes

    return getattr(outcomes, name)
