"""What the package costs, each figure beside what it is compared with, measured in turns in one run.

    python benchmarks/performance.py [--rounds 15] [--only import,pytest,first,photo,crowd,server,suite] [--plot FILE]

Prints a Markdown table of medians: of processor time, of all threads and child processes; for the server, of wall time.
What is compared takes turns, so that the ratios hold on a machine that others use too; the milliseconds do not.
Searching and memory: benchmarks/gallery.py. Detection alone: benchmarks/detection.py.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import numpy as np
from botocore.stub import Stubber
from detection import crowd, plain_face_landmarker
from moto import mock_aws
from PIL import Image
from server import photos_a_second, start
from skimage import data

from moto_rekognition.synthetic import Face

Job = Callable[[], object]
KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
#: Run in a new process, so that nothing is loaded: prints the processor seconds of what follows the imports of others.
FIRST_LANDMARKER = """
import sys, time; sys.path.insert(0, "benchmarks")
from moto_rekognition.synthetic import Face; pixels = Face(1, size=(640, 480)).array
start = time.process_time()
from detection import plain_face_landmarker; plain_face_landmarker()(pixels)
print(time.process_time() - start)
"""
FIRST_INDEX = """
import time, boto3, moto_rekognition; from moto import mock_aws
from moto_rekognition.synthetic import Face; photo = Face(1, size=(640, 480)).jpeg()
with mock_aws():
    client = boto3.client("rekognition", "us-east-1"); client.create_collection(CollectionId="c")
    start = time.process_time()
    client.index_faces(CollectionId="c", Image={"Bytes": photo})
    print(time.process_time() - start)
