"""The engine of MediaPipe 0.10.30 and later: Face Landmarker with the official bundle, which is not in the wheel."""

from __future__ import annotations

import contextlib
import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from moto_rekognition.vision.engines import model
from moto_rekognition.vision.engines.pool import Pool
from moto_rekognition.vision.engines.quiet import quiet
from moto_rekognition.vision.engines.regions import ROOM, Detector, Region, Sighting, cut
from moto_rekognition.vision.faces import Mesh, Pixels

#: The bundle's only detector is the short-range one: it takes more tiles to find small faces with it.
DETECTOR = Detector("short", side=128, least=0.14, lowest_score=0.4)
#: Face Landmarker runs its own detector first, which wants to see some surroundings of the face: how much of them,
#: then how much when that is not enough, as for some profiles; and the pixels of the close-up it is shown.
_SURROUNDINGS, _CLOSE_UP = (1.6, 3.5), 320
#: A mesh further than this from the middle of the region it was sought in, in sides of it, is of a neighbour.
_NEIGHBOUR = 0.5


class _Tasks:
    """The tasks of one instance. Not for two threads at a time."""

    def __init__(self, path: Path) -> None:
        with quiet():
            from moto_rekognition.vision.engines.tasks import DetectorTask, MeshTask

            self._mesh = MeshTask(path)
            self.detector = DetectorTask(path, DETECTOR.lowest_score)
            self.detector(np.zeros((64, 64, 3), np.uint8))
        self._talkative = True

    def mesh(self, pixels: Pixels) -> Mesh | None:
        """The mesh of the face in the middle."""
        # The native side goes on talking until its models have all run once, which takes a face.
        with quiet() if self._talkative else contextlib.nullcontext():
            mesh = self._mesh(pixels)
        self._talkative = self._talkative and mesh is None
        return mesh

    def close(self) -> None:
        with quiet():
            self._mesh.close()
            self.detector.close()


class Landmarker:
    """Face Landmarker: 478 points and 52 blendshapes. Safe to share between threads."""

    name = "landmarker"
    near = DETECTOR
    far = DETECTOR
    #: As the mesh does not say how sure it is, all depends on the detector: most hands and ears that it took for faces
    #: had up to 0.70.
    believable = 0.71

    def __init__(self, path: str | None = None) -> None:
        self._pool = Pool(lambda: _Tasks(model.locate(path)))

    def sightings(self, pixels: Pixels, detector: Detector) -> list[Sighting]:
        """What the detector sees in the whole of `pixels`, in its pixels."""
        with self._pool.lend() as tasks:
            return tasks.detector(pixels)

    def mesh_in(self, pixels: Pixels, region: Region) -> Mesh | None:
        """The mesh of the face whose detector's box is `region`, in pixels of `pixels`; None when there is none."""
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
        """The mesh of the one face that fills a good part of `crop`, in pixels of `crop`; None when there is none."""
        with self._pool.lend() as tasks:
            return tasks.mesh(crop)

    def close(self) -> None:
        """Free the native tasks. The next call builds them anew."""
        self._pool.close()
