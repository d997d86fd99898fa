"""Make the constants of the descriptor "dlib": mean face, direction of drawn faces, cohort of nobodies.

    python training/make_dlib.py FOLDER [FOLDER ...] [--people 60]

FOLDER: portraits of many people, one image each, best of people who do not exist (nested folders are searched).
Writes moto_rekognition/vision/data/dlib.npz, see moto_rekognition/vision/descriptors/dlib_resnet.py. The cohort is
the portraits; two pictures each of `people` synthetic identities tell in which direction drawn faces are. The file
holds vectors of the network, no pictures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from people import FIRST, drawn, measured, portraits

import moto_rekognition.vision
from moto_rekognition.vision.descriptors.dlib_resnet import centred, measure

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "dlib.npz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--people", type=int, default=60)
    given = parser.parse_args()
    photographed = np.array([measure(seen.pixels, seen.mesh) for seen in portraits(given.folders)])
    synthetic = np.concatenate(measured(drawn(given.people, FIRST), 2, measure))
    mean = photographed.mean(axis=0)
    direction = synthetic.mean(axis=0) - mean
    direction /= np.linalg.norm(direction)
    cohort = centred(photographed, mean, direction)
    np.savez_compressed(
        TARGET, mean=mean.astype(np.float32), drawn=direction.astype(np.float32), cohort=cohort.astype(np.float16)
    )
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {len(photographed)} portraits and {len(synthetic)} drawn"
    )


if __name__ == "__main__":
    main()
