"""`index` and `search`: with a snapshot in this process, and against a server."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from tests.cli.conftest import Run


@pytest.fixture(params=["snapshot", "endpoint"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """The options that say where the collection is: empty at first."""
    if request.param == "snapshot":
        return ["--snapshot", str(tmp_path / "people.npz")]
    url: str = request.getfixturevalue("rekognition_server")
    requests.post(f"{url}/moto-api/reset", timeout=60)
    return ["--endpoint", url]


def test_a_person_who_was_indexed_is_found(run: Run, photos: Path, place: list[str]) -> None:
    assert run("index", photos, "--collection", "people", *place).stdout == (
        "5 indexed, 0 were there, 0 without a face, 0 refused\n"
    )
    lines = run("search", photos / "album" / "ada laughing.jpg", "--collection", "people", *place).stdout.splitlines()
    names = {line.split()[1] for line in lines[1:]}
    assert {"ada", "album:ada_laughing"} <= names
    assert not {"grace", "album:alan"} & names


def test_search_prints_the_services_answer(run: Run, photos: Path, place: list[str]) -> None:
    run("index", photos, "--collection", "people", *place)
    answer = json.loads(run("search", photos / "grace.jpg", "--collection", "people", "--json", *place).stdout)
    (match,) = answer["FaceMatches"]
    assert match["Face"]["ExternalImageId"] == "grace"


def test_nobody_found_is_status_1(run: Run, photos: Path, place: list[str], tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    shutil.copy(photos / "grace.jpg", tmp_path / "one")
    run("index", tmp_path / "one", "--collection", "people", *place)
    assert "0 matches" in run("search", photos / "ada.jpg", "--collection", "people", *place, status=1).stdout


def test_a_second_run_indexes_only_what_is_missing(run: Run, photos: Path, place: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "portraits"
    copy.mkdir()
    shutil.copy(photos / "ada.jpg", copy)
    (copy / "broken.jpg").write_bytes(b"no photo")
    first = run("index", copy, "--collection", "people", *place, status=3)
    assert first.stdout == "1 indexed, 0 were there, 0 without a face, 1 refused\n"
    assert "broken.jpg: IndexFaces: InvalidImageFormatException" in first.stderr
    shutil.copy(photos / "grace.jpg", copy / "broken.jpg")
    second = run("index", copy, "--collection", "people", *place)
    assert second.stdout == "1 indexed, 1 were there, 0 without a face, 0 refused\n"


def test_two_photos_of_one_external_id_are_refused_before_anything_is_indexed(
    run: Run, photos: Path, tmp_path: Path, rekognition_server: str
) -> None:
    for name in ("a b.jpg", "a_b.jpg"):
        shutil.copy(photos / "ada.jpg", tmp_path / name)
    requests.post(f"{rekognition_server}/moto-api/reset", timeout=60)
    result = run("index", tmp_path, "--collection", "people", "--endpoint", rekognition_server, status=3)
    assert "would both get the external image id 'a_b': rename one" in result.stderr
    assert client(rekognition_server).list_collections()["CollectionIds"] == []


def client(url: str) -> Any:
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return boto3.client("rekognition", "us-east-1", endpoint_url=url, **keys)


@pytest.mark.parametrize("options", [[], ["--snapshot", "a.npz", "--endpoint", "http://127.0.0.1:1"]])
def test_says_that_the_collection_must_be_somewhere(run: Run, photos: Path, options: list[str]) -> None:
    result = run("search", photos / "ada.jpg", "--collection", "people", *options, status=2)
    assert "say where the collection is: --endpoint URL or --snapshot FILE" in result.stderr


def test_a_snapshot_that_cannot_be_saved_is_refused_before_anything_is_indexed(
    run: Run, photos: Path, tmp_path: Path
) -> None:
    snapshot = tmp_path / "nowhere" / "people.npz"
    result = run("index", photos, "--collection", "people", "--snapshot", snapshot, status=3)
    assert result.stderr == f"Error: {snapshot}: there is no folder {snapshot.parent}\n"


def test_no_server_is_status_4(run: Run, photos: Path) -> None:
    result = run("search", photos / "ada.jpg", "--collection", "people", "--endpoint", "http://127.0.0.1:1", status=4)
    assert "Start one with: moto_rekognition_server" in result.stderr


def test_a_file_that_is_no_snapshot_is_status_3(run: Run, photos: Path) -> None:
    options = ["--collection", "people", "--snapshot", photos / "ada.jpg"]
    result = run("search", photos / "ada.jpg", *options, status=3)
    assert "ada.jpg is no snapshot of moto-rekognition" in result.stderr
