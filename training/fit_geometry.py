"""Fit the constants of moto_rekognition/vision/geometry/box.py and landmarks.py to recorded answers.

    python training/fit_geometry.py FOLDER

FOLDER holds, in folders, photos and beside each the answer of DetectFaces, as JSON. Such answers are not in this
repository. Prints the constants, and the overlap and the landmark error for the photos of a folder that was left out.
The points of the mesh that make each landmark are chosen by hand: see landmarks.py.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from recorded import photos

from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry import box, landmarks
from moto_rekognition.vision.observation import LANDMARKS, Box, Floats, Mesh

#: What is tried: how far the box goes above the forehead of the mesh, how steeply the forehead recedes, and how far
#: landmarks lie to the left and above.
RISES, RECEDES, CUT_OFFS = np.arange(0.09, 0.26, 0.01), np.arange(0.3, 1.5, 0.1), np.arange(0, 0.021, 0.001)
#: A frontal face is turned by less than this about every axis, degrees.
FRONTAL = 30
#: Module and name of a constant -> its value.
Constants = dict[tuple[str, str], Any]


@dataclass(frozen=True, eq=False)
class RecordedFace:
    """A face that the service and Face Landmarker saw, in pixels. landmarks: (30, 2); None where the face is turned
    away or the answer has fewer."""

    source: str
    mesh: Mesh
    box: Box
    landmarks: Floats | None


def measured(folder: Path) -> tuple[list[str], list[RecordedFace]]:
    """The source of each face, and the faces."""
    faces = []
    for photo in photos(folder):
        size = np.array(photo.pixels.shape[1::-1])
        for found in find(photo.pixels, face_landmarker()):
            truth = [
                (overlap(around, box.box(found.mesh)), around, d) for d in photo.details for around in [photo.box(d)]
            ]
            best, around, detail = max(truth, key=lambda t: t[0])
            if best > 0.5:
                faces.append(RecordedFace(photo.source, found.mesh, around, points(detail, size)))
    return [face.source for face in faces], faces


def points(detail: dict[str, Any], size: Floats) -> Floats | None:
    named = {point["Type"]: (point["X"], point["Y"]) for point in detail.get("Landmarks", ())}
    frontal = "Pose" in detail and max(map(abs, detail["Pose"].values())) < FRONTAL
    return np.array([named[name] for name in LANDMARKS]) * size if frontal and named.keys() >= set(LANDMARKS) else None


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
    shared = max(width, 0) * max(height, 0)
    return shared / (a.area + b.area - shared)


def box_overlap(faces: Iterable[RecordedFace], rise: float, recedes: float) -> list[float]:
    with mock.patch.multiple(box, _FOREHEAD_RISE=rise, _FOREHEAD_RECEDES=recedes):
        return [overlap(face.box, box.box(face.mesh)) for face in faces]


def landmark_errors(faces: Iterable[RecordedFace], cut_off: float) -> list[float]:
    """The error of the landmarks of each face, in distances of its eyes: the mean of the first five and that of
    the others, averaged, as the five are the default answer."""
    errors = []
    with mock.patch.object(landmarks, "_CUT_OFF", cut_off):
        for face in faces:
            if face.landmarks is not None:
                off = np.linalg.norm(landmarks.landmarks(face.mesh) - face.landmarks, axis=1)
                eyes = float(np.linalg.norm(face.landmarks[0] - face.landmarks[1]))
                errors.append(float(off[:5].mean() + off[5:].mean()) / 2 / eyes)
    return errors


def constants(faces: list[RecordedFace]) -> Constants:
    """Those with the largest mean overlap and the smallest mean error."""
    rise, recedes = max(product(RISES, RECEDES), key=lambda tried: statistics.fmean(box_overlap(faces, *tried)))
    cut_off = min(CUT_OFFS, key=lambda tried: statistics.fmean(landmark_errors(faces, tried)))
    return {
        (box.__name__, "_FOREHEAD_RISE"): round(float(rise), 3),
        (box.__name__, "_FOREHEAD_RECEDES"): round(float(recedes), 3),
        (landmarks.__name__, "_CUT_OFF"): round(float(cut_off), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    sources, faces = measured(parser.parse_args().folder)
    print(f"{len(faces)} faces: {constants(faces)}")
    overlaps, errors = [], []
    for source in sorted(set(sources)):
        out = [face for face in faces if face.source == source]
        rise, recedes, cut_off = constants([face for face in faces if face.source != source]).values()
        overlaps += box_overlap(out, rise, recedes)
        errors += landmark_errors(out, cut_off)
        print(f"    without {source}: {rise}, {recedes}, {cut_off}")
    print(f"folders left out: overlap {statistics.median(overlaps):.3f}, landmarks {statistics.median(errors):.4f}")


if __name__ == "__main__":
    main()
