"""The default descriptor: texture and gradients of the frontal view, measured against the average face."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.faces import Engine, Floats, Mesh, Pixels, Vector

from .calibration import Calibration
from .frontal import view, visibility
from .gradients import gradients
from .texture import texture
from .upright import second_look

#: Numbers kept of each half.
HALF = 256


@dataclass(frozen=True, eq=False)
class Constants:
    """What benchmarks/make_appearance.py has learnt.

    mean: (2 * HALF,) float32, the average face. whitening: (2, HALF, HALF) float32, for each half the matrix that makes
    what changes between photos of one person the same in all directions.
    """

    mean: NDArray[np.float32]
    whitening: NDArray[np.float32]


@functools.cache
def constants() -> Constants:
    """The constants, read once."""
    file = resources.files("moto_rekognition.vision").joinpath("data/appearance.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        return Constants(stored["mean"], stored["whitening"].astype(np.float32))


class Appearance:
    """What the face looks like: needs nothing but the mesh. See docs/identity.md for what it can and cannot do."""

    name = "default"
    version = "1"
    dimension = 2 * HALF
    calibration = Calibration((0.0, 0.42, 0.56, 0.605, 0.75, 0.95), (0.5, 10.0, 80.0, 99.0, 99.9, 99.99))

    def describe(self, pixels: Pixels, mesh: Mesh, engine: Engine) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`."""
        learnt = constants()
        halves = (measure(pixels, mesh, engine) - learnt.mean).reshape(2, 1, HALF) @ learnt.whitening
        halves /= np.linalg.norm(halves, axis=-1, keepdims=True) * np.sqrt(2)
        return np.asarray(halves.ravel(), np.float32)

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)


def measure(pixels: Pixels, mesh: Mesh, engine: Engine) -> NDArray[np.float32]:
    """(2 * HALF,) float32: texture and gradients of a face, before the average face is taken away."""
    mesh = second_look(pixels, mesh, engine)
    shown, seen = view(pixels, mesh), visibility(mesh)
    return np.concatenate([texture(shown, seen)[:HALF], gradients(shown, seen)[:HALF]])
