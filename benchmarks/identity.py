"""How well the descriptors tell people apart, on sets of photos and on drawn people.

    python benchmarks/identity.py FOLDER [FOLDER ...]            # each FOLDER is a set, with a folder for each person
    python benchmarks/identity.py FOLDER --labelled PICTURES     # and the pictures that training/fetch.py fetched
    python benchmarks/identity.py --drawn 20 --variants 12       # drawn people, and variants of one picture

Prints Markdown tables. "fitted" uses the descriptor's calibration, which was chosen with the sets that docs/identity.md
names. "left out" uses, for each set, only the others: the score that stands for Similarity 80 is the highest of their
99th percentiles of pairs of two people.
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from moto_rekognition.synthetic import Face
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.crop import face_crop
from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.observation import Descriptor

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
LABELS = Path(__file__).parent.parent / "training" / "labels.csv"
#: The first identity that no descriptor was made from.
UNSEEN = 1000
CONDITIONS: dict[str, dict] = {
    "as drawn": {},
    "yaw -20": {"yaw": -20},
    "yaw 25": {"yaw": 25},
    "pitch 12": {"pitch": 12},
    "roll 15": {"roll": 15},
    "light from the left": {"light": (-60, 20)},
    "light from the right, turned": {"light": (60, 20), "yaw": -15},
    "dark": {"brightness": 0.5, "yaw": 10},
    "broad smile": {"smile": 0.9},
    "eyes shut": {"eyes_open": 0.0, "yaw": 10},
    "mouth open": {"mouth_open": 0.7},
    "blurred, noisy": {"blur": 1.5, "noise": 6.0, "yaw": 15},
}


def recompressed(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = image.size
    return image.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))


def screenshot(image: Image.Image) -> Image.Image:
    framed = ImageOps.expand(image.resize((image.width * 3 // 4, image.height * 3 // 4)), 40, "#e8e8ec")
    return framed.quantize(256).convert("RGB")


VARIANTS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "the same file": lambda image: image,
    "JPEG at quality 40": lambda image: recompressed(image, 40),
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2)),
    "cropped by 10 %": lambda image: cropped(image, 0.1, 0.07, 0.97, 1),
    "cropped by 20 %": lambda image: cropped(image, 0.03, 0.1, 0.9, 0.9),
    "30 % brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.3),
    "30 % darker": lambda image: ImageEnhance.Brightness(image).enhance(0.7),
    "turned by 10°": lambda image: image.rotate(10, Image.Resampling.BICUBIC),
    "turned by -10°": lambda image: image.rotate(-10, Image.Resampling.BICUBIC),
    "mirrored": ImageOps.mirror,
    "black and white": lambda image: image.convert("L").convert("RGB"),
    "screenshot": screenshot,
}


class Picture(NamedTuple):
    """near: the middle of the face to describe, in parts of the image; the largest face without it."""

    person: str
    image: Image.Image
    near: tuple[float, float] | None = None


class Described(NamedTuple):
    """people: (n,) names; vectors: of each descriptor, (n, dimension)."""

    people: np.ndarray
    vectors: dict[str, np.ndarray]


class Describer:
    """Images to vectors of every descriptor, through detection.

    seconds: the processor time that each description took, of each descriptor.
    """

    def __init__(self, used: list[Descriptor]) -> None:
        self.descriptors = used
        self.seconds: dict[str, list[float]] = {descriptor.name: [] for descriptor in used}
        self.missed = 0

    def __call__(self, picture: Picture) -> list[np.ndarray] | None:
        pixels = np.asarray(picture.image.convert("RGB"))
        found = [(box(face.mesh), face.mesh) for face in find(pixels, face_landmarker())]
        if not found:
            self.missed += 1
            return None
        if picture.near is None:
            around, mesh = max(found, key=lambda face: face[0].area)
        else:
            middle = np.multiply(picture.near, picture.image.size)
            around, mesh = min(found, key=lambda face: np.linalg.norm(face[1].points[:, :2].mean(axis=0) - middle))
        seen = face_crop(pixels, mesh, around)
        vectors = []
        for descriptor in self.descriptors:
            begin = time.process_time()
            vectors.append(descriptor.describe(seen.pixels, seen.mesh))
            self.seconds[descriptor.name].append(time.process_time() - begin)
        return vectors

    def all(self, pictures: Iterable[Picture]) -> Described:
        rows = [(picture.person, vectors) for picture in pictures if (vectors := self(picture)) is not None]
        people = np.array([person for person, _ in rows])
        columns = zip(*(vectors for _, vectors in rows), strict=True)
        names = [descriptor.name for descriptor in self.descriptors]
        return Described(people, {name: np.array(column) for name, column in zip(names, columns, strict=True)})


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def photographed(folder: Path) -> Iterator[Picture]:
    """The pictures of a folder; those that are not in folders of their own are one picture each of many people."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
        yield Picture(path.parent.relative_to(folder).as_posix() if path.parent != folder else path.name, opened(path))


