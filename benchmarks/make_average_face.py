"""Make the average face of the default descriptor: mean and deviation of what it measures on many faces.

    python benchmarks/make_average_face.py [--people 300] [PORTRAITS ...]

Writes moto_rekognition/vision/data/average_face.npz (see moto_rekognition/vision/descriptors/appearance.py). The faces
are synthetic ones in any pose and light and, when folders of portraits are named, the faces found in those, each
of the two kinds with half of the weight.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

import moto_rekognition.vision
from moto_rekognition.synthetic import Face
from moto_rekognition.vision import engines
from moto_rekognition.vision.descriptors.appearance import measure
from moto_rekognition.vision.faces import Pixels

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "average_face.npz"
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


def drawn(people: int) -> Iterator[Pixels]:
    random = np.random.default_rng(0)
    for identity in range(people):
        picture = Face(
            identity,
            yaw=random.uniform(-30, 30),
            pitch=random.uniform(-12, 12),
            smile=random.uniform(-0.2, 1),
            mouth_open=max(0.0, random.uniform(-1, 0.6)),
            light=(random.uniform(-60, 60), random.uniform(10, 50)),
        )
        yield np.asarray(picture.image)


def photographed(folder: Path) -> Iterator[Pixels]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in PICTURES:
            with Image.open(path) as picture:
                yield np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def measured(pictures: Iterator[Pixels]) -> np.ndarray:
    engine = engines.engine()
    rows = []
    for pixels in pictures:
        mesh = engine.mesh(pixels)
        if mesh is not None:
            rows.append(measure(pixels, mesh, engine))
    return np.array(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("portraits", nargs="*", type=Path)
    given = parser.parse_args()
    kinds = [measured(drawn(given.people)), *(measured(photographed(folder)) for folder in given.portraits)]
    mean = np.mean([rows.mean(axis=0) for rows in kinds], axis=0)
    scale = np.mean([rows.std(axis=0) for rows in kinds], axis=0)
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, mean=mean.astype(np.float32), scale=scale.astype(np.float32))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {' and '.join(str(len(rows)) for rows in kinds)} faces")


if __name__ == "__main__":
    main()
