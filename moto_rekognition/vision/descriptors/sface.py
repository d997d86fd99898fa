"""The descriptor "sface": OpenCV's FaceRecognizerSF, with a model file that the user fetches."""

from __future__ import annotations

import functools
import hashlib
import threading
from pathlib import Path
from typing import Any

import numpy as np

from moto_rekognition.vision.descriptors.alignment import align, warp
from moto_rekognition.vision.descriptors.calibration import Calibration
from moto_rekognition.vision.engine import model
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Vector

#: Mesh points: the pupils (the image's left first), the tip of the nose, the corners of the mouth.
ALIGNMENT = [468, 473, 4, 61, 291]
#: Where they are in the 112 x 112 pixels that the network was trained on (ArcFace's template).
SIZE = 112
EXPECTED = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)


#: OpenCV's model zoo, Apache-2.0: https://github.com/opencv/opencv_zoo/tree/main/models/face_recognition_sface
NAME = "face_recognition_sface_2021dec.onnx"


def locate(given: str | None) -> Path:
    """The model file: the one given, else that of `moto-rekognition download-model sface` in the user's cache.

    Raises FileNotFoundError, saying how to get one.
    """
    path = Path(given) if given else model.cached().with_name(NAME)
    if path.is_file():
        return path
    raise FileNotFoundError(
        f"the face descriptor 'sface' needs a model file, and there is no {path}: run "
        "`moto-rekognition download-model sface`, or set MOTO_REKOGNITION_SFACE_MODEL to the path of a copy"
    )


class SFace:
    """128 numbers, of the network in `path`: OpenCV's SFace, or one used like it.

    The version is a digest of the file, so that the vectors of two networks never mix.
    """

    name = "sface"
    dimension = 128
    #: OpenCV's sample takes cosines above 0.363 for the same person.
    calibration = Calibration((0.0, 0.2, 0.363, 0.5, 0.75), (1.0, 10.0, 80.0, 98.0, 99.99))

    def __init__(self, path: Path) -> None:
        self._model = path
        self.version = hashlib.sha256(self._model.read_bytes()).hexdigest()[:16]
        self._lock = threading.Lock()

    def describe(self, pixels: Pixels, mesh: Mesh) -> Vector:
        """(dimension,) float32 of unit length. `mesh` is in the coordinates of `pixels`.

        ValueError when OpenCV cannot use the model, or it gives another number of numbers.
        """
        import cv2

        face = warp(pixels, align(mesh.points[ALIGNMENT, :2], EXPECTED), SIZE)
        try:
            with self._lock:
                numbers = np.array(self._network.feature(face[..., ::-1].copy()), np.float64).ravel()
        except cv2.error as error:
            raise ValueError(f"OpenCV cannot use {self._model} as a FaceRecognizerSF model: {error}") from error
        if numbers.size != self.dimension:
            raise ValueError(f"{self._model} describes a face by {numbers.size} numbers, not {self.dimension}")
        return np.asarray(numbers / np.linalg.norm(numbers), np.float32)

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100, monotone."""
        return self.calibration.similarity(scores)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity`."""
        return self.calibration.score(similarity)

    @functools.cached_property
    def _network(self) -> Any:
        import cv2

        return cv2.FaceRecognizerSF.create(str(self._model), "")
