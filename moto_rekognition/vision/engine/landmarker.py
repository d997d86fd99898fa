"""Face Landmarker: the three networks of its official model bundle, which is no part of MediaPipe: see model.py.

Each runs by itself. MediaPipe's own Face Landmarker would run its detector in every crop again.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from moto_rekognition.vision.engine import model, native
from moto_rekognition.vision.engine.blendshapes import Blendshapes
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.engine.quiet import quiet
from moto_rekognition.vision.engine.regions import ROOM, Detection, Region, cut
from moto_rekognition.vision.observation import Mesh, Pixels

#: The detector (BlazeFace, short range) resizes every image to this many pixels by as many.
DETECTOR_SIDE = 128
#: The smallest face that the detector finds reliably: the height of its box as a share of the image's. Of drawn faces
#: it finds 43 % of those of 0.12, and 98 % of those of 0.14: `python training/measure_detections.py FOLDER`.
SMALLEST_DETECTABLE = 0.14
#: Detections with a lower score are dropped.
_LOWEST_SCORE = 0.4
#: The mesh network takes a square crop of so many pixels.
MESH_SIDE = 256


class _Tasks:
    """The native tasks of one instance. Not for two threads at a time."""

    def __init__(self, bundle: bytes) -> None:
        native.load()
        with quiet():
            from moto_rekognition.vision.engine.tasks import DetectorTask, MeshTask

            self.mesh = MeshTask(model.network(bundle, model.MESH))
            self.detector = DetectorTask(model.network(bundle, model.DETECTOR), _LOWEST_SCORE)
            # The native side writes to stderr until each network has run once. MediaPipe 1.x warns once in a process
            # of memory that is not aligned, as it is in 7 of 8 calls.
            self.mesh(np.zeros((MESH_SIDE, MESH_SIDE, 3), np.uint8))
            for _ in range(4):
                self.detector(np.zeros((DETECTOR_SIDE, DETECTOR_SIDE, 3), np.uint8))

    def close(self) -> None:
        with quiet():
            self.mesh.close()
            self.detector.close()


class FaceLandmarker:
    """Face Landmarker: 478 points and 52 blendshapes. Safe to share between threads.

    Loads MediaPipe and the model at `load` or the first picture; the methods raise ModelMissing or ModelInvalid, and
    EngineUnavailable where MediaPipe cannot be loaded.
    """

    def __init__(self, model_path: str | None = None) -> None:
        self._pool = Pool(lambda: _Tasks(model.load(model_path)))
        self._blendshapes = functools.cache(
            lambda: Blendshapes(model.network(model.load(model_path), model.BLENDSHAPES))
        )

    def load(self) -> None:
        """Load MediaPipe and the model, unless that was done."""
        self._pool.begin()

    def detect(self, pixels: Pixels) -> list[Detection]:
        """The faces detected in the whole of `pixels`, in its pixels."""
        with self._pool.lend() as tasks:
            return tasks.detector(pixels)

    def mesh_in(self, pixels: Pixels, region: Region) -> tuple[Mesh, float]:
        """The mesh of the face at `region`, in pixels of `pixels`; and the logit of there being a face.

        region: that of a detection. Its angle should be that of the face: the mesh of a face turned further than 45
        degrees in it is wrong.
        """
        view = cut(pixels, region.grown(ROOM), MESH_SIDE)
        with self._pool.lend() as tasks:
            points, presence = tasks.mesh(view.pixels)
        return Mesh(view.points(points)), presence

    def mesh(self, crop: Pixels) -> Mesh | None:
        """The mesh of the face nearest the centre of `crop`, in its pixels, with blendshapes; None without a face."""
        centre = crop.shape[1] / 2, crop.shape[0] / 2
        detections = self.detect(crop)
        nearest = min(detections, key=lambda seen: math.dist((seen.x, seen.y), centre), default=None)
        mesh, presence = self.mesh_in(crop, nearest.region) if nearest else (None, 0.0)
        return replace(mesh, blendshapes=self.blendshapes(mesh)) if mesh and presence > 0 else None

    def blendshapes(self, mesh: Mesh) -> Mapping[str, float]:
        """52 named scores 0..1 of a mesh."""
        return self._blendshapes()(mesh)

    def close(self) -> None:
        """Free the native tasks. The next call builds them anew."""
        self._pool.close()


@functools.cache
def face_landmarker(model_path: str | None = None) -> FaceLandmarker:
    """The FaceLandmarker of this process for a model file; None looks for the file as `model.locate` does."""
    return FaceLandmarker(model_path)
