"""How well people are found and followed in videos, and what it costs.

    python benchmarks/video.py [--clips 16] [--minutes 1]

Recall and identity: clips of drawn people who turn, talk, walk, cross, leave and come back, in light and dark, sharp
or blurred, encoded as H.264 at the two frames a second that are looked at. None of them had a part in making anything.
A face counts as visible when at least 80 % of its box is in the picture, nobody nearer covers more than 20 % of it,
and it is turned by at most 60 degrees.

    recall      visible faces that were found (boxes overlap by half of their union)
    false       faces found where there is none, of all that were found
    identity    found faces whose Person.Index is the one of that person: the most frequent one of the person, of which
                the person is also the most frequent owner
    persons     indices given, and people who were there

Cost: a video of 640 by 480 at 30 frames a second with two people who never stand still, from bytes to persons; and the
peak memory of the process after one and after three such videos in a row, as one video of three times the length.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.media.video import SourceVideo
from moto_rekognition.synthetic import Clip, Face, Truth, film
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.observation import Box
from moto_rekognition.vision.video import analysis
from moto_rekognition.vision.video.observation import ObservedVideo

NOWHERE = S3Location("benchmark", "clip.mp4")
PLACES = (0.22, 0.5, 0.78)
INSIDE, COVERED, TURNED, FOUND = 0.8, 0.2, 60.0, 0.5


def clip(seed: int) -> Clip:
    """Twelve seconds of two or three people; what they do follows from the seed."""
    dice = random.Random(seed)
    names = [f"{seed}/{number}" for number in range(dice.choice((2, 2, 3)))]
    looks = {
        name: {
            **dice.choice(({}, {}, {}, {"glasses": True}, {"sunglasses": True})),
            "face_height": dice.uniform(0.25, 0.42),
        }
        for name in names
    }
    scenes: list[tuple[float, list[Face]]] = []
    for milliseconds in (0, 3000, 6000, 9000, 11500):
        # Somebody is away now and then; places change, so that people cross.
        here = [name for name in names if milliseconds in (0, 11500) or dice.random() < 0.75]
        places = dice.sample(PLACES, len(here))
        scenes.append(
            (
                milliseconds,
                [
                    Face(
                        name,
                        center=(place, dice.uniform(0.42, 0.58)),
                        yaw=dice.uniform(-40, 40),
                        pitch=dice.uniform(-15, 15),
                        roll=dice.uniform(-15, 15),
                        smile=dice.random(),
                        **looks[name],
                    )
                    for name, place in zip(here, places, strict=True)
                ],
            )
        )
    return film(
        scenes,
        fps=2,
        talking=names,
        sway=dice.uniform(0, 12),
        brightness=dice.choice((1.0, 1.0, 0.6, 1.3)),
        blur=dice.choice((0.0, 0.0, 0.8)),
        noise=dice.choice((0.0, 4.0)),
    )


def observed(content: bytes) -> ObservedVideo:
    source = SourceVideo(content, NOWHERE)
    return analysis.observe(source.properties, source.frames(), descriptors.get())


def common(one: Box, other: Box) -> float:
    """Area in both boxes."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(width, 0.0) * max(height, 0.0)


def overlap(one: Box, other: Box) -> float:
    shared = common(one, other)
    return shared / (one.area + other.area - shared)


def visible(frame: tuple[Truth, ...], size: tuple[int, int]) -> Iterator[Truth]:
    picture = Box(0, 0, *size)
    for truth in frame:
        nearer = [other for other in frame if other.box.height > truth.box.height]
        if (
            common(truth.box, picture) >= INSIDE * truth.box.area
            and all(common(truth.box, other.box) <= COVERED * truth.box.area for other in nearer)
            and abs(truth.pose.yaw) <= TURNED
        ):
            yield truth


class Tally:
    """Counts over clips."""

    def __init__(self) -> None:
        self.visible = self.recalled = self.found = self.false = self.right = self.named = 0
        self.indices = self.people = 0

    def add(self, shown: Clip, video: ObservedVideo) -> None:
        owners: list[tuple[int | str, int]] = []
        for truths, frame in zip(shown.truth, video.frames, strict=True):
            self.found += len(frame.observation.faces)
            seen = list(visible(truths, shown.size))
            self.visible += len(seen)
            for face, person in zip(frame.observation.faces, frame.persons, strict=True):
                best = max(truths, key=lambda truth: overlap(truth.box, face.box), default=None)
                if best is None or overlap(best.box, face.box) < FOUND:
                    self.false += 1
                    continue
                owners.append((best.identity, person))
                self.recalled += best in seen
        index_of = {name: most(index for other, index in owners if other == name) for name, _ in owners}
        owner_of = {index: most(name for name, other in owners if other == index) for _, index in owners}
        self.named += len(owners)
        self.right += sum(index_of[name] == index and owner_of[index] == name for name, index in owners)
        self.indices += len(video.vectors)
        self.people += len({truth.identity for frame in shown.truth for truth in frame})

    def __str__(self) -> str:
        return (
            f"recall {self.recalled / self.visible:.3f} of {self.visible}   false {self.false / self.found:.3f}   "
            f"identity {self.right / self.named:.3f} of {self.named}   persons {self.indices} of {self.people}"
        )


def most(values: Any) -> Any:
    return Counter(values).most_common(1)[0][0]


def walk(minutes: float) -> bytes:
    """Two people who never stand still, at 30 frames a second: drawn frames that move on by a pixel each."""
    import av

    drawn = [
        np.asarray(film([Face("ada", yaw=yaw), Face("bob", yaw=-yaw, smile=0.5)], fps=2).at(0).image)
        for yaw in range(-25, 30, 5)
    ]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as file:
        stream: Any = file.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuv420p"
        for number in range(round(minutes * 1800)):
            picture = np.roll(drawn[number // 15 % len(drawn)], number % 40 - 20, axis=1)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cost(minutes: float) -> None:
    observed(walk(0.1))  # loads the models
    for factor in (1, 3):
        content = walk(minutes * factor)
        before = megabytes()
        wall, processor = time.perf_counter(), time.process_time()
        video = observed(content)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        faces = sum(len(frame.persons) for frame in video.frames)
        print(
            f"{minutes * factor:g} min: {wall:.1f} s, {processor:.1f} s of processor time; {faces} faces of "
            f"{len(video.vectors)} persons; peak memory {megabytes():.0f} MB, {megabytes() - before:+.0f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=1)
    arguments = parser.parse_args()
    everything = Tally()
    for seed in range(arguments.clips):
        shown, one = clip(seed), Tally()
        video = observed(shown.mp4())
        one.add(shown, video)
        everything.add(shown, video)
        print(f"clip {seed}: {one}", flush=True)
    if arguments.clips:
        print(f"all: {everything}")
    if arguments.minutes:
        cost(arguments.minutes)


if __name__ == "__main__":
    main()
