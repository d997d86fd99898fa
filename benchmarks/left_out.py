"""Constants fitted again without one source of recorded answers, by the commands of training/ that make them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from moto_rekognition.vision import analysis

sys.path.append(str(Path(__file__).parents[1] / "training"))

#: Module and name of a constant -> its value.
Constants = dict[tuple[str, str], Any]
#: The scripts that fit constants to recorded answers. Each has `measured(folder)`: the source of each face (the name of
#: the folder of its photo) and the faces; and `constants(faces)`.
FITS = ("fit_geometry", "fit_quality", "fit_eye_direction")


def left_out(folder: Path) -> Iterator[tuple[str, Constants]]:
    """Each source, and the constants that are fitted to the others."""
    fits = [(import_module(name), *import_module(name).measured(folder)) for name in FITS]
    for source in sorted({path.parent.name for path in folder.rglob("*.json")}):
        constants: Constants = {}
        for fit, sources, faces in fits:
            others = [number for number, name in enumerate(sources) if name != source]
            constants |= fit.constants([faces[number] for number in others])
        yield source, constants


@contextlib.contextmanager
def replaced(constants: Constants) -> Iterator[None]:
    """Other constants for the duration, and nothing remembered of what was observed with others."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(analysis, "_cache", analysis.ObservationCache()))
        for (module, name), value in constants.items():
            stack.enter_context(mock.patch.object(import_module(module), name, value))
        yield
