"""Make the constants of the descriptor "dlib": the average of photographed faces, and where drawn ones differ.

    python training/make_dlib.py FOLDER [FOLDER ...] [--people 60]

FOLDER: portraits of many people (nested folders are searched). Writes moto_rekognition/vision/data/dlib.npz, see
moto_rekognition/vision/descriptors/dlib_resnet.py.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from people import drawn, measured, photographed

import moto_rekognition.vision
from moto_rekognition.vision.descriptors.dlib_resnet import DlibResNet

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "dlib.npz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--people", type=int, default=60)
    given = parser.parse_args()
    kinds = [measured(people, 2, DlibResNet().measure) for people in (photographed(given.folders), drawn(given.people))]
    mean, other = (np.concatenate(people).mean(axis=0) for people in kinds)
    drawn_ones = (other - mean) / np.linalg.norm(other - mean)
    np.savez_compressed(TARGET, mean=mean.astype(np.float32), drawn=drawn_ones.astype(np.float32))
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {len(kinds[0])} portraits and {len(kinds[1])} drawn people"
    )


if __name__ == "__main__":
    main()
