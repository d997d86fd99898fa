"""What every engine can do for detection: two detectors, and the mesh of a region."""

from __future__ import annotations

from typing import Protocol

from moto_rekognition.vision.engines.regions import Detector, Region, Sighting
from moto_rekognition.vision.faces import Engine as MeshEngine
from moto_rekognition.vision.faces import Mesh, Pixels


class Engine(MeshEngine, Protocol):
    """A face mesh model with its detectors. Safe to share between threads."""

    @property
    def near(self) -> Detector:
        """The detector for close-ups."""

    @property
    def far(self) -> Detector:
        """The detector for faces that are small in the view; may be the same."""

    @property
    def believable(self) -> float:
        """How sure a detector is, at least, of what is a face, in the best of several close-ups: 0..1."""

    def sightings(self, pixels: Pixels, detector: Detector) -> list[Sighting]:
        """What a detector sees in the whole of `pixels`, in its pixels."""

    def mesh_in(self, pixels: Pixels, region: Region) -> Mesh | None:
        """The mesh of the face whose detector's box is `region`, in pixels of `pixels`; None when there is none."""

    def close(self) -> None:
        """Free the native side. The next call builds it anew."""
