"""Face descriptors by name. What a descriptor needs is imported when it is first used."""

from __future__ import annotations

import functools
from importlib.util import find_spec

from moto_rekognition.vision.observation import Descriptor

AUTO = "auto"


def available() -> tuple[str, ...]:
    """The names that `get` accepts."""
    return (AUTO, "default", "dlib", "sface")


def get(name: str = AUTO, sface_model: str | None = None) -> Descriptor:
    """The descriptor of that name, always the same object for the same arguments.

    name: "auto" is "dlib" where the extra `recognition` is installed, else "default".
    sface_model: path of the model file of "sface"; None for the one that `moto-rekognition download-model sface` put
    into the user cache.
    Raises ValueError for an unknown name, FileNotFoundError when there is no file for "sface".
    """
    if name == AUTO:
        name = "dlib" if find_spec("face_recognition_models") else "default"
    return _make(name, sface_model if name == "sface" else None)


@functools.cache
def _make(name: str, sface_model: str | None) -> Descriptor:
    if name == "default":
        from moto_rekognition.vision.descriptors.appearance import Appearance

        return Appearance()
    if name == "dlib":
        from moto_rekognition.vision.descriptors.dlib_resnet import DlibResNet

        return DlibResNet()
    if name == "sface":
        from moto_rekognition.vision.descriptors import sface

        return sface.SFace(sface.locate(sface_model))
    raise ValueError(f"there is no face descriptor {name!r}: choose one of {', '.join(available())}")
