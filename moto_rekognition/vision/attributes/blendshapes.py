"""The blendshapes of a mesh: Face Landmarker's 52 scores of what the muscles of a face do."""

from __future__ import annotations

from moto_rekognition.vision.observation import Mesh


def blendshape(mesh: Mesh, name: str) -> float:
    """0..1: a blendshape; the mean of both sides for one that has sides, such as "eyeBlink".

    0, a face at rest, where the mesh has none.
    """
    scores = mesh.blendshapes
    if not scores or name in scores:
        return scores.get(name, 0.0)
    return (scores[f"{name}Left"] + scores[f"{name}Right"]) / 2
