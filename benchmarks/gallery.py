"""A search in the gallery against one numpy product and against faiss, and the memory of faces.

    python benchmarks/gallery.py                  # 1,000,000 vectors of 256 numbers
    python benchmarks/gallery.py --memory         # of a collection, in its own process

faiss (`pip install faiss-cpu`) is compared where it is installed. Memory is counted by the resident set (Linux).
"""

from __future__ import annotations

import argparse
import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import numpy as np

from moto_rekognition.gallery import Gallery
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.faces.face import StoredFace
from moto_rekognition.vision.observation import Box

#: IndexFaces stores at most so many faces of an image.
FACES_PER_IMAGE = 100


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def unit_vectors(size: int, dimension: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((size, dimension), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def faiss_index(matrix: np.ndarray) -> Callable[[np.ndarray, int], object] | None:
    """A search in a faiss.IndexFlatIP of the same vectors; None without faiss."""
    try:
        import faiss
    except ModuleNotFoundError:
        return None
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    return lambda query, limit: index.search(query[None], limit)


def search(size: int, dimension: int, rounds: int) -> None:
    matrix = unit_vectors(size, dimension, 0)
    gallery = Gallery(dimension)
    gallery.extend([str(row) for row in range(size)], matrix)
    others = faiss_index(matrix)
    print(f"{size} vectors of {dimension} numbers; medians of {rounds} rounds, all taken in turns")
    print(f"{'minimum':>8} {'limit':>6} {'product':>10} {'search':>10} {'/ product':>9} {'/ faiss':>9}")
    for minimum, limit in ((0.5, 80), (-1.0, 80), (-1.0, 4096)):
        taken = []
        for query in unit_vectors(rounds, dimension, 1):
            product = seconds(lambda: matrix @ query)  # noqa: B023
            own = seconds(lambda: gallery.search(query, minimum, limit))  # noqa: B023
            taken.append((product, own, seconds(lambda: others(query, limit)) if others else np.nan))  # noqa: B023
        products, owns, theirs = zip(*taken, strict=True)
        to_product, to_faiss = (
            statistics.median(o / t for o, t in zip(owns, b, strict=True)) for b in (products, theirs)
        )
        milliseconds = f"{statistics.median(products) * 1e3:7.1f} ms {statistics.median(owns) * 1e3:7.1f} ms"
        print(f"{minimum:8.1f} {limit:6} {milliseconds} {to_product:9.2f} {to_faiss:9.2f}")


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


class Dimension:
    """As much of a descriptor as storing needs."""

    name, version = "none", "1"

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension


def memory(size: int, dimension: int) -> None:
    random, vectors = np.random.default_rng(0), unit_vectors(1000, dimension, 0)

    def identifier() -> str:
        return str(uuid.UUID(bytes=random.bytes(16)))

    collection = Collection("benchmark", "arn", FaceModel("7.0"), Dimension(dimension))
    image_id, before = identifier(), resident()
    for number in range(size):
        if number % FACES_PER_IMAGE == 0:
            image_id = identifier()
        box, confidence = Box(*random.random(4).tolist()), float(random.random())
        face = StoredFace(identifier(), image_id, None, box, (640, 480), confidence, "7.0")
        collection.add_faces([(face, vectors[number % len(vectors)])])
    ratio = (resident() - before) / (size * dimension * 4)
    print(f"{size} faces of {dimension} numbers, {FACES_PER_IMAGE} an image: {ratio:.2f} times their vectors")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--dimension", type=int, default=256)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--memory", action="store_true")
    given = options.parse_args()
    if given.memory:
        memory(given.size, given.dimension)
    else:
        search(given.size, given.dimension, given.rounds)


if __name__ == "__main__":
    main()
