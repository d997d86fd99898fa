"""Saving and loading a collection: `python benchmarks/snapshots.py`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import numpy as np
from moto import mock_aws
from moto.rekognition.models import rekognition_backends

from moto_rekognition import load, save
from moto_rekognition.rekognition.faces.face import StoredFace
from moto_rekognition.vision.observation import Box


def fill(faces: int, users: int) -> None:
    """A collection with random vectors, its faces shared out among users."""
    backend = rekognition_backends["123456789012"]["us-east-1"]
    collection = backend.create_collection("people", {})
    random = np.random.default_rng(1)
    vectors = random.standard_normal((faces, collection.descriptor.dimension), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [str(UUID(bytes=random.bytes(16), version=4)) for _ in range(faces)]
    stored = [StoredFace(each, each, f"person-{each[:8]}", Box(1, 2, 30, 40), (640, 480), 99.9, "7.0") for each in ids]
    owners: dict[str, list[str]] = {}
    for at, face_id in enumerate(ids if users else []):
        owners.setdefault(f"user-{at % users}", []).append(face_id)
    collection.restore(stored, vectors, owners)


def measured(call: Callable[[], object], rounds: int) -> str:
    """The least of some runs: of processor time, which other processes disturb less, and of time."""
    times = []
    for _ in range(rounds):
        processor, wall = time.process_time(), time.perf_counter()
        call()
        times.append((time.process_time() - processor, time.perf_counter() - wall))
    processor, wall = (1000 * min(column) for column in zip(*times, strict=True))
    return f"{processor:.0f} ms of processor time, {wall:.0f} ms in all"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--faces", type=int, default=10_000)
    options.add_argument("--users", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    with TemporaryDirectory() as folder, mock_aws():
        path = Path(folder, "people.npz")
        fill(given.faces, given.users)
        print(f"{given.faces} faces, {given.users} users")
        print(f"save: {measured(lambda: save(path), given.rounds)}, {path.stat().st_size / 1e6:.1f} MB")
        print(f"load: {measured(lambda: load(path), given.rounds)}")


if __name__ == "__main__":
    main()
