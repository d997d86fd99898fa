"""A clip of drawn people: who is where and when, and the file that comes of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from moto_rekognition.synthetic import Clip, Face, film

SMALL = (160, 120)


def identities(clip: Clip, milliseconds: float) -> list[int | str]:
    return [truth.identity for truth in clip.at(milliseconds).truth]


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    av = pytest.importorskip("av", reason="needs the extra `video`")
    with av.open(io.BytesIO(data)) as container:
        yield container


def test_people_enter_and_leave_when_their_scene_begins() -> None:
    clip = film([(0, [Face("ada")]), (500, []), (900, [Face("ada"), Face("grace")])], size=SMALL)
    assert [identities(clip, time) for time in (0, 499, 500, 899, 900, 1900)] == [
        ["ada"],
        ["ada"],
        [],
        [],
        ["ada", "grace"],
        ["ada", "grace"],
    ]


def test_who_stays_moves_evenly_from_scene_to_scene() -> None:
    start, end = Face(1, yaw=-30, center=(0.2, 0.5), smile=0), Face(1, yaw=30, center=(0.8, 0.5), smile=1)
    clip = film([(0, [start]), (1000, [end])], size=(200, 100))
    boxes = [clip.at(time).truth[0].box for time in (0, 500, 1000)]
    assert [box.left + box.width / 2 for box in boxes] == pytest.approx([40, 100, 160], abs=2)
    assert [clip.at(time).truth[0].pose.yaw for time in (0, 250, 500, 1000)] == [-30, -15, 0, 30]
    assert [clip.at(time).truth[0].attributes.smile for time in (0, 200, 800, 1000)] == [False, False, True, True]


def test_who_walks_in_is_known_once_a_part_of_the_face_can_be_seen() -> None:
    clip = film([(0, [Face(1, center=(-0.5, 0.5))]), (1000, [Face(1)])], size=SMALL, fps=20)
    seen = [len(frame) for frame in clip.truth]
    assert seen[0] == 0
    assert seen[-1] == 1
    assert seen == sorted(seen)


def test_a_talking_person_opens_and_shuts_the_mouth_and_a_silent_one_does_not() -> None:
    clip = film([Face("ada"), Face("grace")], talking=["ada"], duration=2000, size=SMALL)
    for place, talks in ((0, True), (1, False)):
        opened_mouths = {frame[place].attributes.mouth_open for frame in clip.truth}
        assert opened_mouths == ({True, False} if talks else {False})


def test_swaying_heads_turn_by_no_more_than_they_are_told_to_and_not_in_step() -> None:
    yaws = np.array(
        [[truth.pose.yaw for truth in frame] for frame in film([Face(1), Face(2)], sway=5, size=SMALL).truth]
    )
    assert 3 < np.abs(yaws).max() <= 5
    assert np.abs(yaws[:, 0] - yaws[:, 1]).max() > 1


def test_a_clip_moves_nobody_who_is_not_told_to_move() -> None:
    first, *others = film([Face(1)], size=SMALL).truth
    assert all(frame == first for frame in others)


def test_the_frames_are_the_pictures_at_their_times() -> None:
    clip = film([(0, [Face(1, yaw=-20)]), (400, [Face(1, yaw=20)])], duration=500, size=SMALL)
    assert len(clip) == len(clip.truth) == 5
    for index, frame in enumerate(clip.frames):
        assert frame.truth == clip.at(index * 100).truth == clip.truth[index]
    drawn = [np.asarray(image) for image in clip._images()]
    assert np.array_equal(drawn[2], clip.at(200).array)


@pytest.mark.parametrize(("container", "codec"), [("mp4", "h264"), ("mov", "h264"), ("mp4", "mpeg4"), ("mov", "mpeg4")])
def test_the_file_holds_the_frames_as_they_were_drawn(container: str, codec: str) -> None:
    clip = film([(0, [Face(1, yaw=-20)]), (400, [Face(1, yaw=20)])], duration=500, size=SMALL)
    with opened(getattr(clip, container)(codec)) as video:
        stream = video.streams.video[0]
        assert stream.codec_context.name == codec
        assert (stream.width, stream.height) == SMALL
        assert stream.average_rate == 10
        assert video.duration == 500_000
        frames = list(video.decode(stream))
    assert [float(frame.time) for frame in frames] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    for frame, picture in zip(frames, clip.frames, strict=True):
        difference = frame.to_ndarray(format="rgb24").astype(int) - picture.array
        assert np.abs(difference).mean() < 6


def test_the_same_clip_is_the_same_file() -> None:
    pytest.importorskip("av", reason="needs the extra `video`")
    one, other = (film([Face(3)], talking=[3], duration=300, size=SMALL).mp4() for _ in range(2))
    assert one == other


def test_a_rate_can_be_that_of_television() -> None:
    clip = film([Face(1)], fps=29.97, size=SMALL)
    assert len(clip) == 30
    with opened(clip.mp4()) as video:
        assert float(video.streams.video[0].average_rate) == pytest.approx(29.97)
    assert film([Face(1)], fps=Fraction(30000, 1001), size=SMALL).fps == Fraction(30000, 1001)


def test_without_pyav_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ModuleNotFoundError, match=r"moto-rekognition\[video\]"):
        film([Face(1)], size=SMALL).mp4()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scenes": []}, "a film is made of scenes"),
        ({"scenes": ["ada"]}, "a film is made of scenes"),
        ({"scenes": [(0, ["ada"])]}, "made of Face objects, not 'ada'"),
        ({"scenes": [(100, [])]}, "the first scene begins at 0 ms, not at 100"),
        ({"scenes": [(0, []), (200, []), (100, [])]}, "in the order of their time"),
        ({"scenes": [(0, []), (0, [])]}, "in the order of their time"),
        ({"scenes": [Face("ada"), Face("ada", yaw=3)]}, "'ada' is more than once in the scene at 0 ms"),
        ({"scenes": [Face(1, blur=2)]}, r"in a film, blur is the picture's: give it to film\(\)"),
        ({"scenes": [(0, []), (2000, [])], "duration": 2000}, "duration is 2000 ms, but a scene begins at 2000 ms"),
        ({"talking": ["eve"]}, "'eve' is in none of the scenes"),
        ({"talking": "ada"}, r"talking must be identities, for instance \['ada'\]"),
        ({"size": (161, 120)}, "must be even numbers"),
        ({"fps": 0}, "fps must be a number from 0.5 to 120"),
        ({"sway": -1}, "sway must be a number from 0 to 45"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_makes_no_sense_is_refused_where_the_film_is_made(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        film(**{"scenes": [Face("ada")], **arguments})


def test_a_time_outside_the_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="milliseconds must be a number from 0 to 1000"):
        film([Face(1)]).at(1001)


def test_an_unknown_codec_is_refused() -> None:
    with pytest.raises(ValueError, match="codec must be one of 'h264', 'mpeg4'"):
        film([Face(1)]).mp4("vp9")
