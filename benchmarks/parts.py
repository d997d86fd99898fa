"""Where the time of a new photo goes: the processor time of each part, for one face in 640 by 480 pixels.

    python benchmarks/parts.py [--rounds 40] [--busy]

Prints the lower quartile of each part in milliseconds, as what else the machine does only adds to it; and how many
detections and meshes the photo and a crowd of 40 people in 12 megapixels take. --busy prints instead how long a product
of two small matrices takes with OpenBLAS's threads and without, on an idle machine and on a busy one.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from unittest import mock

import boto3
import numpy as np
from detection import crowd, plain_face_landmarker
from moto import mock_aws
from performance import KEYS, photos
from PIL import Image

from moto_rekognition.vision import analysis, descriptors
from moto_rekognition.vision.detection.proposals import propose
from moto_rekognition.vision.detection.tiles import Pyramid, whole_span
from moto_rekognition.vision.engine import DETECTOR_SIDE, FaceLandmarker, face_landmarker
from moto_rekognition.vision.observation import Pixels

SPIN = "while True: pass"


def milliseconds(job: Callable[[], object], rounds: int, clock: Callable[[], float]) -> float:
    taken = []
    for _ in range(rounds):
        start = clock()
        job()
        taken.append(1e3 * (clock() - start))
    return float(np.percentile(taken[rounds // 10 :], 25))


def parts(photo: bytes) -> dict[str, Callable[[], object]]:
    engine = face_landmarker()
    pixels = np.array(Image.open(io.BytesIO(photo)))
    (detection,) = [seen for seen in engine.detect(pixels) if seen.score > 0.8]
    pyramid = Pyramid(pixels)
    layer = pyramid.layer(whole_span(pyramid.longer) / 2, DETECTOR_SIDE)
    found = analysis.observe(pixels)
    crop, face = found._crops[0], found.faces[0]
    plain = plain_face_landmarker()

    def attributes() -> None:
        found._attributes.clear()
        found.attributes(face)

    return {
        "Face Landmarker": lambda: plain(pixels),
        "reading the JPEG": lambda: np.array(Image.open(io.BytesIO(photo))),
        "a detection": lambda: engine.detect(layer.pixels[:DETECTOR_SIDE, :DETECTOR_SIDE]),
        "cutting out and the mesh": lambda: engine.mesh_in(pixels, detection.region),
        "two scales of the picture": lambda: [
            Pyramid(pixels).layer(whole_span(640) / n, DETECTOR_SIDE) for n in (1, 2)
        ],
        "proposals": lambda: propose(layer),
        "all that finds and describes the face": lambda: analysis.observe(pixels),
        "all attributes": attributes,
        "of these, blendshapes": lambda: engine.blendshapes(crop.mesh),
        **{
            f"the descriptor `{name}`": lambda name=name: descriptors.get(name).describe(crop.pixels, crop.mesh)
            for name in ("default", "dlib")
        },
    }


def scales(pixels: Pixels) -> None:
    pyramid = Pyramid(pixels)
    for share in (1, 2):
        pyramid.layer(whole_span(pyramid.longer) / share, DETECTOR_SIDE)


def calls(pixels: Pixels) -> tuple[int, int]:
    """How many detections and meshes a picture takes."""
    counts = {"detect": 0, "mesh_in": 0}

    def counting(name: str) -> Callable[..., object]:
        original = getattr(FaceLandmarker, name)

        def counted(*arguments: object) -> object:
            counts[name] += 1
            return original(*arguments)

        return counted

    with mock.patch.multiple(FaceLandmarker, **{name: counting(name) for name in counts}):
        analysis.observe(pixels)
    return counts["detect"], counts["mesh_in"]


def products(rounds: int, others: int) -> None:
    """A product of matrices as large as in engine/blendshapes.py, while `others` processes use the cores.

    The pauses let OpenBLAS's threads go to sleep, as they do between two pictures.
    """
    random = np.random.default_rng(0)
    one, other = random.random((97, 256), np.float32), random.random((256, 64), np.float32)
    running = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(others)]
    try:
        for name, job in (("with", lambda: one @ other), ("without", lambda: np.einsum("ij,jk->ik", one, other))):
            wall, processor = 0.0, time.process_time()
            for _ in range(10 * rounds):
                time.sleep(0.002)
                start = time.perf_counter()
                job()
                wall += time.perf_counter() - start
            each = 1e3 / (10 * rounds)
            spent = each * (time.process_time() - processor)
            print(f"beside {others} busy processes, {name} OpenBLAS: {each * wall:5.2f} ms, processor {spent:5.2f} ms")
    finally:
        for process in running:
            process.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--busy", action="store_true")
    given = parser.parse_args()
    if given.busy:
        for others in (0, 3 * (os.cpu_count() or 1)):
            products(given.rounds, others)
        return
    (photo,) = photos(1)
    for name, job in parts(photo).items():
        print(f"{name:40} {milliseconds(job, given.rounds, time.process_time):6.1f} ms")
    with mock_aws():
        client = boto3.client("rekognition", **KEYS)
        stock = milliseconds(lambda: client.detect_text(Image={"Bytes": photo}), given.rounds, time.process_time)
    print(f"{'a stock moto call with the photo':40} {stock:6.1f} ms")
    for name, pixels in (("the photo", np.array(Image.open(io.BytesIO(photo)))), ("the crowd", crowd())):
        print("{}: {} detections, {} meshes".format(name, *calls(pixels)))


if __name__ == "__main__":
    main()
