"""Make the constants of the default descriptor: the average face, and what changes least between photos of one person.

    python benchmarks/make_appearance.py FOLDER [FOLDER ...] [--people 120] [--views 8]

FOLDER: portraits of many people, one picture each (nested folders are searched). Writes
moto_rekognition/vision/data/appearance.npz, see moto_rekognition/vision/descriptors/appearance.py. Every portrait is
photographed anew `views` times (rephotograph.py), and `people` synthetic people are drawn in as many ways. Of each half
of the descriptor the mean over everybody is taken, and the whitening of the covariance within the pictures of one person.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from rephotograph import rephotograph

import moto_rekognition.vision
from moto_rekognition.synthetic import Face
from moto_rekognition.vision import engines
from moto_rekognition.vision.box import box
from moto_rekognition.vision.descriptors.appearance import HALF, measure
from moto_rekognition.vision.faces import Pixels
from moto_rekognition.vision.portrait import portrait

TARGET = Path(moto_rekognition.vision.__file__).parent / "data" / "appearance.npz"
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
#: How far the within-person covariance is drawn to its own diagonal.
SHRINKAGE = 0.3
#: How much photographed and drawn people count.
WEIGHTS = (0.75, 0.25)

Person = Callable[[np.random.Generator], Pixels]


def drawn(people: int) -> Iterator[Person]:
    for identity in range(people):

        def draw(random: np.random.Generator, identity: int = identity) -> Pixels:
            picture = Face(
                identity,
                yaw=random.normal(0, 15),
                pitch=random.normal(0, 7),
                roll=random.normal(0, 6),
                smile=random.uniform(-0.2, 1),
                mouth_open=max(0.0, random.uniform(-0.7, 0.7)),
                eyes_open=random.choice([0.0, 1.0, 1.0]),
                light=(random.normal(0, 40), random.uniform(5, 55)),
                brightness=random.uniform(0.5, 1.3),
                blur=max(0.0, random.uniform(-1.5, 1.5)),
                noise=random.uniform(0, 6),
                size=int(random.integers(200, 420)),
            )
            return np.asarray(picture.image)

        yield draw


def photographed(folders: list[Path]) -> Iterator[Person]:
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
        with Image.open(path) as picture:
            pixels = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
        mesh = engines.engine().mesh(pixels)
        if mesh is None:
            print(f"no face in {path}")
            continue
        seen = portrait(pixels, mesh, box(mesh))
        yield lambda random, seen=seen: rephotograph(seen.pixels, seen.mesh, random)


def measured(people: Iterator[Person], views: int) -> list[np.ndarray]:
    """(views, 2 * HALF) of each person."""
    engine = engines.engine()
    found = []
    for number, person in enumerate(people):
        random = np.random.default_rng(number)
        rows = []
        for pixels in (person(random) for _ in range(views)):
            mesh = engine.mesh(pixels)
            if mesh is not None:
                rows.append(measure(pixels, mesh, engine))
        if len(rows) > 1:
            found.append(np.array(rows, np.float64))
    return found


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
    kinds = [measured(people, given.views) for people in (photographed(given.folders), drawn(given.people))]
    np.savez_compressed(TARGET, **constants(kinds))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, from {len(kinds[0])} portraits and {len(kinds[1])} drawn people")


if __name__ == "__main__":
    main()
