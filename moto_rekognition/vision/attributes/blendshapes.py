"""The blendshapes of a mesh: Face Landmarker's 52 scores of what the muscles of a face do."""

from __future__ import annotations

from moto_rekognition.vision.observation import Mesh


def blendshape(mesh: Mesh, name: str) -> float:
    """0..1: a blendshape; the mean of both sides for one that has sides, such as "eyeBlink"."""
    scores = mesh.blendshapes
    if name in scores:
        return scores[name]
    return (scores[f"{name}Left"] + scores[f"{name}Right"]) / 2
