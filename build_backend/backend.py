"""The PEP 517 build backend: setuptools', with the face model put into the package data first.

Whatever is built from the repository fetches the model from the sources of moto_rekognition/vision/engine/model.py.
A source distribution contains it, so building from one needs no network. Without the model a source distribution or a
wheel is not built; an editable installation is, with a warning.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_MODEL = Path(__file__).parents[1] / "moto_rekognition" / "vision" / "engine" / "model.py"


def build_wheel(*arguments: Any, **options: Any) -> str:
    _add_model()
    return build_meta.build_wheel(*arguments, **options)


def build_sdist(*arguments: Any, **options: Any) -> str:
    _add_model()
    return build_meta.build_sdist(*arguments, **options)


def build_editable(*arguments: Any, **options: Any) -> str:
    model = _load_model_module()
    try:
        _add_model()
    except model.DownloadFailed as error:
        print(
            f"WARNING: {error}\nPictures cannot be looked at until `moto-rekognition download-model` has been run.",
            file=sys.stderr,
        )
    return build_meta.build_editable(*arguments, **options)


def _add_model() -> None:
    """Put the model into the package data, unless it is there. Raises DownloadFailed."""
    model = _load_model_module()
    if not model.is_intact(model.PACKAGED):
        print(f"face model: from {model.obtain(model.PACKAGED)}", file=sys.stderr)


def _load_model_module() -> ModuleType:
    """The module by its path: importing its package would need the package's dependencies."""
    if (known := sys.modules.get("_face_model")) is not None:
        return known
    spec = importlib.util.spec_from_file_location("_face_model", _MODEL)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["_face_model"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
