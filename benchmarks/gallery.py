"""A search in the gallery against one numpy matrix-vector product of the same size: `python benchmarks/gallery.py`."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from moto_rekognition.gallery import Gallery


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def compare(
    gallery: Gallery, matrix: np.ndarray, minimum: float, limit: int, rounds: int
) -> tuple[float, float, float]:
    """Median seconds of the product and of the search, measured in turns, and the median of their ratios."""
    random = np.random.default_rng(1)
    pairs = []
    for _ in range(rounds):
        query = random.standard_normal(matrix.shape[1], np.float32)
        query /= np.linalg.norm(query)
        pairs.append((seconds(lambda: matrix @ query), seconds(lambda: gallery.search(query, minimum, limit))))  # noqa: B023
    product, search = zip(*pairs, strict=True)
    return statistics.median(product), statistics.median(search), statistics.median(s / p for p, s in pairs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument("--dimension", type=int, default=512)
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    print(f"{'vectors':>9} {'minimum':>8} {'limit':>6} {'product':>10} {'search':>10} {'ratio':>6}")
    for size in given.sizes:
        matrix = np.random.default_rng(0).standard_normal((size, given.dimension), np.float32)
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        gallery = Gallery(given.dimension)
        for row, vector in enumerate(matrix):
            gallery.add(str(row), vector)
        for minimum, limit in ((0.5, 80), (-1.0, 80), (-1.0, 4096)):
            product, search, ratio = compare(gallery, matrix, minimum, limit, given.rounds)
            print(f"{size:9} {minimum:8.1f} {limit:6} {product * 1e3:7.1f} ms {search * 1e3:7.1f} ms {ratio:6.2f}")


if __name__ == "__main__":
    main()
