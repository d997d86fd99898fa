"""Who is it: a face becomes a unit vector. Descriptors by name; their heavy imports wait until one is used."""

from __future__ import annotations

import functools

from moto_rekognition.vision.observation import Descriptor

DEFAULT = "default"


def available() -> tuple[str, ...]:
    """The names that `get` knows."""
    return (DEFAULT, "dlib", "sface")


@functools.cache
def get(name: str = DEFAULT, sface_model: str | None = None) -> Descriptor:
    """The descriptor of that name; "sface" needs the path of its model.

    ValueError, saying what there is or what to set, when it cannot be had; FileNotFoundError without the model.
    """
    if name == DEFAULT:
        from .appearance import Appearance

        return Appearance()
    if name == "dlib":
        from .dlib_resnet import DlibResNet

        return DlibResNet()
    if name == "sface":
        if sface_model is None:
            raise ValueError("the face descriptor 'sface' needs a model: set MOTO_REKOGNITION_SFACE_MODEL to its path")
        from .sface import SFace

        return SFace(sface_model)
    raise ValueError(f"there is no face descriptor {name!r}: choose one of {', '.join(available())}")
