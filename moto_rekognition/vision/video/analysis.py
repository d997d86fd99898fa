"""The pipeline: every frame goes the way of every picture, then its faces are told apart over time."""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from moto_rekognition.vision import analysis
from moto_rekognition.vision.observation import Descriptor, Pixels
from moto_rekognition.vision.video.change import alike
from moto_rekognition.vision.video.observation import (
    FaceRecord,
    Frame,
    FrameObservation,
    ObservedFrame,
    ObservedVideo,
    VideoProperties,
)
from moto_rekognition.vision.video.tracking import Detection, persons

#: Largest number of faces of a frame that are kept, as for pictures.
MOST_FACES = 100


class Interrupted(Exception):
    """The process ends before the video does."""


def observe(
    properties: VideoProperties,
    frames: Iterable[Frame],
    descriptor: Descriptor,
    model: str | None = None,
    seen: Callable[[int], None] = lambda timestamp: None,
) -> ObservedVideo:
    """Look at the frames of a video; at most a few of them are in memory at the same time.

    frames: in time. descriptor: what persons are told apart by. model: see `vision.analysis.observe`.
    seen: is told the timestamp of each frame after it was looked at.
    Raises what iterating over `frames` raises, ModelMissing, and Interrupted.
    """
    observed: list[tuple[int, FrameObservation]] = []
    for timestamp, observation in _observations(frames, descriptor, model):
        observed.append((timestamp, observation))
        seen(timestamp)
    who = persons(
        [
            [Detection(face.box, face.pose, observation.vector(face, descriptor)) for face in observation.faces]
            for _, observation in observed
        ],
        descriptor,
    )
    return ObservedVideo(
        properties,
        tuple(
            ObservedFrame(timestamp, observation, indices)
            for (timestamp, observation), indices in zip(observed, who.of_frames, strict=True)
        ),
        who.vectors,
    )


@dataclass(frozen=True)
class _Pending:
    timestamp: int
    observation: Future[FrameObservation]


def _observations(
    frames: Iterable[Frame], descriptor: Descriptor, model: str | None
) -> Iterator[tuple[int, FrameObservation]]:
    """(timestamp, observation) of each frame, in time. A frame like the one before is not looked at again."""
    waiting: deque[_Pending] = deque()
    before: tuple[Pixels, Future[FrameObservation]] | None = None
    try:
        for frame in frames:
            if before is None or not alike(before[0], frame.pixels):
                before = frame.pixels, _submit(frame.pixels, descriptor, model)
            waiting.append(_Pending(frame.timestamp, before[1]))
            while len(waiting) > _cores():
                first = waiting.popleft()
                yield first.timestamp, first.observation.result()
        while waiting:
            first = waiting.popleft()
            yield first.timestamp, first.observation.result()
    finally:
        for pending in waiting:
            pending.observation.cancel()


def _submit(pixels: Pixels, descriptor: Descriptor, model: str | None) -> Future[FrameObservation]:
    try:
        return _threads().submit(observe_frame, pixels, descriptor, model)
    except RuntimeError:  # the one reason why this executor takes no more work
        raise Interrupted("the process ends") from None


def observe_frame(pixels: Pixels, descriptor: Descriptor, model: str | None) -> FrameObservation:
    """What is seen in one frame, with everything that may be asked about it, so that the pixels can be forgotten."""
    picture = analysis.observe(pixels, model)
    return FrameObservation(
        picture.size,
        [
            FaceRecord(face, picture.attributes(face), picture.vector(face, descriptor))
            for face in picture.faces[:MOST_FACES]
        ],
    )


def _cores() -> int:
    return min(4, os.cpu_count() or 1)


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Threads of their own: each waits for those that look for the faces of its frame."""
    return ThreadPoolExecutor(_cores(), thread_name_prefix="moto-rekognition-video")
