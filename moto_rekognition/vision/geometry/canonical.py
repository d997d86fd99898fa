"""The canonical face: a mean, symmetric mesh at rest, and the rigid fit of a mesh onto it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.observation import Floats, Mesh

#: Mesh points that expressions do not move: brow and forehead, temples, nose, cheekbones.
RIGID = np.array((
    1, 2, 4, 5, 6, 8, 9, 10, 33, 50, 54, 67, 93, 98, 103, 109, 116, 117, 123, 127, 129, 133, 151, 162, 168, 195, 197,
    234, 263, 280, 284, 297, 323, 327, 332, 338, 345, 346, 352, 356, 358, 362, 389, 454,
))  # fmt: skip


@dataclass(frozen=True, eq=False)
class CanonicalFace:
    """The mean mesh of frontal drawn faces at rest, made symmetric (training/make_canonical_face.py).

    points: (478, 3) float64, x to the image's right, y down, z away from the camera, the middle between the eyes at
    the origin and the eyes 6.3 apart, so that the unit is about a centimetre.
    mirror: (478,) the point on the other side of the face; points on the middle line are their own.
    """

    points: Floats
    mirror: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Fit:
    """A similarity transform from one shape to another: `(points - centre) @ rotation.T * scale`.

    rotation: (3, 3), a proper rotation; scale: a length of the target per length of the source; centre: (3,), the point
    of the source that the target's origin corresponds to.
    """

    rotation: Floats
    scale: float
    centre: Floats


@functools.cache
def canonical_face() -> CanonicalFace:
    """The canonical face, read once."""
    with (
        resources.files("moto_rekognition.vision").joinpath("data/canonical_face.npz").open("rb") as file,
        np.load(file) as stored,
    ):
        return CanonicalFace(stored["points"].astype(np.float64), stored["mirror"].astype(np.intp))


def fit(points: Floats, onto: Floats) -> Fit:
    """The least-squares similarity transform of `points` to `onto`, both (478, 3), by their rigid points (Umeyama)."""
    source, target = points[RIGID], onto[RIGID]
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    source, target = source - source_mean, target - target_mean
    u, stretch, vt = np.linalg.svd(target.T @ source)
    flip = np.array([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    rotation = (u * flip) @ vt
    scale = float((stretch * flip).sum() / max(float((source**2).sum()), 1e-12))
    return Fit(rotation, scale, source_mean - rotation.T @ target_mean / scale)


@functools.lru_cache(maxsize=128)
def on_canonical(mesh: Mesh) -> Fit:
    """The transform of `mesh` to the canonical face. Cached, because most answers about a face need it."""
    return fit(mesh.points, canonical_face().points)


def at_rest(mesh: Mesh) -> Floats:
    """(478, 3): the mesh in the frame of the canonical face: frontal, its scale, with its expression."""
    onto = on_canonical(mesh)
    return np.asarray((mesh.points - onto.centre) @ onto.rotation.T * onto.scale)
