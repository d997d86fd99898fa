"""How sure that it is a face, on the service's scale."""

from __future__ import annotations

from moto_rekognition.vision.faces import Mesh


def confidence(score: float, mesh: Mesh) -> float:
    """0..100 from the detector's score and the mesh's presence, both 0..1."""
    return 100 - 100 * (1 - score) * (1 - mesh.presence)
