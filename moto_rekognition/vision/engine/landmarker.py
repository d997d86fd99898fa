"""Face Landmarker with its official model bundle. The bundle is not in the wheels of MediaPipe: see model.py."""

from __future__ import annotations

import contextlib
import functools
import math
from dataclasses import replace

import numpy as np

from moto_rekognition.vision.engine import model, native
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.engine.quiet import quiet
from moto_rekognition.vision.engine.regions import ROOM, Detection, Region, cut
from moto_rekognition.vision.observation import Mesh, Pixels

#: The detector (BlazeFace, short range) resizes every image to this many pixels by as many.
DETECTOR_SIDE = 128
#: The smallest face that the detector finds reliably: the side of its box as a share of the image's. It finds half of
#: the faces of 0.1, and all of 0.14.
SMALLEST_DETECTABLE = 0.14
#: Detections with a lower score are dropped.
_LOWEST_SCORE = 0.4
#: A close-up shows the face and its surroundings, because Face Landmarker runs its own detector on it first. Its side,
#: in sides of the region in which the mesh is sought: the first, then the second if no face is detected, as for some
#: profiles. And the pixels of the close-up.
_SURROUNDINGS, _CLOSE_UP = (1.6, 3.5), 320
#: A mesh whose centre is further than this from the centre of the detection, in sides of the detection, belongs to a
#: neighbouring face.
_NEIGHBOUR = 0.5


class _Tasks:
    """The native tasks of one instance. Not for two threads at a time."""

    def __init__(self, bundle: bytes) -> None:
        native.load()
        with quiet():
            from moto_rekognition.vision.engine.tasks import DetectorTask, MeshTask

            self._mesh = MeshTask(bundle)
            self.detector = DetectorTask(bundle, _LOWEST_SCORE)
            # MediaPipe 1.x warns once in a process of memory that is not aligned, as it is in 7 of 8 calls.
            for _ in range(4):
                self.detector(np.zeros((64, 64, 3), np.uint8))
        self._talkative = True

    def mesh(self, pixels: Pixels) -> Mesh | None:
        """The mesh of the face nearest the centre of `pixels`."""
        # The native side writes to stderr until each of its models has run once, which needs a face.
        with quiet() if self._talkative else contextlib.nullcontext():
            mesh = self._mesh(pixels)
        self._talkative = self._talkative and mesh is None
        return mesh

    def close(self) -> None:
        with quiet():
            self._mesh.close()
            self.detector.close()


class FaceLandmarker:
    """Face Landmarker: 478 points and 52 blendshapes. Safe to share between threads.

    Loads MediaPipe and the model at `load` or the first picture; the methods raise ModelMissing or ModelInvalid, and
    EngineUnavailable where MediaPipe cannot be loaded.
    """

    def __init__(self, model_path: str | None = None) -> None:
        self._pool = Pool(lambda: _Tasks(model.load(model_path)))

    def load(self) -> None:
        """Load MediaPipe and the model, unless that was done."""
        self._pool.begin()

    def detect(self, pixels: Pixels) -> list[Detection]:
        """The faces detected in the whole of `pixels`, in its pixels."""
        with self._pool.lend() as tasks:
            return tasks.detector(pixels)

    def mesh_in(self, pixels: Pixels, region: Region) -> Mesh | None:
        """The mesh of the face detected at `region`, in pixels of `pixels`; None when none is found there."""
        for surroundings in _SURROUNDINGS:
            view = cut(pixels, region.grown(ROOM * surroundings), _CLOSE_UP)
            mesh = self.mesh(view.pixels)
            if mesh is None:
                continue
            points = view.points(mesh.points)
            if math.dist(points[:, :2].mean(axis=0), (region.x, region.y)) < _NEIGHBOUR * region.side:
                return replace(mesh, points=points)
        return None

    def mesh(self, crop: Pixels) -> Mesh | None:
        """The mesh of the face nearest the centre of `crop`, in pixels of `crop`; None when none is found."""
        with self._pool.lend() as tasks:
            return tasks.mesh(crop)

    def close(self) -> None:
        """Free the native tasks. The next call builds them anew."""
        self._pool.close()


@functools.cache
def face_landmarker(model_path: str | None = None) -> FaceLandmarker:
    """The FaceLandmarker of this process for a model file; None looks for the file as `model.locate` does."""
    return FaceLandmarker(model_path)
