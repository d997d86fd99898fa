"""The default descriptor: texture and gradients of the frontal view, where they tell people apart."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors.calibration import Calibration
from moto_rekognition.vision.descriptors.frontal import view, visibility
from moto_rekognition.vision.descriptors.gradients import gradients
from moto_rekognition.vision.descriptors.texture import texture
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

DIMENSION = 256


@dataclass(frozen=True, eq=False)
class Constants:
    """What training/make_appearance.py has learnt.

    mean: (n,) float32, what `measure` gives of the average face. projection: (n, DIMENSION) float32, from there to
    where people differ most and photos of one person least.
    """

    mean: NDArray[np.float32]
    projection: NDArray[np.float32]


@functools.cache
def constants() -> Constants:
    """The constants, read once."""
    file = resources.files("moto_rekognition.vision").joinpath("data/appearance.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        return Constants(stored["mean"], stored["projection"].astype(np.float32))


class Appearance:
    """What the face looks like: needs nothing but the mesh. See docs/identity.md for what it can and cannot do."""

    name = "default"
    version = "1"
    dimension = DIMENSION
    calibration = Calibration((0.0, 0.4, 0.54, 0.59, 0.64, 0.82, 0.96), (0.5, 10.0, 80.0, 95.0, 99.0, 99.9, 99.99))

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`."""
        learnt = constants()
        numbers = (measure(pixels, mesh) - learnt.mean) @ learnt.projection
        return np.asarray(numbers / np.linalg.norm(numbers), np.float32)

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)


def measure(pixels: Pixels, mesh: Mesh) -> NDArray[np.float32]:
    """(n,) float32: texture and gradients of a face, as they are."""
    shown, seen = view(pixels, mesh), visibility(mesh)
    return np.concatenate([texture(shown, seen), gradients(shown, seen)])
