"""What the package costs a test run: import and pytest start, an indexed photo, the same photo again.

    python benchmarks/overhead.py [--runs 15]

Every figure is a median of runs that alternate with what they are compared with, so only the ratios and differences are
worth quoting on a shared machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import boto3
import numpy as np
from detection import plain_face_landmarker
from moto import mock_aws

from moto_rekognition.synthetic import Face

EMPTY_TEST = "def test_nothing():\n    pass\n"


def milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def alternate(runs: int, *candidates: Callable[[], object]) -> list[float]:
    """The median milliseconds of each candidate, called in turn."""
    times = [[milliseconds(run) for run in candidates] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def python(*arguments: str, **environment: str) -> Callable[[], object]:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)


def start_up(runs: int) -> None:
    moto, both = alternate(runs, python("-c", "import moto"), python("-c", "import moto, moto_rekognition"))
    print(f"import moto {moto:.0f} ms, with moto_rekognition {both:.0f} ms: {both - moto:+.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        test = Path(folder, "test_empty.py")
        test.write_text(EMPTY_TEST)
        pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", str(test))
        without, plugin = alternate(runs, python(*pytest, MOTO_REKOGNITION_AUTOLOAD="0"), python(*pytest))
    print(f"pytest of an empty test {without:.0f} ms, with the plugin {plugin:.0f} ms: {plugin - without:+.0f} ms")


@mock_aws
def requests(runs: int) -> None:
    rekognition = boto3.client("rekognition", "us-east-1")
    rekognition.create_collection(CollectionId="c")
    pictures = [Face(identity=1, size=(640, 480), noise=noise) for noise in np.linspace(1, 3, runs + 1)]
    jpegs = iter([picture.jpeg() for picture in pictures])
    pixels = pictures[0].array
    same = pictures[0].jpeg()
    landmarker = plain_face_landmarker()

    def index(photo: bytes) -> None:
        answer = rekognition.index_faces(CollectionId="c", Image={"Bytes": photo}, ExternalImageId="a")
        assert len(answer["FaceRecords"]) == 1

    def detect_text(photo: bytes) -> None:
        rekognition.detect_text(Image={"Bytes": photo})

    index(next(jpegs)), landmarker(pixels), detect_text(same)
    new, raw, text, again = alternate(
        runs,
        lambda: index(next(jpegs)),
        lambda: landmarker(pixels),
        lambda: detect_text(same),
        lambda: index(same),
    )
    print(f"IndexFaces, new 640x480 photo, p50 {new:.1f} ms")
    print(f"  raw Face Landmarker {raw:.1f} + stock detect_text {text:.1f} ms: ratio {new / (raw + text):.2f}")
    print(f"IndexFaces, same photo again, p50 {again:.1f} ms")
    print(f"  stock detect_text with the same bytes {text:.1f} ms: ratio {again / text:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    start_up(arguments.runs)
    requests(arguments.runs * 4)