def labelled(folder: Path) -> Iterator[Picture]:
    """The faces of training/labels.csv, whose pictures training/fetch.py put into `folder`."""
    with LABELS.open(newline="") as file:
        for row in csv.DictReader(file):
            left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
            path = folder / row["package"] / row["file"]
            yield Picture(row["person"], opened(path), (left + width / 2, top + height / 2))


def drawn(people: int) -> Iterator[Picture]:
    for identity in range(UNSEEN, UNSEEN + people):
        for condition in CONDITIONS.values():
            yield Picture(str(identity), Face(identity, **condition).image)


def pairs(people: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the pairs of one person and of the pairs of two."""
    upper = np.triu_indices(len(people), 1)
    scores, same = (vectors @ vectors.T)[upper], (people[:, None] == people)[upper]
    return scores[same], scores[~same]


def area_under_roc(same: np.ndarray, different: np.ndarray) -> float:
    ordered = np.sort(different)
    below = np.searchsorted(ordered, same, "left") + np.searchsorted(ordered, same, "right")
    return float(below.mean() / 2 / len(ordered))


def report(sets: dict[str, Described], descriptor: Descriptor) -> None:
    """A row for each set, and one for the pairs of all sets together."""
    scores = {name: pairs(described.people, described.vectors[descriptor.name]) for name, described in sets.items()}
    if len(sets) > 1:
        people = np.concatenate([[f"{name}/{who}" for who in described.people] for name, described in sets.items()])
        vectors = np.concatenate([described.vectors[descriptor.name] for described in sets.values()])
        scores["all together"] = pairs(people, vectors)
    strictest = {name: float(np.quantile(scores[name][1], 0.99)) for name in sets}
    heads = ["pairs of one, of two", "AUC", "TAR at FAR 1 %", "one person reaching 80: fitted, left out"]
    print_row(f"\n| `{descriptor.name}`", *heads, "two people reaching 80: fitted, left out")
    print_row("|---", *["---"] * 5)
    for name, (same, different) in scores.items():
        others = [score for other, score in strictest.items() if other != name and name in sets]
        at = [descriptor.score(80), *([max(others)] if others else [])]
        print_row(
            f"| {name}",
            f"{len(same)}, {len(different)}",
            f"{area_under_roc(same, different):.3f}" if len(same) else "",
            f"{(same > np.quantile(different, 0.99)).mean():.2f}" if len(same) else "",
            ", ".join(f"{(same >= score).mean():.0%}" for score in at) if len(same) else "",
            ", ".join(f"{(different >= score).mean():.1%}" for score in at),
        )


def print_row(*cells: str) -> None:
    print(*cells, "", sep=" | ")


def variants(images: list[Image.Image], describe: Describer) -> None:
    """Prints the lowest Similarity of each variant of the same picture, for each descriptor."""
    names = [descriptor.name for descriptor in describe.descriptors]
    print(f"\n| {len(images)} pictures | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    plain = [describe(Picture("", image)) for image in images]
    for name, change in VARIANTS.items():
        others = [describe(Picture("", change(image))) for image in images]
        found = [(one, other) for one, other in zip(plain, others, strict=True) if one and other]
        lowest = [
            min(float(descriptor.similarity(one[k] @ other[k])) for one, other in found)
            for k, descriptor in enumerate(describe.descriptors)
        ]
        print(f"| {name} | " + " | ".join(f"{similarity:.2f}" for similarity in lowest) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--labelled", type=Path, help="the folder that training/fetch.py filled")
    parser.add_argument("--drawn", type=int, default=0, help="how many people to draw")
    parser.add_argument("--variants", type=int, default=0, help="of how many pictures")
    parser.add_argument("--descriptors", nargs="+", choices=descriptors.available())
    given = parser.parse_args()
    names = given.descriptors or ["default", *(["dlib"] if find_spec("face_recognition_models") else [])]
    describe = Describer([descriptors.get(name) for name in names])

    sets = {folder.name: describe.all(photographed(folder)) for folder in given.folders}
    if given.labelled:
        sets["packages"] = describe.all(labelled(given.labelled))
    if sets:
        for descriptor in describe.descriptors:
            report(sets, descriptor)
    if given.drawn:
        people = {"drawn people": describe.all(drawn(given.drawn))}
        for descriptor in describe.descriptors:
            report(people, descriptor)
    if given.variants:
        source = (picture.image for folder in given.folders for picture in photographed(folder))
        images = [image for image, _ in zip(source, range(given.variants), strict=False)]
        images += [Face(UNSEEN + k).image for k in range(given.variants - len(images))]
        variants(images, describe)
    for name, seconds in describe.seconds.items():
        print(f"\n{name}: {np.median(seconds) * 1e3:.1f} ms a face (median of {len(seconds)})", end="")
    print(f"\nno face found in {describe.missed} pictures")


if __name__ == "__main__":
    main()
