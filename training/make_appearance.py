"""Make the constants of the default descriptor: the average face, and what changes between photos of one person.

    python training/make_appearance.py FOLDER [FOLDER ...] [--people 120] [--views 6]

FOLDER: portraits of many people, one picture each (nested folders are searched). Writes
moto_rekognition/vision/data/appearance.npz, see moto_rekognition/vision/descriptors/appearance.py. Every portrait is
photographed anew `views` times (rephotograph.py), and `people` synthetic people are drawn in as many ways. The file
holds the mean over everybody, the whitening of the covariance within people, and a cohort: the portraits as they are,
and one picture more of each person. It holds numbers, no pictures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from people import FIRST, drawn, measured, photographed, portraits

import moto_rekognition.vision
from moto_rekognition.vision.descriptors.appearance import measure

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "appearance.npz"
#: How far the covariance within people is shrunk to its diagonal. Chosen by hand; 0.02 to 0.25 do as well.
SHRINKAGE = 0.1
#: The weights of photographed and drawn people, in the mean and in the covariance.
MEAN_WEIGHTS, WEIGHTS = (0.9, 0.1), (0.75, 0.25)


def covariance_within(people: list[np.ndarray]) -> np.ndarray:
    scatter = sum((rows - rows.mean(axis=0)).T @ (rows - rows.mean(axis=0)) for rows in people)
    return np.asarray(scatter / sum(len(rows) - 1 for rows in people))


def constants(kinds: list[list[np.ndarray]], nobodies: np.ndarray) -> dict[str, np.ndarray]:
    """What goes into the file.

    kinds: the features of photographed and of drawn people, an array for each person; nobodies: those of the cohort.
    """
    mean = np.average([np.concatenate(people).mean(axis=0) for people in kinds], axis=0, weights=MEAN_WEIGHTS)
    scale = np.concatenate(kinds[0]).std(axis=0)
    within = np.average(
        [covariance_within([rows / scale for rows in people]) for people in kinds], axis=0, weights=WEIGHTS
    )
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within))
    variances, directions = np.linalg.eigh(within)
    whitening = directions / np.sqrt(variances) / scale[:, None]
    cohort = (nobodies - mean) @ whitening
    cohort /= np.linalg.norm(cohort, axis=1, keepdims=True)
    return {
        "mean": mean.astype(np.float32),
        "whitening": whitening.astype(np.float16),
        "cohort": cohort.astype(np.float16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--views", type=int, default=6)
    given = parser.parse_args()

    faces = list(portraits(given.folders))
    kinds = [measured(people, given.views, measure) for people in (photographed(faces), drawn(given.people, FIRST))]
    nobodies = [measure(seen.pixels, seen.mesh) for seen in faces] + [rows[0] for people in kinds for rows in people]
    np.savez_compressed(TARGET, **constants(kinds, np.array(nobodies)))
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {len(kinds[0])} portraits and {len(kinds[1])} drawn people"
    )


if __name__ == "__main__":
    main()
