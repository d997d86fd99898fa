"""A server as people start it, photos on disk, and the clients of other languages, where `nox -s clients` put them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from moto_rekognition.synthetic import Face, group

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
PHOTOS = {
    "ada-1": Face("ada"),
    "ada-2": Face("ada", yaw=15, smile=0.8),
    "bob": Face("bob"),
    "both": group([Face("ada"), Face("bob")]),
}

AWS_CLI = Path(sys.executable).with_name("aws")
JAVASCRIPT_SDK = Path(os.environ.get("NODE_PATH", ""), "@aws-sdk", "client-rekognition")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of `moto_rekognition_server`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto_rekognition.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"{address}/moto-api/data.json", timeout=60)
            return
        time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def endpoint(server: str) -> str:
    """The address of an empty server."""
    requests.post(f"{server}/moto-api/reset", timeout=60)
    return server


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of PHOTOS as JPEG files, and of one that is none."""
    directory = tmp_path_factory.mktemp("photos")
    for name, picture in PHOTOS.items():
        Path(directory, f"{name}.jpg").write_bytes(picture.jpeg())
    Path(directory, "text.jpg").write_bytes(b"not a picture")
    return directory


@pytest.fixture
def rekognition(endpoint: str) -> Any:
    return boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret").client("rekognition", "us-east-1", endpoint_url=endpoint)


@pytest.fixture
def aws(endpoint: str, photos: Path) -> Run:
    """Runs the AWS CLI: `aws("rekognition", "list-collections")`, in the directory of the photos."""

    def aws(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(AWS_CLI), "--endpoint-url", endpoint, "--output", "json", *arguments]
        return subprocess.run(command, cwd=photos, env=os.environ | ENVIRONMENT, capture_output=True, text=True)

    return aws


@pytest.fixture
def node(endpoint: str, photos: Path) -> Run:
    """Runs a program with Node.js in the directory of the photos; it finds the server in ENDPOINT."""

    def node(program: Path) -> subprocess.CompletedProcess[str]:
        environment = os.environ | ENVIRONMENT | {"ENDPOINT": endpoint}
        return subprocess.run(["node", str(program)], cwd=photos, env=environment, capture_output=True, text=True)

    return node
