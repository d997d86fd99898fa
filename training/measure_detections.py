"""What the thresholds of moto_rekognition/vision/detection/verification.py stand on.

    python training/measure_detections.py RECORDED

RECORDED holds photos and beside each the answer of DetectFaces, as JSON. Such answers are not in this repository.
Prints percentiles of what is measured of detections of recorded faces and of what is no face; then how often the
detector finds a drawn face, by its size (SMALLEST_DETECTABLE in engine/landmarker.py).
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from unittest import mock

import numpy as np
from PIL import Image
from recorded import photos

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.detection import search, verification
from moto_rekognition.vision.engine import DETECTOR_SIDE, Detection, FaceLandmarker, face_landmarker
from moto_rekognition.vision.observation import Box, Pixels

PERCENTILES = (0, 5, 10, 25, 50, 75, 90, 95, 100)
#: A detection is of a recorded face if their centres are this near, and of no face if they are further apart than that,
#: in heights of the face.
SAME, APART = 0.3, 0.7
#: Sides of the box of a drawn face, as shares of the picture's.
SIZES = (0.06, 0.08, 0.1, 0.12, 0.14, 0.17, 0.2)


def measures(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> dict[str, float]:
    """What `verify` looks at."""
    mesh, presence = engine.mesh_in(pixels, detection.region)
    again, presence_again = engine.mesh_in(pixels, verification.around(mesh))
    repeated = verification.repeat(pixels, detection.region, engine)
    return {
        "score": detection.score,
        "score in a close-up": repeated.score if repeated else 0.0,
        "presence, logit": presence,
        "presence, both": (presence + presence_again) / 2,
        "keypoint error": verification._keypoint_error(mesh, detection),
        "mesh difference": verification._mesh_difference(mesh, again),
    }


def detections(pixels: Pixels, engine: FaceLandmarker) -> list[Detection]:
    """Every detection that is verified in the upright picture."""
    seen: list[Detection] = []
    with mock.patch.object(search, "verify", lambda pixels, detection, engine: seen.append(detection)):
        search._search(pixels, engine)
    return seen


def distance(detection: Detection, face: Box) -> float:
    """Between the centres, in heights of the face."""
    x, y = face.left + face.width / 2, face.top + face.height / 2
    return math.hypot(detection.x - x, detection.y - y) / face.height


def print_recorded(folder: Path) -> None:
    engine = face_landmarker()
    of_faces: list[dict[str, float]] = []
    of_others: list[dict[str, float]] = []
    for photo in photos(folder):
        for detection in detections(photo.pixels, engine):
            nearest = min(distance(detection, photo.box(face)) for face in photo.details)
            if nearest < SAME:
                of_faces.append(measures(photo.pixels, detection, engine))
            elif nearest > APART:
                of_others.append(measures(photo.pixels, detection, engine))
    for name in of_faces[0]:
        for what, rows in (("faces", of_faces), ("others", of_others)):
            found = np.percentile([row[name] for row in rows], PERCENTILES)
            print(f"{name:20} {what:6} {len(rows):4}  ", "  ".join(f"{value:7.3f}" for value in found))


def print_drawn(people: int) -> None:
    engine = face_landmarker()
    for size in SIZES:
        found = 0
        for identity in range(people):
            face = Face(identity)
            scale = size * DETECTOR_SIDE / face.truth.box.height
            small = face.image.resize([round(length * scale) for length in face.image.size], Image.Resampling.BOX)
            picture = Image.new("RGB", (DETECTOR_SIDE, DETECTOR_SIDE), (120, 120, 120))
            picture.paste(small, ((DETECTOR_SIDE - small.width) // 2, (DETECTOR_SIDE - small.height) // 2))
            found += bool(engine.detect(np.asarray(picture)))
        print(f"drawn faces of {size:.2f} of the picture: {found / people:.2f} detected")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path)
    print_recorded(parser.parse_args().recorded)
    print_drawn(60)
