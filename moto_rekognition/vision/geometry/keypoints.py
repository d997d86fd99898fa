"""The mesh of a face of which only the detector's keypoints are known: the canonical face, posed."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision.geometry.canonical import canonical_face
from moto_rekognition.vision.observation import Floats, Mesh

#: Points of the mesh at the detector's keypoints: eyes (the image's left first), tip of the nose, mouth, ears.
KEYPOINTS = ((33, 133, 159, 145), (362, 263, 386, 374), (1, 4), (13, 14), (127, 234, 93), (356, 454, 323))


def at_keypoints(points: Floats) -> Floats:
    """(478, d) points of a mesh -> (6, d) at the detector's keypoints."""
    return np.array([points[list(indices)].mean(axis=0) for indices in KEYPOINTS])


def posed(keypoints: Floats) -> tuple[Mesh, float]:
    """The canonical face turned, scaled and moved (scaled orthographic projection) to fit (6, 2) keypoints.

    Returns the mesh, in the frame of the keypoints, and the root mean square distance of its keypoints from these, in
    units of the canonical face. The rotation is the one nearest to the least-squares affine map.
    """
    model = at_keypoints(canonical_face().points)
    origin, centre = model.mean(axis=0), keypoints.mean(axis=0)
    affine = np.linalg.lstsq(model - origin, keypoints - centre, rcond=None)[0].T
    u, stretch, vt = np.linalg.svd(affine, full_matrices=False)
    across, down = u @ vt
    rotation, scale = np.array([across, down, np.cross(across, down)]), float(stretch.mean())
    points = scale * (canonical_face().points - origin) @ rotation.T
    points[:, :2] += centre
    off = at_keypoints(points)[:, :2] - keypoints
    return Mesh(points), float(np.sqrt((off**2).sum(axis=1).mean()) / max(scale, 1e-9))
