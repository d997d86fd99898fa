"""What finding faces costs: one face against plain Face Landmarker on the same pixels, and a crowd.

    python benchmarks/detection.py

Prints medians of wall time and of processor time (all threads), and their ratios, the jobs taking turns in
one run. "ours" is all of DetectFaces that looks at pixels: detection, the default answers, with "all" the attributes.
"""

from __future__ import annotations

import argparse
import atexit
import statistics
import time
from collections.abc import Callable

import numpy as np
from PIL import Image
from skimage import data

from moto_rekognition.synthetic import Face, group
from moto_rekognition.vision import analysis
from moto_rekognition.vision.engine import model
from moto_rekognition.vision.observation import Pixels

WARM_UP = 3


def portraits() -> dict[str, Pixels]:
    """640 by 480 pixels, one face: large, and of a fifth of the width before a background full of things."""
    astronaut = Image.fromarray(data.astronaut())
    close = astronaut.crop((110, 20, 350, 200))
    return {
        "close portrait": np.array(close.resize((640, 480))),
        "drawn portrait": Face(identity=3, size=(640, 480)).array,
        "half-length portrait": np.array(astronaut.crop((0, 0, 512, 384)).resize((640, 480))),
    }


def crowd() -> Pixels:
    """12 megapixels, 40 people."""
    return group([Face(identity=identity) for identity in range(40)], size=(4000, 3000)).array


def measure(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """Median wall and processor time of each job, milliseconds, the jobs taking turns."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(rounds + WARM_UP):
        for name, job in jobs.items():
            wall, processor = time.perf_counter(), time.process_time()
            job()
            times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return {
        name: (
            1e3 * statistics.median(t[0] for t in taken[WARM_UP:]),
            1e3 * statistics.median(t[1] for t in taken[WARM_UP:]),
        )
        for name, taken in times.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()

    def ours(pixels: Pixels) -> analysis.ImageAnalysis:
        return analysis.observe(pixels)

    def everything(pixels: Pixels) -> None:
        picture = ours(pixels)
        for face in picture.faces:
            picture.attributes(face)

    def show(name: str, jobs: dict[str, Callable[[], object]], rounds: int) -> None:
        taken = measure(jobs, rounds)
        base = next(iter(taken.values()))
        for job, (wall, processor) in taken.items():
            ratios = f"{wall / base[0]:5.2f} x wall, {processor / base[1]:5.2f} x processor"
            print(f"{name:22} {job:16} {wall:8.1f} ms wall {processor:8.1f} ms processor  {ratios}")

    plain = plain_face_landmarker()
    for name, pixels in portraits().items():
        jobs: dict[str, Callable[[], object]] = {
            "Face Landmarker": lambda p=pixels: plain(p),
            "ours": lambda p=pixels: ours(p),
            "ours, all": lambda p=pixels: everything(p),
        }
        show(name, jobs, given.rounds)
    pixels = crowd()
    print(f"crowd: {len(ours(pixels).faces)} of 40 found")
    show("12-megapixel crowd", {"ours": lambda: ours(pixels), "ours, all": lambda: everything(pixels)}, 2)


def plain_face_landmarker() -> Callable[[Pixels], object]:
    """MediaPipe's own Face Landmarker, without blendshapes, set up to see ten faces."""
    from mediapipe import Image as MediaPipeImage
    from mediapipe import ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model.locate().read_bytes()), num_faces=10
    )
    task = vision.FaceLandmarker.create_from_options(options)
    atexit.register(task.close)  # left to the garbage collector, it complains at exit
    return lambda pixels: task.detect(MediaPipeImage(image_format=ImageFormat.SRGB, data=pixels))


if __name__ == "__main__":
    main()
