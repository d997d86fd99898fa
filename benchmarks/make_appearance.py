"""Make the constants of the default descriptor: the average face, and what changes between photos of one person.

    python benchmarks/make_appearance.py FOLDER [FOLDER ...] [--people 120] [--views 8]

FOLDER: portraits of many people, one picture each (nested folders are searched). Writes
moto_rekognition/vision/data/appearance.npz, see moto_rekognition/vision/descriptors/appearance.py. Every portrait is
photographed anew `views` times (rephotograph.py), and `people` synthetic people are drawn in as many ways. Of each half
of the descriptor the mean over everybody is taken, and what whitens the covariance within the pictures of one person.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from people import drawn, measured, photographed

import moto_rekognition.vision
from moto_rekognition.vision import engines
from moto_rekognition.vision.descriptors.appearance import HALF, measure
from moto_rekognition.vision.faces import Mesh, Pixels

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "appearance.npz"
#: How far the covariance is drawn to its own diagonal.
SHRINKAGE = 0.3
#: How much photographed and drawn people count.
WEIGHTS = (0.75, 0.25)


def covariance_within(people: list[np.ndarray]) -> np.ndarray:
    scatter = sum((rows - rows.mean(axis=0)).T @ (rows - rows.mean(axis=0)) for rows in people)
    return np.asarray(scatter / sum(len(rows) - 1 for rows in people))


def constants(kinds: list[list[np.ndarray]]) -> dict[str, np.ndarray]:
    """From the photographed and the drawn people: what goes into the file."""
    mean = np.average([np.concatenate(people).mean(axis=0) for people in kinds], axis=0, weights=WEIGHTS)
    scale = np.concatenate(kinds[0]).std(axis=0)
    whitening = []
    for half in (slice(0, HALF), slice(HALF, 2 * HALF)):
        covariances = [covariance_within([rows[:, half] / scale[half] for rows in people]) for people in kinds]
        within = np.average(covariances, axis=0, weights=WEIGHTS)
        within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within))
        whitening.append(np.linalg.cholesky(np.linalg.inv(within)) / scale[half, None])
    return {"mean": mean.astype(np.float32), "whitening": np.array(whitening, np.float16)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--views", type=int, default=8)
    given = parser.parse_args()

    def appearance(pixels: Pixels, mesh: Mesh) -> np.ndarray:
        return measure(pixels, mesh, engines.engine())

    kinds = [measured(people, given.views, appearance) for people in (photographed(given.folders), drawn(given.people))]
    np.savez_compressed(TARGET, **constants(kinds))
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {len(kinds[0])} portraits and {len(kinds[1])} drawn people"
    )


if __name__ == "__main__":
    main()