"""


@dataclass(frozen=True)
class Row:
    """A line of the table: milliseconds of ours and of what it is compared with; target: the highest ratio aimed at."""

    what: str
    ours: float
    baseline: str
    theirs: float
    target: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        aim = "" if self.target is None else f"≤ {self.target:g}"
        return (
            f"| {self.what} | {self.ours:.1f} ms | {self.baseline} | {self.theirs:.1f} ms | {self.ratio:.2f} | {aim} |"
        )


def processor() -> float:
    """Seconds of processor time of this process and the children that have ended."""
    return time.process_time() + sum(os.times()[2:4])


def seconds(job: Job, clock: Callable[[], float]) -> float:
    start = clock()
    job()
    return clock() - start


def alternate(rounds: int, *jobs: Callable[[], float]) -> list[float]:
    """The median of what each job says that it took, in milliseconds; the jobs take turns."""
    taken = [[job() for job in jobs] for _ in range(rounds)]
    return [1000 * statistics.median(column) for column in zip(*taken, strict=True)]


def timed(*jobs: Job, clock: Callable[[], float] = processor) -> list[Callable[[], float]]:
    return [lambda job=job: seconds(job, clock) for job in jobs]  # type: ignore[misc]


def python(*arguments: str, **environment: str) -> Callable[[], subprocess.CompletedProcess[str]]:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | environment)


@contextmanager
def moto_alone(*pictures: bytes) -> Iterator[Callable[[str], Callable[[], float]]]:
    """Name of a job of benchmarks/moto_alone.py -> a function that has it done in that process: processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.jpg") for number in range(len(pictures))]
        for file, picture in zip(files, pictures, strict=True):
            file.write_bytes(picture)
        command = [sys.executable, str(Path(__file__).with_name("moto_alone.py")), *map(str, files)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
            stdin, stdout = process.stdin, process.stdout
            assert stdin is not None
            assert stdout is not None

            def ask(job: str) -> float:
                stdin.write(f"{job}\n")
                return float(stdout.readline())

            yield lambda job: lambda: ask(job)
            stdin.close()


def compiled(folder: str) -> dict[str, str]:
    """The environment of a Python that keeps compiled modules in a folder: installed packages are compiled too."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}


def import_(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        jobs = timed(
            *(python("-c", code, **compiled(folder)) for code in ("import moto", "import moto, moto_rekognition"))
        )
        alternate(1, *jobs)
        theirs, ours = alternate(3 * rounds, *jobs)
    yield Row("import moto_rekognition", ours, "import moto", theirs)


def pytest_(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        test = Path(folder, "test_empty.py")
        test.write_text("def test_nothing():\n    pass\n")
        pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", str(test))
        pytest = (*pytest, "-p", "moto_rekognition_autoload")
        # Without other plugins, which take longer, and vary by more than ours takes.
        alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **compiled(folder)}
        jobs = timed(*(python(*pytest, MOTO_REKOGNITION_AUTOLOAD=load, **alone) for load in "01"))
        alternate(1, *jobs)
        without, ours = alternate(3 * rounds, *jobs)
    yield Row("pytest of an empty test, with the plugin", ours, "without", without)


def first(rounds: int) -> Iterator[Row]:
    scripts = [python("-c", script) for script in (FIRST_LANDMARKER, FIRST_INDEX)]
    theirs, ours = alternate(rounds, *[lambda run=run: float(run().stdout) for run in scripts])  # type: ignore[misc]
    yield Row("first IndexFaces of a process", ours, "import mediapipe, first Face Landmarker", theirs, 1.2)


def photos(count: int) -> list[bytes]:
    """New 640 by 480 JPEGs of one face, a fifth of the width."""
    pixels = np.array(Image.fromarray(data.astronaut()).crop((0, 0, 512, 384)).resize((640, 480)))
    made = []
    for number in range(count):
        pixels[:16, :16] = np.random.default_rng(number).integers(256, size=(16, 16, 3))
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=90)
        made.append(file.getvalue())
    return made


def photo(rounds: int) -> Iterator[Row]:
    new = iter(photos(4 * rounds + 8))
    same = next(new)
    with mock_aws(), moto_alone(same) as alone:
        yield from _photo(rounds, same, new, alone("ten calls"))


def _photo(rounds: int, same: bytes, new: Iterator[bytes], ten_stock: Callable[[], float]) -> Iterator[Row]:
    client = boto3.client("rekognition", **KEYS)
    client.create_collection(CollectionId="c")
    pixels = np.array(Image.open(io.BytesIO(same)))
    landmarker = plain_face_landmarker()
    jobs = {
        "raw": lambda: landmarker(pixels),
        "index": lambda: client.index_faces(CollectionId="c", Image={"Bytes": next(new)}),
        "detect": lambda: client.detect_faces(Image={"Bytes": next(new)}, Attributes=["ALL"]),
    }

    def ten_again() -> None:
        for _ in range(10):
            client.index_faces(CollectionId="c", Image={"Bytes": same})

    def warm() -> float:
        ten_again()  # as the stock calls, which come after ten others
        return seconds(ten_again, processor)

    for job in jobs.values():
        job()
    gc.collect()
    gc.freeze()  # the process with moto alone has less that the collector would look through
    took = dict(zip(jobs, alternate(2 * rounds, *timed(*jobs.values())), strict=True))
    again, stock = (ten / 10 for ten in alternate(4 * rounds, warm, ten_stock))
    floor = took["raw"] + stock
    yield Row("IndexFaces, new 640×480 photo", took["index"], "Face Landmarker + stock call", floor, 1.5)
    yield Row("DetectFaces ALL, new 640×480 photo", took["detect"], "Face Landmarker + stock call", floor, 1.7)
    yield Row("IndexFaces, the same photo again", again, "stock call, same bytes", stock, 0.95)


def crowd_(rounds: int) -> Iterator[Row]:
    from moto_rekognition.vision.analysis import observe

    pixels = crowd()
    landmarker = plain_face_landmarker()
    observe(pixels), landmarker(pixels)
    theirs, ours = alternate(max(2, rounds // 5), *timed(lambda: landmarker(pixels), lambda: observe(pixels)))
    yield Row("40 people in 12 megapixels", ours, "Face Landmarker, which finds none of them", theirs)


def server(rounds: int) -> Iterator[Row]:
    pictures = photos(60 * 2 * (rounds // 5 + 2))
    running, url = start()
    try:
        client = boto3.client("rekognition", endpoint_url=url, **KEYS)
        client.create_collection(CollectionId="people")

        def send(clients: int) -> None:
            mine, pictures[:60] = pictures[:60], []
            photos_a_second(client, mine, clients)

        send(4)
        one, four = alternate(max(1, rounds // 5), *timed(lambda: send(1), lambda: send(4), clock=time.perf_counter))
    finally:
        running.terminate()
        running.wait()
    yield Row(f"server, 60 new photos, 4 clients, {os.cpu_count()} cores", four, "1 client", one, 1 / 1.7)


def suite(rounds: int) -> Iterator[Row]:
    """A test of its own mock: a collection, three photos that other tests have used, one of them again."""
    from moto_rekognition import pytest_plugin

    three = [Face(k).jpeg() for k in range(3)]

    def calls(client: Any) -> None:
        client.create_collection(CollectionId="c")
        for picture in (*three, three[0]):
            client.index_faces(CollectionId="c", Image={"Bytes": picture})

    @mock_aws
    def ours() -> None:
        calls(boto3.client("rekognition", **KEYS))

    def fixture() -> None:
        for client in pytest_plugin.rekognition.__wrapped__():
            calls(client)

    stubbed = boto3.client("rekognition", **KEYS)

    def stubber() -> None:
        with Stubber(stubbed) as stub:
            stub.add_response("create_collection", {})
            for _ in range(4):
                stub.add_response("index_faces", {})
            calls(stubbed)

    ours()
    gc.collect()
    gc.freeze()
    with moto_alone(*three) as alone:
        stock, kept, boto = (alone(job) for job in ("test", "test with kept client", "boto3 calls"))
        theirs, mine, fast, stubs, floor, least = alternate(
            4 * rounds, stock, *timed(ours, fixture, stubber), kept, boto
        )
    yield Row("a test with its own mock: a collection, 4 photos", mine, "stock moto calls", theirs, 1.05)
    yield Row("the same with the fixture `rekognition`", fast, "Stubber, client kept", stubs, 4)
    yield Row("its floor: `mock_aws`, 5 stock calls, client kept", floor, "Stubber, client kept", stubs)
    yield Row("of which boto3: 5 calls, answered `{}` without moto", least, "Stubber, client kept", stubs)


MEASUREMENTS: dict[str, Callable[[int], Iterator[Row]]] = {
    "import": import_,
    "pytest": pytest_,
    "first": first,
    "photo": photo,
    "crowd": crowd_,
    "server": server,
    "suite": suite,
}


def plot(rows: list[Row], file: str) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 0.45 * len(rows) + 1), layout="constrained")
    names = [f"{row.what}\nagainst {row.baseline}" for row in rows]
    axes.barh(names, [row.ratio for row in rows], color="#4878a8", height=0.6)
    for place, row in enumerate(rows):
        if row.target is not None:
            axes.plot([row.target] * 2, [place - 0.4, place + 0.4], color="#c04040")
    axes.axvline(1, color="black", linewidth=0.8)
    axes.invert_yaxis()
    axes.tick_params(labelsize=7)
    axes.set_xlabel("time, as a multiple of what it is compared with (red: target)", fontsize=8)
    figure.savefig(file, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default=",".join(MEASUREMENTS))
    parser.add_argument("--plot", metavar="FILE")
    given = parser.parse_args()
    os.environ.setdefault("MOTO_REKOGNITION_DESCRIPTOR", "default")  # whatever extra is installed here
    print("| what | ours | compared with | theirs | ratio | target |\n|---|---|---|---|---|---|", flush=True)
    rows = []
    for name in given.only.split(","):
        for row in MEASUREMENTS[name](given.rounds):
            print(row, flush=True)
            rows.append(row)
    if given.plot:
        plot(rows, given.plot)


if __name__ == "__main__":
    main()
