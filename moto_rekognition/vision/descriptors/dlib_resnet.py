"""The descriptor "dlib": dlib's face ResNet, with the weights that the package face_recognition_models brings."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from moto_rekognition.vision.descriptors.alignment import align, warp
from moto_rekognition.vision.descriptors.calibration import Calibration
from moto_rekognition.vision.descriptors.resnet import DIMENSION, SIZE, ResNet
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

#: Mesh points of the five that dlib aligns a face by: the corners of the eye on the image's right (outer, inner), of
#: the other eye (outer, inner), and where the nose meets the lip.
ALIGNMENT = [263, 362, 33, 133, 2]
#: Their positions in the faces that the network was trained on: dlib's mean face (dlib/image_transforms/
#: interpolation.h) with a padding of 0.25 on each side, in pixels of the 150 x 150.
PADDING = 0.25
MEAN_FACE = np.array([(0.8596, 0.2135), (0.6461, 0.2290), (0.1206, 0.2137), (0.3341, 0.2291), (0.4901, 0.6278)])
EXPECTED = (PADDING + MEAN_FACE) / (2 * PADDING + 1) * SIZE
#: The share of what a face has in common with the cohort that is removed. Chosen by hand; 0.8 to 1 do as well.
REMOVED = 0.9
INSTALL = "install moto-rekognition[recognition] for the face descriptor 'dlib'"


def weights() -> Path:
    """The file of the network. ModuleNotFoundError, saying what to install, when it is not there.

    face_recognition_models is not imported: that would need pkg_resources, which new setuptools no longer have.
    """
    found = find_spec("face_recognition_models")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(INSTALL)
    return Path(found.origin).parent / "models" / "dlib_face_recognition_resnet_model_v1.dat"


@dataclass(frozen=True, eq=False)
class Constants:
    """What training/make_dlib.py made.

    mean: (128,) float64, the network's mean output for photographed faces.
    drawn: (128,) float64, unit, the direction in which drawn faces differ from photographed ones. It is removed, or all
    drawn faces would look alike to the network.
    cohort: (n, 128) float64, unit rows: faces of nobody, after mean and `drawn` are removed.
    """

    mean: Floats
    drawn: Floats
    cohort: Floats


class DlibResNet:
    """The network's 128 numbers, with cohort normalisation. 99.4 % on LFW without it, according to dlib's author.

    To the network, the members of some groups look alike (young women from East Asia, small children). Therefore the
    direction that a face shares with the most similar members of a fixed cohort is mostly removed, and what remains is
    individual. The cohort is the same for all faces: the vector depends on this face only.
    """

    name = "dlib"
    version = "2"
    dimension = DIMENSION
    calibration = Calibration(
        (0.0, 0.36, 0.48, 0.63, 0.68, 0.76, 0.9, 0.98), (0.3, 4.0, 10.0, 80.0, 95.0, 99.3, 99.98, 99.999)
    )

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`.

        ModuleNotFoundError, saying what to install, without the extra `recognition`.
        """
        return np.asarray(normalised(measure(pixels, mesh), constants()), np.float32)

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)


def measure(pixels: Pixels, mesh: Mesh) -> Floats:
    """(128,) float64: the output of the network for a face, aligned by its mesh."""
    face = warp(pixels, align(mesh.points[ALIGNMENT, :2], EXPECTED), SIZE)
    return np.asarray(_network()(face[None])[0], np.float64)


def centred(outputs: Floats, mean: Floats, drawn: Floats) -> Floats:
    """(..., 128) outputs of the network -> (..., 128) of unit length, without `mean` and `drawn`: see Constants."""
    numbers = outputs - mean
    numbers = numbers - (numbers @ drawn)[..., None] * drawn
    return np.asarray(numbers / np.linalg.norm(numbers, axis=-1, keepdims=True))


def normalised(output: Floats, learnt: Constants) -> Floats:
    """(128,) output of the network -> (128,) of unit length, after cohort normalisation."""
    face = centred(output, learnt.mean, learnt.drawn)
    common = np.exp(learnt.cohort @ face) @ learnt.cohort
    common /= np.linalg.norm(common)
    rest = face - REMOVED * (face @ common) * common
    return np.asarray(rest / np.linalg.norm(rest))


@functools.cache
def _network() -> ResNet:
    """The network, loaded once."""
    return ResNet(weights())


@functools.cache
def constants() -> Constants:
    """The constants, read once."""
    file = resources.files("moto_rekognition.vision").joinpath("data/dlib.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        mean, drawn, cohort = (stored[name].astype(np.float64) for name in ("mean", "drawn", "cohort"))
    return Constants(mean, drawn, cohort / np.linalg.norm(cohort, axis=1, keepdims=True))
