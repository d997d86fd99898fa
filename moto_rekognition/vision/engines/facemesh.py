"""The engine of MediaPipe up to 0.10.21: Face Mesh and the face detectors, whose models are in the wheel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moto_rekognition.vision.engines.pool import Pool
from moto_rekognition.vision.engines.quiet import quiet
from moto_rekognition.vision.engines.regions import ROOM, Detector, Region, Sighting, cut
from moto_rekognition.vision.faces import Mesh, Pixels

#: The near detector sees half of the faces of a tenth of its view, and all of a seventh.
NEAR = Detector("short", side=128, least=0.1, lowest_score=0.4)
FAR = Detector("full", side=192, least=0.07, lowest_score=0.35)
#: Below this the mesh is no evidence of anything.
LOWEST_PRESENCE = 0.05
#: The mesh model reads 192 by 192 pixels; much larger regions are averaged down first, as sampling them would alias.
_SHARP = 480
_UPRIGHT = 256


class _Graphs:
    """One of each graph. Not for two threads at a time."""

    def __init__(self) -> None:
        with quiet():
            from moto_rekognition.vision.engines.graphs import DetectorGraph, MeshGraph

            self.mesh = MeshGraph(LOWEST_PRESENCE)
            self.detectors = {d.name: DetectorGraph(d.name, d.lowest_score) for d in (NEAR, FAR)}
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
    near = NEAR
    far = FAR
    believable = 0.6

    def __init__(self) -> None:
        self._pool = Pool(_Graphs)

    def sightings(self, pixels: Pixels, detector: Detector) -> list[Sighting]:
        """What a detector sees in the whole of `pixels`, in its pixels."""
        with self._pool.lend() as graphs:
            return graphs.detectors[detector.name](pixels)

    def mesh_in(self, pixels: Pixels, region: Region) -> Mesh | None:
        """The mesh of the face whose detector's box is `region`, in pixels of `pixels`; None when there is none."""
        room = region.grown(ROOM)
        if room.side <= _SHARP and pixels.size < 2**22:
            with self._pool.lend() as graphs:
                return graphs.mesh(pixels, room)
        view = cut(pixels, room, _UPRIGHT)
        with self._pool.lend() as graphs:
            mesh = graphs.mesh(view.pixels, Region(_UPRIGHT / 2, _UPRIGHT / 2, _UPRIGHT))
        return mesh and replace(mesh, points=view.points(mesh.points))

    def mesh(self, crop: Pixels) -> Mesh | None:
        """The mesh of the one face that fills a good part of `crop`, in pixels of `crop`; None when there is none."""
        sightings = self.sightings(crop, NEAR)
        if not sightings:
            return None
        mesh = self.mesh_in(crop, max(sightings, key=lambda sighting: sighting.score).region)
        return mesh if mesh is not None and mesh.presence >= 0.5 else None

    def close(self) -> None:
        """Free the native graphs. The next call builds them anew."""
        self._pool.close()
