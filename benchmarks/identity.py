"""How well a descriptor tells people apart.

    python benchmarks/identity.py                      # on synthetic people
    python benchmarks/identity.py FOLDER               # on photos: one folder for each person in FOLDER
    python benchmarks/identity.py FOLDER --fit         # also prints a calibration fitted to them
    python benchmarks/identity.py FOLDER --descriptor dlib

A folder whose pictures are not in folders of their own is taken for one picture each of different people.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

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
#: The first identity that no descriptor has learnt from.
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
    "JPEG 40": lambda image: recompressed(image, 40),
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2)),
    "cropped by 10 %": lambda image: cropped(image, 0.1, 0.07, 0.97, 1),
    "cropped by 20 %": lambda image: cropped(image, 0.03, 0.1, 0.9, 0.9),
    "30 % brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.3),
    "30 % darker": lambda image: ImageEnhance.Brightness(image).enhance(0.7),
    "turned by 10 degrees": lambda image: image.rotate(10, Image.Resampling.BICUBIC),
    "turned by -10 degrees": lambda image: image.rotate(-10, Image.Resampling.BICUBIC),
    "mirrored": ImageOps.mirror,
    "black and white": lambda image: image.convert("L").convert("RGB"),
    "screenshot": screenshot,
}


class Describer:
    """Pictures to vectors, through detection, with the time that the description alone took."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self.seconds: list[float] = []
        self.missed = 0

    def __call__(self, image: Image.Image) -> np.ndarray | None:
        pixels = np.asarray(image.convert("RGB"))
        engine = face_landmarker()
        found = max(find(pixels, engine), key=lambda face: box(face.mesh).area, default=None)
        if found is None:
            self.missed += 1
            return None
        seen = face_crop(pixels, found.mesh, box(found.mesh))
        begin = time.perf_counter()
        vector = self.descriptor.describe(seen.pixels, seen.mesh)
        self.seconds.append(time.perf_counter() - begin)
        return vector


def photographed(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES):
        person = path.parent.relative_to(folder).as_posix() if path.parent != folder else path.name
        with Image.open(path) as image:
            yield person, ImageOps.exif_transpose(image).convert("RGB")


def drawn(people: int) -> Iterator[tuple[str, Image.Image]]:
    for identity in range(UNSEEN, UNSEEN + people):
        for condition in CONDITIONS.values():
            yield str(identity), Face(identity, **condition).image


def described(people: Iterable[tuple[str, Image.Image]], describe: Describer) -> tuple[np.ndarray, np.ndarray]:
    """(n,) people and (n, dimension) vectors."""
    rows = [(person, describe(image)) for person, image in people]
    rows = [(person, vector) for person, vector in rows if vector is not None]
    return np.array([person for person, _ in rows]), np.array([vector for _, vector in rows])


def pairs(people: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the pairs of one person and of the pairs of two."""
    upper = np.triu_indices(len(people), 1)
    scores, same = (vectors @ vectors.T)[upper], (people[:, None] == people)[upper]
    return scores[same], scores[~same]


def area_under_roc(same: np.ndarray, different: np.ndarray) -> float:
    ordered = np.sort(different)
    below = np.searchsorted(ordered, same, "left") + np.searchsorted(ordered, same, "right")
    return float(below.mean() / 2 / len(ordered))


def rank_1(people: np.ndarray, vectors: np.ndarray) -> float:
    """How often the most similar other picture is of the same person, among people of several pictures."""
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -np.inf)
    known = np.array([(people == person).sum() > 1 for person in people])
    return float((people[scores.argmax(axis=1)] == people)[known].mean())


def report(people: np.ndarray, vectors: np.ndarray, descriptor: Descriptor) -> None:
    same, different = pairs(people, vectors)
    print(f"{len(people)} pictures of {len(set(people))} people: {len(same)} pairs of one, {len(different)} of two")
    apart = descriptor.similarity(different)
    print(f"different people: {(apart < 10).mean():.2%} below 10, {(apart >= 80).mean():.2%} reach 80")
    if not len(same):
        return
    together = descriptor.similarity(same)
    print("same person:      " + ", ".join(f"{(together >= level).mean():.1%} reach {level}" for level in (80, 95, 99)))
    print(f"ROC AUC {area_under_roc(same, different):.4f}, rank-1 {rank_1(people, vectors):.3f}, ", end="")
    rates = ((far, np.quantile(different, 1 - far)) for far in (0.01, 0.001))
    print(", ".join(f"TAR {(same > cut).mean():.3f} at FAR {far:.1%} (score {cut:.3f})" for far, cut in rates))


def variants(images: list[Image.Image], describe: Describer) -> np.ndarray:
    """Prints what becomes of the similarity; the scores of all variants but the file itself."""
    print(f"similarity to variants of the same picture, {len(images)} pictures: median, lowest, share of 99 and more")
    plain = [describe(image) for image in images]
    every = []
    for name, change in VARIANTS.items():
        others = [describe(change(image)) for image in images]
        scores = np.array([a @ b for a, b in zip(plain, others, strict=True) if a is not None and b is not None])
        similarity = describe.descriptor.similarity(scores)
        print(f"  {name:22} {np.median(similarity):8.4f} {similarity.min():8.3f} {(similarity >= 99).mean():7.1%}")
        if name != "the same file":
            every.append(scores)
    return np.concatenate(every)


def fitted(different: np.ndarray, variant: np.ndarray) -> str:
    """A calibration by which 5 % of the pairs of two people exceed 10, 1 % 80 and 0.1 % 99, and variants 99.9."""
    scores = [*np.quantile(different, [0.5, 0.95, 0.99, 0.999]), *np.quantile(variant, [0.02, 0.5])]
    scores = np.maximum.accumulate(np.array(scores) + np.arange(6) * 1e-3)
    return f"Calibration({tuple(scores.round(3).tolist())}, (1.0, 10.0, 80.0, 99.0, 99.9, 99.99))"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--descriptor", default="auto", choices=descriptors.available())
    parser.add_argument("--people", type=int, default=60, help="how many to draw, without a folder")
    parser.add_argument("--variants", type=int, default=30, help="of how many pictures")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    descriptor = descriptors.get(given.descriptor, os.environ.get("MOTO_REKOGNITION_SFACE_MODEL"))
    describe = Describer(descriptor)

    source = photographed(given.folder) if given.folder else drawn(given.people)
    people, vectors = described(source, describe)
    report(people, vectors, descriptor)
    milliseconds = np.median(describe.seconds) * 1e3
    print(f"{milliseconds:.1f} ms per face; no face found in {describe.missed} pictures")
    first = {}
    for person, image in photographed(given.folder) if given.folder else drawn(given.variants):
        if len(first) == given.variants:
            break
        first.setdefault(person, image)
    scores = variants(list(first.values()), describe)
    if given.fit:
        print(fitted(pairs(people, vectors)[1], scores))


if __name__ == "__main__":
    main()
