"""Reads the properties and the sampled frames of a video file with PyAV (FFmpeg).

OpenCV's VideoCapture reports neither container nor colour range, and took 1.4 times as long for a minute of 640 by 480
pixels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np

from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.vision.video.observation import Frame, VideoProperties
from moto_rekognition.vision.video.sampling import samples

#: Formats that the service reads.
#: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html names H.264 in MPEG-4 and MOV,
#: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Video.html also AVI; recorded answers have mpeg4 too.
#: FFmpeg's names.
CODECS = ("h264", "mpeg4")
CONTAINERS = ("mov,mp4,m4a,3gp,3g2,mj2", "avi")

#: In which FFmpeg counts the duration of a container, seconds.
_MICROSECOND = Fraction(1, 1_000_000)
_FULL_RANGE = 2  # AVCOL_RANGE_JPEG
_FULL_RANGE_FORMATS = "yuvj"


class UnreadableVideo(ValueError):
    """The content is not a video that the service can read."""


def decoder() -> Any:
    """PyAV. Raises RuntimeError, which says what to do, when it is not installed."""
    try:
        import av
    except ImportError as error:
        raise RuntimeError(
            f"reading videos needs PyAV ({error}): pip install 'moto-rekognition[video]', "
            "or declare what the video shows: declare('bucket/key', video=[...])"
        ) from None
    return av


@dataclass(frozen=True)
class SourceVideo:
    """The content of a Video parameter. It need not be a video, because declared content can be any bytes.

    location: the S3 object.
    """

    content: bytes
    location: S3Location

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).digest()

    @cached_property
    def properties(self) -> VideoProperties:
        """The properties that the file states. Raises UnreadableVideo."""
        with self._opened() as (container, stream):
            duration = _milliseconds(stream.duration, stream.time_base) or _milliseconds(
                container.duration, _MICROSECOND
            )
            first = next(iter(container.decode(stream)), None)
            if first is None:
                raise UnreadableVideo
            sideways = first.rotation % 180 != 0
            size = (first.height, first.width) if sideways else (first.width, first.height)
            return VideoProperties(
                codec=stream.codec_context.name,
                container=container.format.long_name,
                duration=duration,
                frame_rate=float(stream.average_rate),
                size=size,
                color_range="FULL" if _has_full_range(stream.codec_context) else "LIMITED",
            )

    def frames(self) -> Iterator[Frame]:
        """The sampled frames, decoded one by one. Raises UnreadableVideo."""
        with self._opened() as (container, stream):
            wanted = samples(stream.average_rate)
            sample = next(wanted)
            for number, frame in enumerate(container.decode(stream)):
                if number == sample.frame:
                    pixels = frame.to_ndarray(format="rgb24")
                    turned = np.ascontiguousarray(np.rot90(pixels, frame.rotation // 90))
                    yield Frame(sample.timestamp, turned)
                    sample = next(wanted)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        """The container and its first video stream. Raises UnreadableVideo, also for FFmpeg errors in the block."""
        av = decoder()
        try:
            with av.open(BytesIO(self.content), metadata_errors="replace") as container:
                stream = next(iter(container.streams.video), None)
                if stream is None or stream.codec_context is None or not stream.average_rate:
                    raise UnreadableVideo
                if stream.codec_context.name not in CODECS or container.format.name not in CONTAINERS:
                    raise UnreadableVideo
                stream.thread_type = "AUTO"  # decodes several frames in parallel
                yield container, stream
        except av.FFmpegError:
            raise UnreadableVideo from None


def _milliseconds(ticks: int | None, tick: Fraction) -> int:
    """Cut, not rounded; in whole numbers, because 1000 times a float of 1.001 is less than 1001."""
    return int((ticks or 0) * tick * 1000)


def _has_full_range(codec: Any) -> bool:
    return codec.color_range == _FULL_RANGE or str(codec.pix_fmt).startswith(_FULL_RANGE_FORMATS)
