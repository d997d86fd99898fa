"""Make the canonical face: the mean mesh of frontal synthetic faces, symmetric, at rest.

    python training/make_canonical_face.py [--people 150]

Writes moto_rekognition/vision/data/canonical_face.npz (see moto_rekognition/vision/geometry/canonical.py). Needs SciPy.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

import moto_rekognition.vision
from moto_rekognition.synthetic import Face
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.canonical import fit
from moto_rekognition.vision.observation import Floats

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "canonical_face.npz"
EYES = ((33, 133), (362, 263))
#: Distance of the eyes, which makes the unit about a centimetre.
INTEROCULAR = 6.3
ROUNDS = 5
#: The drawn faces are raised by this, degrees: as the line from the hairline to the chin is upright then, as it is in
#: MediaPipe's own canonical face. Chosen by hand; the pose of a mesh does not depend on it (see pose.py).
PITCH = 5.9


def meshes(people: int) -> list[Floats]:
    """Meshes of frontal faces at rest, and of their mirror images: what the engine does to one side it does to both."""
    found = []
    for identity in range(people):
        pixels = np.asarray(Face(identity, smile=0.0, brow=0.0, beard=False, pitch=PITCH).image)
        for view, pixel in (("seen", pixels), ("mirrored", pixels[:, ::-1])):
            mesh = face_landmarker().mesh(np.ascontiguousarray(pixel))
            if mesh is None:
                print(f"no mesh for identity {identity}, {view}")
                continue
            found.append(scaled(mesh.points))
    return found


def scaled(points: Floats) -> Floats:
    left, right = (points[list(corners)].mean(axis=0) for corners in EYES)
    return np.asarray((points - (left + right) / 2) * INTEROCULAR / np.linalg.norm(left - right))


def mirror_of(points: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """For each point the one on the other side: the assignment that moves a reflected face least."""
    reflected = points * (-1, 1, 1)
    distance = ((points[:, None] - reflected[None]) ** 2).sum(axis=2)
    other = linear_sum_assignment(distance)[1].astype(np.int16)
    if not np.array_equal(other[other], np.arange(len(points))):
        raise SystemExit("The mean face is too lopsided for its points to be paired.")
    return other


def mean_of(faces: list[Floats]) -> Floats:
    """Their mean after turning each onto it, facing the way they face on average."""
    mean = faces[0]
    for _ in range(ROUNDS):
        fits = [fit(face, onto=mean) for face in faces]
        mean = np.mean(
            [(face - f.centre) @ f.rotation.T * f.scale for face, f in zip(faces, fits, strict=True)], axis=0
        )
    turn = np.mean([fit(mean, onto=face).rotation for face in faces], axis=0)
    u, _, vt = np.linalg.svd(turn)
    return np.asarray(mean @ (u @ vt).T)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=150)
    people = parser.parse_args().people
    mean = scaled(mean_of(meshes(people)))
    mirror = mirror_of(mean)
    points = scaled((mean + mean[mirror] * (-1, 1, 1)) / 2)
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, points=points.astype(np.float32), mirror=mirror)
    lopsided = float(np.abs(mean - points).max())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes; symmetric to within {lopsided:.2f} of {INTEROCULAR}")


if __name__ == "__main__":
    main()
