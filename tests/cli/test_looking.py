"""`detect` and `compare`: photos are looked at in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.cli.conftest import Run


def test_detect_says_what_is_seen(run: Run, photos: Path) -> None:
    lines = run("detect", photos / "album" / "ada laughing.jpg").stdout.splitlines()
    assert lines[0].endswith("ada laughing.jpg: 1 face")
    assert "smiling" in lines[1]


def test_detect_prints_the_services_answer(run: Run, photos: Path) -> None:
    both = run("detect", "--json", photos / "ada.jpg", photos / "album" / "team.jpg").stdout.splitlines()
    ada, team = map(json.loads, both)
    assert ada["File"] == str(photos / "ada.jpg")
    assert [len(each["FaceDetails"]) for each in (ada, team)] == [1, 2]
    assert {"Emotions", "EyeDirection", "Landmarks"} <= ada["FaceDetails"][0].keys()


def test_detect_draws_boxes_and_landmarks(run: Run, photos: Path, tmp_path: Path) -> None:
    photo = photos / "album" / "team.jpg"
    run("detect", photo, "--draw", tmp_path / "seen.png")
    before, after = Image.open(photo), Image.open(tmp_path / "seen.png")
    assert ImageChops.difference(before.convert("RGB"), after).getbbox() is not None
    assert after.size == before.size


def test_detect_draws_several_photos_into_a_folder(run: Run, photos: Path, tmp_path: Path) -> None:
    run("detect", photos / "ada.jpg", photos / "grace.jpg", "--draw", tmp_path / "seen")
    assert sorted(each.name for each in (tmp_path / "seen").iterdir()) == ["ada.png", "grace.png"]


def test_detect_draws_into_a_folder_when_there_is_no_extension(run: Run, photos: Path, tmp_path: Path) -> None:
    run("detect", photos / "ada.jpg", "--draw", tmp_path / "seen")
    assert [each.name for each in (tmp_path / "seen").iterdir()] == ["ada.png"]


@pytest.mark.parametrize("endpoint", ["localhost", "ftp://127.0.0.1:5000"])
def test_an_endpoint_that_is_no_url_is_status_2(run: Run, photos: Path, endpoint: str) -> None:
    assert "give a URL" in run("detect", photos / "ada.jpg", "--endpoint", endpoint, status=2).stderr


def test_no_face_is_status_1(run: Run, tmp_path: Path) -> None:
    Image.new("RGB", (200, 200)).save(tmp_path / "black.png")
    assert run("detect", tmp_path / "black.png", status=1).stdout.endswith("black.png: 0 faces\n")


def test_what_is_no_photo_is_status_3_and_does_not_stop_the_others(run: Run, photos: Path) -> None:
    result = run("detect", photos / "notes.txt", photos / "missing.jpg", photos / "ada.jpg", status=3)
    assert "ada.jpg: 1 face" in result.stdout
    no_photo, missing = result.stderr.splitlines()
    assert no_photo.endswith("notes.txt: DetectFaces: InvalidImageFormatException: Request has invalid image format")
    assert missing == f"{photos / 'missing.jpg'}: No such file or directory"


def test_compare_finds_the_same_person(run: Run, photos: Path) -> None:
    result = run("compare", photos / "ada.jpg", photos / "album" / "team.jpg")
    assert result.stdout.splitlines()[-1] == "1 matching, 1 other faces"


def test_compare_of_two_people_is_status_1(run: Run, photos: Path) -> None:
    result = run("compare", "--json", photos / "ada.jpg", photos / "grace.jpg", status=1)
    assert json.loads(result.stdout)["FaceMatches"] == []


def test_without_a_model_the_message_says_what_to_do(
    run: Run, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_MODEL", str(tmp_path / "nowhere.task"))
    result = run("detect", photos / "ada.jpg", status=4)
    assert "moto-rekognition download-model" in result.stderr
    assert result.stderr.endswith("moto-rekognition doctor\n")
