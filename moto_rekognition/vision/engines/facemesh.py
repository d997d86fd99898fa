"""The engine of MediaPipe up to 0.10.21: Face Mesh and the face detectors, whose models are in the wheel."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.engines.pool import Pool
from moto_rekognition.vision.engines.quiet import quiet
from moto_rekognition.vision.engines.regions import Region, Sighting
from moto_rekognition.vision.faces import Mesh, Pixels

#: The lowest score of a detector that is worth a look with the mesh.
LOWEST_SCORE = 0.5


class _Graphs:
    """One of each graph. Not for two threads at a time."""

    def __init__(self) -> None:
        with quiet():
            from moto_rekognition.vision.engines.graphs import DetectorGraph, MeshGraph

            self.mesh = MeshGraph()
            self.detectors = {reach: DetectorGraph(reach, LOWEST_SCORE) for reach in ("short", "full")}
            # The native side goes on talking until the first inference of each graph is done.
            blank = np.zeros((64, 64, 3), np.uint8)
            self.mesh(blank, Region(32, 32, 32))
            for detector in self.detectors.values():
                detector(blank)

    def close(self) -> None:
        self.mesh.close()
        for detector in self.detectors.values():
            detector.close()


class FaceMesh:
    """Face Mesh with refined eyes and lips: 478 points. Safe to share between threads."""

    name = "facemesh"

    def __init__(self) -> None:
        self._pool = Pool(_Graphs)

    def sightings(self, pixels: Pixels, reach: str) -> list[Sighting]:
        """What the detector `reach` ("short" or "full") sees in the whole of `pixels`, in its pixels."""
        with self._pool.lend() as graphs:
            return graphs.detectors[reach](pixels)

    def mesh_in(self, pixels: Pixels, region: Region) -> Mesh | None:
        """The mesh of the face in `region`, in pixels of `pixels`; None when there is none."""
        with self._pool.lend() as graphs:
            return graphs.mesh(pixels, region)

    def mesh(self, crop: Pixels) -> Mesh | None:
        """The mesh of the one face that fills a good part of `crop`, in pixels of `crop`; None when there is none."""
        sightings = self.sightings(crop, "short")
        if not sightings:
            return None
        return self.mesh_in(crop, max(sightings, key=lambda sighting: sighting.score).region)

    def close(self) -> None:
        """Free the native graphs. The next call builds them anew."""
        self._pool.close()
