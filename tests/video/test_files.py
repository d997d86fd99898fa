"""What is read of video files: PyAV's files of several kinds, and files that are none."""

from __future__ import annotations

import io
from contextlib import suppress
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.media.video import SourceVideo, UnreadableVideo


def encoded(
    container: str = "mp4", codec: str = "libx264", frames: int = 12, rate: Any = 10, pixels: str = "yuv420p"
) -> bytes:
    """A video whose n-th frame is grey, 10 + 5n; 160 by 96 pixels."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = 160, 96, pixels
        for number in range(frames):
            grey = np.full((96, 160, 3), 10 + 5 * number, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def source(content: bytes) -> SourceVideo:
    return SourceVideo(content, S3Location("videos", "a.mp4"))


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    ("container", "codec", "format_name", "codec_name"),
    [
        ("mp4", "libx264", "QuickTime / MOV", "h264"),
        ("mov", "libx264", "QuickTime / MOV", "h264"),
        ("mp4", "mpeg4", "QuickTime / MOV", "mpeg4"),
        ("avi", "mpeg4", "AVI (Audio Video Interleaved)", "mpeg4"),
    ],
)
def test_codec_and_container_are_named_as_ffmpeg_names_them(
    container: str, codec: str, format_name: str, codec_name: str
) -> None:
    properties = source(encoded(container, codec)).properties

    assert (properties.container, properties.codec) == (format_name, codec_name)
    assert (properties.duration, properties.frame_rate, properties.size) == (1200, 10.0, (160, 96))
    assert properties.color_range == "LIMITED"


def test_the_whole_range_of_colours_is_told() -> None:
    assert source(encoded(pixels="yuvj420p")).properties.color_range == "FULL"


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_the_frames_are_those_of_the_samples(codec: str) -> None:
    frames = list(source(encoded(codec=codec, frames=12)).frames())

    assert [frame.timestamp for frame in frames] == [0, 500, 1000]
    assert [round(frame.pixels.mean()) for frame in frames] == pytest.approx([10, 35, 60], abs=3)
    assert frames[0].pixels.shape == (96, 160, 3)


def test_the_duration_is_exact() -> None:
    assert source(encoded(frames=1, rate=Fraction(1000, 1001))).properties.duration == 1001


@pytest.mark.evidence("verified")
def test_fractional_frame_rates_are_kept() -> None:
    video = source(encoded(rate=Fraction(30000, 1001), frames=31))

    assert video.properties.frame_rate == pytest.approx(29.97003)
    assert [frame.timestamp for frame in video.frames()] == [0, 467, 967]


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(("container", "codec"), [("matroska", "libx264"), ("avi", "mjpeg"), ("webm", "libvpx")])
def test_other_codecs_and_containers_are_not_read(container: str, codec: str) -> None:
    content = encoded(container, codec, pixels="yuvj420p" if codec == "mjpeg" else "yuv420p")

    with pytest.raises(UnreadableVideo):
        source(content).properties  # noqa: B018


def test_a_file_without_video_is_not_read() -> None:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=44100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.rate = 44100
        file.mux(stream.encode(silence))
        file.mux(stream.encode(None))

    with pytest.raises(UnreadableVideo):
        source(buffer.getvalue()).properties  # noqa: B018


WHOLE = encoded()


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_broken_file_is_unreadable_or_read_as_far_as_it_goes(place: int, garbage: bytes) -> None:
    for content in (WHOLE[:place], WHOLE[:place] + garbage + WHOLE[place + len(garbage) :]):
        video = source(content)
        try:
            assert video.properties.size > (0, 0)
            frames = list(video.frames())
        except UnreadableVideo:
            continue
        assert all(frame.pixels.dtype == np.uint8 for frame in frames)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    def read(content: bytes) -> None:
        with suppress(UnreadableVideo):
            list(source(content).frames())

    for content in (b"", b"nothing", WHOLE[: len(WHOLE) // 2], WHOLE[:200] + bytes(50) + WHOLE[250:]):
        read(content)

    assert capfd.readouterr().err == ""
