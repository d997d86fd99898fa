"""Where to look: finds the faces of a picture and the mesh of each."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.vision.engines.facemesh import FaceMesh
from moto_rekognition.vision.engines.regions import Sighting
from moto_rekognition.vision.faces import Mesh, Pixels


@dataclass(frozen=True, eq=False)
class Found:
    """A face that was found, in pixels of the picture: the detector's sighting of it and the mesh that confirms it."""

    sighting: Sighting
    mesh: Mesh


def find(pixels: Pixels, engine: FaceMesh) -> list[Found]:
    """Every face of `pixels`."""
    found = []
    for sighting in engine.sightings(pixels, "short"):
        mesh = engine.mesh_in(pixels, sighting.region)
        if mesh is not None:
            found.append(Found(sighting, mesh))
    return found
