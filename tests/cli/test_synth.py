"""`synth`: drawn people as files."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from PIL import Image

from moto_rekognition.synthetic import Face
from tests.cli.conftest import Run


def test_portraits_are_those_of_the_library(run: Run, tmp_path: Path) -> None:
    result = run("synth", "portraits", "ada", "7", "--out", tmp_path, "--set", "yaw=15", "--set", "hair=long")
    assert result.stdout.splitlines() == [str(tmp_path / "ada.jpg"), str(tmp_path / "7.jpg")]
    assert (tmp_path / "ada.jpg").read_bytes() == Face("ada", yaw=15, hair="long").jpeg()
    assert (tmp_path / "7.jpg").read_bytes() == Face(7, yaw=15, hair="long").jpeg()


def test_a_group_shows_everybody(run: Run, tmp_path: Path) -> None:
    run("synth", "group", "ada", "grace", "--out", tmp_path / "new" / "team.jpg", "--size", "900x500")
    assert Image.open(tmp_path / "new" / "team.jpg").size == (900, 500)
    seen = json.loads(run("detect", "--json", tmp_path / "new" / "team.jpg").stdout)
    assert len(seen["FaceDetails"]) == 2


@pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="needs PyAV")
def test_a_clip_is_a_video(run: Run, tmp_path: Path) -> None:
    import av

    run("synth", "clip", "ada", "--out", tmp_path / "ada.mp4", "--seconds", "1", "--size", "320x240")
    with av.open(str(tmp_path / "ada.mp4")) as video:
        assert len(list(video.decode(video=0))) == 10


def test_a_clip_is_no_other_container(run: Run, tmp_path: Path) -> None:
    assert "ends in .mp4 or .mov" in run("synth", "clip", "ada", "--out", tmp_path / "ada.avi", status=2).stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--set", "yaw"], "give KEY=VALUE"),
        (["--set", "yawn=1"], "yawn"),
        (["--set", "hair=green"], "hair"),
    ],
)
def test_a_wrong_parameter_says_what_is_allowed(run: Run, tmp_path: Path, options: list[str], message: str) -> None:
    assert message in run("synth", "portraits", "ada", "--out", tmp_path, *options, status=2).stderr
    assert not any(tmp_path.iterdir())
