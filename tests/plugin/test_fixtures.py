"""The plugin's fixtures, used as any project uses them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import TestCase

import boto3
import pytest
from moto import mock_aws

from moto_rekognition import declare, face
from moto_rekognition.outcomes.declarations import listing


def test_greets_a_known_visitor(rekognition: Any, rekognition_collection: str) -> None:
    declare(b"portrait", [face("ada")])
    declare(b"snapshot", [face("ada", pose={"yaw": 15}, smile=True)])
    portrait, snapshot = {"Bytes": b"portrait"}, {"Bytes": b"snapshot"}
    rekognition.index_faces(CollectionId=rekognition_collection, Image=portrait, ExternalImageId="ada")
    (match,) = rekognition.search_faces_by_image(CollectionId=rekognition_collection, Image=snapshot)["FaceMatches"]
    assert match["Face"]["ExternalImageId"] == "ada"


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_collection(rekognition: Any, rekognition_collection: str, time: str) -> None:
    assert rekognition.list_collections()["CollectionIds"] == [rekognition_collection]
    assert rekognition.list_faces(CollectionId=rekognition_collection)["Faces"] == []
    rekognition.create_collection(CollectionId=f"another-{time}")


@pytest.mark.usefixtures("rekognition")
class TestClassesOfUnittest(TestCase):
    @pytest.fixture(autouse=True)
    def fixtures(self, declare_faces: Any) -> None:
        self.declare_faces = declare_faces

    def test_can_use_the_fixtures(self) -> None:
        self.declare_faces(b"portrait", [face("ada")])
        faces = boto3.client("rekognition", "us-east-1").detect_faces(Image={"Bytes": b"portrait"})["FaceDetails"]
        assert len(faces) == 1


@pytest.fixture(scope="module")
def long_mock() -> Any:
    with mock_aws():
        yield


@pytest.mark.parametrize("name", ["ada", "eve"])
def test_declared_faces_end_with_the_test_although_the_mock_goes_on(
    long_mock: Any, declare_faces: Any, name: str
) -> None:
    assert listing() == ""
    declare_faces(faces=[face(name)])
    assert name in listing()


def test_coroutines_can_ask_the_server(rekognition_server: str, declare_faces: Any) -> None:
    declare_faces(b"portrait", [face("ada"), face("eve")])
    client = boto3.client(
        "rekognition",
        "us-east-1",
        endpoint_url=rekognition_server,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )

    async def count() -> int:
        answer = await asyncio.to_thread(client.detect_faces, Image={"Bytes": b"portrait"})
        return len(answer["FaceDetails"])

    async def both() -> list[int]:
        return await asyncio.gather(count(), count())

    assert asyncio.run(both()) == [2, 2]


def run_pytest(directory: Path, source: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a project's tests as that project would."""
    (directory / "test_project.py").write_text(source)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=directory,
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
        check=False,
    )


UNUSED = """
import sys

def test_nothing_was_imported():
    assert not {"moto", "boto3", "botocore", "numpy", "PIL", "mediapipe"} & set(sys.modules)
"""


def test_a_run_that_does_not_use_it_imports_none_of_it(tmp_path: Path) -> None:
    run = run_pytest(tmp_path, UNUSED)
    assert "1 passed" in run.stdout, run.stdout


USED = """
import boto3
import pytest
from moto_rekognition import declare, face

@pytest.mark.parametrize("number", range(2))
def test_declares(rekognition, rekognition_collection, number):
    declare(b"picture", [face()] * number)
    assert len(rekognition.detect_faces(Image={"Bytes": b"picture"})["FaceDetails"]) == number

@pytest.mark.parametrize("number", range(2))
def test_serves(rekognition_server, declare_faces, number):
    declare_faces(b"picture", [face()] * number)
    client = boto3.client(
        "rekognition", "us-east-1", endpoint_url=rekognition_server,
        aws_access_key_id="testing", aws_secret_access_key="testing",
    )
    assert len(client.detect_faces(Image={"Bytes": b"picture"})["FaceDetails"]) == number
"""


def test_workers_of_xdist_do_not_disturb_each_other(tmp_path: Path) -> None:
    run = run_pytest(tmp_path, USED, "-n", "2")
    assert "4 passed" in run.stdout, run.stdout


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["-p", "no:moto_rekognition"], {}), ([], {"MOTO_REKOGNITION_AUTOLOAD": "0"})],
    ids=["option", "environment"],
)
def test_can_be_left_out(tmp_path: Path, arguments: list[str], environment: dict[str, str]) -> None:
    run = run_pytest(tmp_path, "def test_fixture(rekognition): pass", *arguments, **environment)
    assert "fixture 'rekognition' not found" in run.stdout, run.stdout
