"""The descriptor "default": texture and gradients of the frontal view, whitened. Needs nothing but the mesh."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors.calibration import Calibration
from moto_rekognition.vision.descriptors.cohort import individual
from moto_rekognition.vision.descriptors.frontal import view, visibility
from moto_rekognition.vision.descriptors.gradients import COUNT as GRADIENTS
from moto_rekognition.vision.descriptors.gradients import gradients
from moto_rekognition.vision.descriptors.texture import COUNT as TEXTURE
from moto_rekognition.vision.descriptors.texture import texture
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

DIMENSION = TEXTURE + GRADIENTS
#: How much more the members of the cohort count that are like the face, see `cohort.individual`. Chosen by hand; 15 to
#: 25 do as well.
SHARPNESS = 20.0


@dataclass(frozen=True, eq=False)
class Constants:
    """What training/make_appearance.py made.

    mean: (DIMENSION,) float32, the features of the average face.
    whitening: (DIMENSION, DIMENSION) float32: after it, the features vary equally in all directions among pictures of
    one person.
    cohort: (n, DIMENSION) float32, unit rows: faces of nobody, whitened.
    """

    mean: NDArray[np.float32]
    whitening: NDArray[np.float32]
    cohort: NDArray[np.float32]


@functools.cache
def constants() -> Constants:
    """The constants, read once."""
    file = resources.files("moto_rekognition.vision").joinpath("data/appearance.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        cohort = stored["cohort"].astype(np.float32)
        cohort /= np.linalg.norm(cohort, axis=1, keepdims=True)
        return Constants(stored["mean"], stored["whitening"].astype(np.float32), cohort)


class Appearance:
    """What the face looks like. See docs/identity.md for what it can and cannot do."""

    name = "default"
    version = "3"
    dimension = DIMENSION
    calibration = Calibration((0.0, 0.15, 0.28, 0.35, 0.45, 0.65, 0.88), (0.5, 10.0, 80.0, 95.0, 99.0, 99.9, 99.99))

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`."""
        learnt = constants()
        # Not `@`, for which OpenBLAS uses threads: see engine/blendshapes.py, _UNTHREADED.
        numbers = np.einsum("i,ij->j", measure(pixels, mesh) - learnt.mean, learnt.whitening)
        return np.asarray(individual(numbers / np.linalg.norm(numbers), learnt.cohort, SHARPNESS), np.float32)

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)


def measure(pixels: Pixels, mesh: Mesh) -> NDArray[np.float32]:
    """(DIMENSION,) float32: the features of a face, as they are."""
    frontal, seen = view(pixels, mesh), visibility(mesh)
    return np.concatenate([texture(frontal, seen), gradients(frontal, seen)])
