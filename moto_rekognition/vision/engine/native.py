"""Imports what looks at pictures with native code, MediaPipe and OpenCV, or says what is missing."""

from __future__ import annotations

import functools
import importlib
import platform
import re

from moto_rekognition.vision.engine.quiet import quiet

#: The Debian packages of the system libraries that a wheel of MediaPipe or OpenCV may need.
_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libX11.so.6": "libx11-6",
    "libSM.so.6": "libsm6",
    "libXext.so.6": "libxext6",
    "libgomp.so.1": "libgomp1",
    "libstdc++.so.6": "libstdc++6",
    "libportaudio.so.2": "libportaudio2",
}


class EngineUnavailable(RuntimeError):
    """Pictures cannot be looked at in this environment; the message says why, and what to do."""


@functools.cache
def load() -> None:
    """Import MediaPipe and OpenCV, which takes about a second, once.

    Raises EngineUnavailable.
    """
    for module in ("mediapipe", "mediapipe.tasks.python", "cv2"):
        _import(module)


def _import(module: str) -> None:
    try:
        with quiet():
            importlib.import_module(module)
    except (ImportError, OSError) as error:
        raise EngineUnavailable(_explain(module, error)) from error


def _explain(module: str, error: Exception) -> str:
    distribution = "opencv-python-headless" if module == "cv2" else "mediapipe"
    if isinstance(error, ModuleNotFoundError) and error.name in ("mediapipe", "cv2"):
        return (
            f"pictures cannot be looked at: {distribution} is not installed, and may have no wheel for this platform "
            f"({platform.system()} {platform.machine()}): there is none of mediapipe for Intel Macs and for Linux with "
            "musl (Alpine). Where there is one: pip install moto-rekognition. Without it, declared faces "
            "(moto_rekognition.declare), drawn pictures and all that needs no picture work."
        )
    library = re.search(r"lib[\w+-]+\.so[.\d]*", str(error))
    package = _PACKAGES.get(library[0]) if library else None
    if package:
        advice = f"on Debian and Ubuntu: apt-get install {package}"
    elif library:
        advice = f"the system library {library[0]} is missing or cannot be used"
    else:
        advice = f"reinstall it: pip install --force-reinstall {distribution}"
    return f"pictures cannot be looked at: {module} cannot be imported ({error}); {advice}"
