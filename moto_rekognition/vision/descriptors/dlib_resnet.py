"""The descriptor "dlib": dlib's face ResNet, with the weights that the package face_recognition_models brings."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from moto_rekognition.vision.descriptors.alignment import align, warp
from moto_rekognition.vision.descriptors.calibration import Calibration
from moto_rekognition.vision.descriptors.cohort import individual
from moto_rekognition.vision.descriptors.resnet import DIMENSION, SIZE, ResNet
from moto_rekognition.vision.geometry.canonical import canonical_face, on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

#: Mesh points of the five that dlib aligns a face by: the corners of the eye on the image's right (outer, inner), of
#: the other eye (outer, inner), and where the nose meets the lip.
ALIGNMENT = [263, 362, 33, 133, 2]
#: Their positions in the faces that the network was trained on: dlib's mean face (dlib/image_transforms/
#: interpolation.h) with a padding of 0.25 on each side, in pixels of the 150 x 150.
PADDING = 0.25
MEAN_FACE = np.array([(0.8596, 0.2135), (0.6461, 0.2290), (0.1206, 0.2137), (0.3341, 0.2291), (0.4901, 0.6278)])
EXPECTED = (PADDING + MEAN_FACE) / (2 * PADDING + 1) * SIZE
#: How much larger the face is in the second crop.
CLOSER = 1.1
#: How much more the members of the cohort count that are like the face, see `cohort.individual`. Chosen by hand; to 3,
#: groups are told apart better, and turned faces worse.
SHARPNESS = 1.0
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
    cohort: (n, 128) float64, unit rows: photographed faces of nobody, after mean and `drawn` are removed.
    """

    mean: Floats
    drawn: Floats
    cohort: Floats


class DlibResNet:
    """The network's 128 numbers, with cohort normalisation. 99.4 % on LFW without it, according to dlib's author.

    To the network, the members of some groups look alike (young women from East Asia, small children).
    """

    name = "dlib"
    version = "3"
    dimension = DIMENSION
    calibration = Calibration(
        (0.0, 0.36, 0.47, 0.62, 0.67, 0.76, 0.9, 0.98), (0.3, 4.0, 10.0, 80.0, 95.0, 99.3, 99.98, 99.999)
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
    """(128,) float64: the mean output of the network for two crops of a face, see `crops`."""
    outputs = _network()([warp(pixels, each, SIZE) for each in crops(mesh)])
    return np.asarray(outputs.mean(axis=0), np.float64)


def crops(mesh: Mesh) -> tuple[Floats, Floats]:
    """(2, 3) each: what maps an image to the crops of a face.

    The first is as large as a frontal face is to dlib: its five points alone make a turned face larger, as they are
    nearer to each other. The second is dlib's own alignment, `CLOSER` and mirrored.
    """
    dlibs = align(mesh.points[ALIGNMENT, :2], EXPECTED)
    frontal = align(canonical_face().points[ALIGNMENT, :2], EXPECTED)
    scale, wanted = (math.sqrt(np.linalg.det(each[:, :2])) for each in (dlibs, frontal))
    mirrored = zoomed(dlibs, CLOSER) * [[-1], [1]] + [[0, 0, SIZE], [0, 0, 0]]
    return zoomed(dlibs, wanted * on_canonical(mesh).scale / scale), mirrored


def zoomed(matrix: Floats, factor: float) -> Floats:
    """The same crop with the face `factor` times as large, about the middle of the five points."""
    middle = EXPECTED.mean(axis=0)[:, None]
    return np.hstack([factor * matrix[:, :2], middle + factor * (matrix[:, 2:] - middle)])


def centred(outputs: Floats, mean: Floats, drawn: Floats) -> Floats:
    """(..., 128) outputs of the network -> (..., 128) of unit length, without `mean` and `drawn`: see Constants."""
    numbers = outputs - mean
    numbers = numbers - (numbers @ drawn)[..., None] * drawn
    return np.asarray(numbers / np.linalg.norm(numbers, axis=-1, keepdims=True))


def normalised(output: Floats, learnt: Constants) -> Floats:
    """(128,) output of the network -> (128,) of unit length, after cohort normalisation."""
    return np.asarray(individual(centred(output, learnt.mean, learnt.drawn), learnt.cohort, SHARPNESS), np.float64)


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
