"""Fit the constants of moto_rekognition/vision/geometry/eye_direction.py to recorded answers.

    python training/fit_eye_direction.py FOLDER

FOLDER holds, in folders, photos and beside each the answer of DetectFaces, as JSON. Such answers are not in this
repository. Prints the constants, and how far off the angles are for folders left out. Needs SciPy.

The model: yaw = -atan(x / focal) + share * look + middle, and pitch likewise with y and the other sign, where x and y
are the place of the face in longer sides of the picture, from its middle, and look is the direction of head and irises.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from recorded import photos
from scipy.optimize import least_squares

from moto_rekognition.vision.engine import Region, face_landmarker
from moto_rekognition.vision.geometry import eye_direction
from moto_rekognition.vision.geometry.canonical import at_rest
from moto_rekognition.vision.geometry.eye_direction import look
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Floats

#: The side of a detection, in widths of the box.
DETECTION_SIDE = 1.2
#: Only answers this sure are followed.
SURE = 90


def measured(folder: Path) -> tuple[list[str], Floats]:
    """The folder of each face; and (n, 6): x, y, look (yaw, pitch), the recorded yaw and pitch."""
    sources, rows = [], []
    for photo in photos(folder):
        size = np.array(photo.pixels.shape[1::-1])
        for face in photo.details:
            direction = face.get("EyeDirection")
            if direction is None or direction["Confidence"] <= SURE:
                continue
            box = photo.box(face)
            middle = np.array([box.left + box.width / 2, box.top + box.height / 2])
            region = Region(middle[0], middle[1] + 0.05 * box.height, DETECTION_SIDE * box.width)
            mesh, presence = face_landmarker().mesh_in(photo.pixels, region)
            if presence > 0:
                place = (middle - size / 2) / size.max()
                rows.append([*place, *look(at_rest(mesh), pose(mesh)), direction["Yaw"], direction["Pitch"]])
                sources.append(photo.source)
    return sources, np.array(rows)


def angles(constants: Floats, rows: Floats) -> Floats:
    """(n, 2) degrees. constants: focal, share, middle (yaw, pitch)."""
    focal, share, *middle = constants
    return np.degrees(np.arctan(rows[:, :2] / focal)) * (-1, 1) + share * rows[:, 2:4] + middle


def fitted(rows: Floats) -> Floats:
    """The constants, by absolute errors beyond 3 degrees, as a few faces look elsewhere."""
    found = least_squares(
        lambda at: (angles(at, rows) - rows[:, 4:]).ravel(), (0.6, 0.3, 0.0, 0.0), loss="soft_l1", f_scale=3.0
    )
    return np.asarray(found.x)


def constants(rows: Sequence[Floats]) -> dict[tuple[str, str], Any]:
    """Module and name of each constant -> its value."""
    focal, share, *middle = fitted(np.array(rows))
    values = {"_FOCAL": float(focal), "_SHARE": float(share), "_MIDDLE": (float(middle[0]), float(middle[1]))}
    return {(eye_direction.__name__, name): value for name, value in values.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    sources, rows = measured(parser.parse_args().folder)
    print("focal, share, middle:", np.round(fitted(rows), 2).tolist(), f"from {len(rows)} faces")
    off = np.zeros((len(rows), 2))
    for source in set(sources):
        out = np.array(sources) == source
        off[out] = np.abs(angles(fitted(rows[~out]), rows[out]) - rows[out, 4:])
    print("folders left out, yaw and pitch: median", np.median(off, axis=0).round(1), "mean", off.mean(axis=0).round(1))
    always = np.abs(rows[:, 4:] - np.median(rows[:, 4:], axis=0)).mean(axis=0)
    print("always their medians: mean", always.round(1))


if __name__ == "__main__":
    main()
