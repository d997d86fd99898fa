"""A second look at a face: upright, always at the same size, and mirrored."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moto_rekognition.vision.geometry.canonical import canonical_face, on_canonical
from moto_rekognition.vision.observation import Engine, Floats, Mesh, Pixels

from .alignment import cut

#: Side in pixels of what the engine is shown, and in units of the canonical face.
SIZE, SIDE = 224, 28.0
#: Two meshes of one face that are further apart than this, in widths of the face, do not agree.
DISAGREEMENT = 0.15


def second_look(pixels: Pixels, mesh: Mesh, engine: Engine) -> Mesh:
    """The mean of `mesh` and of the mesh found in an upright mirror image of the face, in pixels of `pixels`.

    Half of what a mesh gets wrong it gets wrong the other way round in a mirror. `mesh` itself when the other is not
    found, or of something else.
    """
    to_mirror = _to_mirror(mesh)
    found = engine.mesh(cut(pixels, to_mirror, SIZE))
    if found is None:
        return mesh
    turn, offset = to_mirror[:, :2], to_mirror[:, 2]
    factor = math.sqrt(-np.linalg.det(turn))
    other = found.points[canonical_face().mirror]
    other = np.column_stack([(other[:, :2] - offset) @ np.linalg.inv(turn).T, other[:, 2] / factor])
    apart = np.linalg.norm((other - mesh.points)[:, :2], axis=1).mean()
    if apart > DISAGREEMENT * np.ptp(mesh.points[:, 0]):
        return mesh
    return replace(mesh, points=(mesh.points + other) / 2)


def _to_mirror(mesh: Mesh) -> Floats:
    """(2, 3): from places in the picture to those in the mirror image."""
    onto = on_canonical(mesh)
    across = onto.rotation[0]  # the canonical face's x axis, in the picture
    angle = math.atan2(across[1], across[0])
    turn = (
        np.array([[-math.cos(angle), -math.sin(angle)], [-math.sin(angle), math.cos(angle)]]) * onto.scale * SIZE / SIDE
    )
    middle = (mesh.points[:, :2].min(axis=0) + mesh.points[:, :2].max(axis=0)) / 2
    return np.column_stack([turn, SIZE / 2 - turn @ middle])
