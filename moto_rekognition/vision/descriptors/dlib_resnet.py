"""Real recognition with dlib's face ResNet, whose weights the package face_recognition_models brings."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from moto_rekognition.vision.observation import Engine, Floats, Mesh, Pixels, Vector

from .alignment import cut, placing
from .calibration import Calibration

#: Mesh points of the five that dlib aligns a face by: corners of the eye on the image's right (outer, inner), of the
#: other (outer, inner), and where the nose meets the lip.
ALIGNMENT = [263, 362, 33, 133, 2]
#: Where they are in the faces that the network was trained on: dlib's mean face (dlib/image_transforms/interpolation.h)
#: with a padding of 0.25 on each side, in pixels of the 150 x 150.
SIZE, PADDING = 150, 0.25
MEAN_FACE = np.array([(0.8596, 0.2135), (0.6461, 0.2290), (0.1206, 0.2137), (0.3341, 0.2291), (0.4901, 0.6278)])
EXPECTED = (PADDING + MEAN_FACE) / (2 * PADDING + 1) * SIZE
INSTALL = "install moto-rekognition[recognition] for the face descriptor 'dlib'"


def weights() -> Path:
    """The file of the network. ModuleNotFoundError, saying what to install, when it is not there.

    Importing face_recognition_models would need pkg_resources, which new setuptools no longer have.
    """
    found = find_spec("face_recognition_models")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(INSTALL)
    return Path(found.origin).parent / "models" / "dlib_face_recognition_resnet_model_v1.dat"


@dataclass(frozen=True, eq=False)
class Constants:
    """What training/make_dlib.py has learnt.

    mean: (128,) float64, what the network says of a photographed face on average. drawn: (128,) float64, unit: where
    drawn faces differ from photographed ones. It is taken away, or all drawn faces would look alike to the network.
    """

    mean: Floats
    drawn: Floats


class DlibResNet:
    """128 numbers, made comparable by their angle. dlib's author gives it 99.4 % on LFW."""

    name = "dlib"
    version = "1"
    dimension = 128
    calibration = Calibration((0.0, 0.4, 0.55, 0.62, 0.7, 0.85, 0.97), (0.5, 10.0, 80.0, 97.0, 99.3, 99.95, 99.999))

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def describe(self, pixels: Pixels, mesh: Mesh, engine: Engine) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`.

        ModuleNotFoundError, saying what to install, without the extra `recognition`.
        """
        learnt = constants()
        numbers = self.measure(pixels, mesh) - learnt.mean
        numbers -= numbers @ learnt.drawn * learnt.drawn
        return np.asarray(numbers / np.linalg.norm(numbers), np.float32)

    def measure(self, pixels: Pixels, mesh: Mesh) -> Floats:
        """(dimension,) float64: what the network says of the face, aligned by its mesh."""
        face = cut(pixels, placing(mesh.points[ALIGNMENT, :2], EXPECTED), SIZE)
        network = _network()
        with self._lock:
            return np.array(network.compute_face_descriptor(face))

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)


@functools.cache
def _network() -> Any:
    """The network, loaded once in about 0.3 s."""
    try:
        import dlib
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(INSTALL) from error
    return dlib.face_recognition_model_v1(str(weights()))


@functools.cache
def constants() -> Constants:
    """The constants, read once."""
    file = resources.files("moto_rekognition.vision").joinpath("data/dlib.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        return Constants(stored["mean"].astype(np.float64), stored["drawn"].astype(np.float64))
