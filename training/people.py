"""People to learn from: drawn ones, and photographed ones of whom one picture is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from rephotograph import rephotograph

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.crop import FaceCrop, face_crop
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Mesh, Pixels

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}

#: The first drawn person of those that a cohort is made of: far from those that tests draw, as a member of the cohort
#: is recognised less well.
FIRST = 100_000

#: Gives another picture of the same person at every call.
Person = Callable[[np.random.Generator], Pixels]
#: What is wanted to know of a face.
Measure = Callable[[Pixels, Mesh], np.ndarray]


def drawn(count: int, first: int = 0) -> Iterator[Person]:
    """Synthetic people: `count` identities from `first` on."""
    for identity in range(first, first + count):

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


def portraits(folders: list[Path]) -> Iterator[FaceCrop]:
    """The face of each picture in folders and those inside."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
        pixels = read(path)
        mesh = face_landmarker().mesh(pixels)
        if mesh is None:
            print(f"no face in {path}")
            continue
        yield face_crop(pixels, mesh, box(mesh))


def photographed(portraits: Iterable[FaceCrop]) -> Iterator[Person]:
    """The people of portraits, one picture each."""
    for seen in portraits:
        yield lambda random, seen=seen: rephotograph(seen.pixels, seen.mesh, random)


def read(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def measured(people: Iterator[Person], views: int, measure: Measure) -> list[np.ndarray]:
    """For each person, one row for each of `views` pictures in which there is a face."""
    found = []
    for number, person in enumerate(people):
        random = np.random.default_rng(number)
        rows = []
        for pixels in (person(random) for _ in range(views)):
            mesh = face_landmarker().mesh(pixels)
            if mesh is not None:
                rows.append(measure(pixels, mesh))
        if len(rows) > 1:
            found.append(np.array(rows, np.float64))
    return found
