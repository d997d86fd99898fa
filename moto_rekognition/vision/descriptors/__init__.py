"""Who is it: a face becomes a unit vector. Descriptors by name; their heavy imports wait until one is used."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from moto_rekognition.vision.faces import Descriptor


def _default() -> Descriptor:
    from .appearance import Appearance

    return Appearance()


_MAKERS: Mapping[str, Callable[[], Descriptor]] = {"default": _default}
DEFAULT = "default"


def available() -> tuple[str, ...]:
    """The names that `get` knows."""
    return tuple(_MAKERS)


@functools.cache
def get(name: str = DEFAULT) -> Descriptor:
    """The descriptor of that name. ValueError, naming those there are, when there is none."""
    if name not in _MAKERS:
        raise ValueError(f"there is no face descriptor {name!r}: choose one of {', '.join(_MAKERS)}")
    return _MAKERS[name]()
