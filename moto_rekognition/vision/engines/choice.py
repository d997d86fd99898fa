"""Which engine looks at pictures: by what is installed, unless one is asked for."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from moto_rekognition.vision.engines.facemesh import FaceMesh
from moto_rekognition.vision.engines.landmarker import Landmarker
from moto_rekognition.vision.engines.protocol import Engine


@dataclass(frozen=True)
class Choice:
    """What is asked for.

    name: "facemesh", "landmarker", or "auto": Face Mesh where MediaPipe still has it, else Face Landmarker.
    model: path of `face_landmarker.task`, for Face Landmarker; None to look for it (see `model.locate`).
    """

    name: str = "auto"
    model: str | None = None


_ANY = Choice()


def engine(choice: Choice = _ANY) -> Engine:
    """The engine of a choice, one per process; it loads MediaPipe and its models at the first picture.

    Raises RuntimeError when Face Mesh is asked for and the installed MediaPipe has none, and for an unknown name.
    """
    return _engine(choice)


@functools.cache
def _engine(choice: Choice) -> Engine:
    has_face_mesh = _has_face_mesh()
    if choice.name == "landmarker" or (choice.name == "auto" and not has_face_mesh):
        return Landmarker(choice.model)
    if choice.name not in ("auto", "facemesh"):
        raise RuntimeError(f"there is no engine {choice.name!r}: choose auto, facemesh or landmarker")
    if not has_face_mesh:
        raise RuntimeError(
            "the installed mediapipe has no Face Mesh: it was removed in 0.10.30; "
            "install mediapipe<0.10.30 (Python 3.12 at most), or choose the engine landmarker"
        )
    return FaceMesh()


def _has_face_mesh() -> bool:
    """Whether the installed MediaPipe has `solutions`; seen without importing it, which takes a second."""
    spec = importlib.util.find_spec("mediapipe")
    places = spec.submodule_search_locations if spec else None
    return any(Path(place, "python", "solution_base.py").exists() for place in places or ())
