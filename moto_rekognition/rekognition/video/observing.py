"""The observation of a video: declared by the test, or detected once per content and process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from moto_rekognition import _moto, settings
from moto_rekognition.outcomes import declarations
from moto_rekognition.outcomes.identities import Stored
from moto_rekognition.rekognition.media import video
from moto_rekognition.rekognition.media.video import SourceVideo, UnreadableVideo
from moto_rekognition.vision.analysis import load as load_engine
from moto_rekognition.vision.observation import Descriptor
from moto_rekognition.vision.once import Once
from moto_rekognition.vision.video import analysis
from moto_rekognition.vision.video.observation import Frame, ObservedVideo, VideoObservation

#: Capacity of the cache in bytes.
CACHE = 64 * 2**20
#: The service's message for content that it cannot read.
UNSUPPORTED = "Unsupported codec/format."

_observed: Once[tuple[bytes, str, str, str | None], ObservedVideo] = Once(CACHE)


class AnalysisFailed(Exception):
    """The analysis of a video failed. The text is the StatusMessage of the job."""


def prepare(source: SourceVideo) -> None:
    """Raise the error when no undeclared video can be analysed.

    RuntimeError: no decoder. ModelMissing, ModelInvalid, EngineUnavailable: no face can be found.

    Call it in the thread of the request, because errors of a broken environment must reach the caller.
    """
    if not declarations.declares_video(source.digest, _key(source)):
        video.decoder()
        load_engine(settings.current().model)


def observe(source: SourceVideo, descriptor: Descriptor, stored: Stored) -> VideoObservation:
    """The declared observation of a video or, without a declaration, the detected one.

    descriptor: distinguishes persons. stored: returns vectors of stored faces, which declared faces can be similar to.
    Raises AnalysisFailed, and `analysis.Interrupted`.
    """
    declared = declarations.observe_video(source.digest, _key(source), stored)
    if isinstance(declared, str):
        raise AnalysisFailed(declared)
    if declared is not None:
        _check_duration(declared.properties.duration)
        return declared
    model = settings.current().model
    try:
        _check_duration(source.properties.duration)
        return _observed.get(
            (source.digest, descriptor.name, descriptor.version, model), lambda: _detect(source, descriptor, model)
        )
    except UnreadableVideo:
        listing = declarations.listing()
        explanation = f" ({declarations.unmatched(source.digest, _key(source), 'video')})" if listing else ""
        raise AnalysisFailed(UNSUPPORTED + explanation) from None


def _key(source: SourceVideo) -> tuple[str, str]:
    return source.location.bucket, source.location.key


def _check_duration(milliseconds: int) -> None:
    limit = settings.current().video_seconds
    if milliseconds > limit * 1000:
        raise AnalysisFailed(
            f"Video duration in milliseconds: {milliseconds} is more than the maximum limit of: {limit * 1000} "
            "milliseconds."
        )


def _detect(source: SourceVideo, descriptor: Descriptor, model: str | None) -> ObservedVideo:
    with _progress(source) as bar:
        return analysis.observe(
            source.properties,
            _interruptible(source.frames()),
            descriptor,
            model,
            lambda timestamp: bar.update(timestamp / 1000 - bar.n),
        )


def _interruptible(frames: Iterator[Frame]) -> Iterator[Frame]:
    """The frames. Raises Interrupted when the main thread has ended, because the process waits for this thread."""
    for frame in frames:
        if not threading.main_thread().is_alive():
            raise analysis.Interrupted("the process ends")
        yield frame


def _progress(source: SourceVideo) -> Any:
    """A progress bar in seconds of the video, on the terminal of a server."""
    from tqdm import tqdm

    return tqdm(
        desc=f"{source.location.bucket}/{source.location.key}",
        total=source.properties.duration / 1000,
        bar_format="{desc}: {percentage:3.0f}% |{bar}| {n:.0f}/{total:.0f} s of video [{elapsed}<{remaining}]",
        disable=None if _moto.is_server() else True,  # None disables it when the output is no terminal
        leave=False,
    )
