"""Every test of the service runs twice: in this process under `mock_aws`, and against a moto server."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from moto import mock_aws
from moto.server import ThreadedMotoServer

from moto_rekognition.vision import analysis
from tests.service.scenes import Camera

if importlib.util.find_spec("moto_rekognition.vision.descriptors") is None:  # until they land
    from tests.service import standins  # noqa: F401

REGION = "us-east-1"
ACCOUNT = "123456789012"

ClientOf = Callable[..., Any]


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    """Takes pictures of `Person`s, which are then seen in them, whatever the pixels show."""
    camera = Camera()
    monkeypatch.setattr(analysis, "analyze", camera.analyze)
    return camera


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running moto server."""
    threaded = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    host, port = threaded._server.server_address[:2]  # moto < 5.0.10 has no get_host_and_port
    yield f"http://{host}:{port}"
    threaded.stop()


@pytest.fixture(params=["in_process", "server"])
def client_of(request: pytest.FixtureRequest) -> Iterator[ClientOf]:
    """boto3.client against an empty account: `client_of("rekognition")`, `client_of("s3", "eu-west-1")`."""

    def client_of(service: str, region: str = REGION, **options: Any) -> Any:
        return boto3.client(service, region_name=region, endpoint_url=endpoint, **options)

    if request.param == "in_process":
        endpoint = None
        with mock_aws():
            yield client_of
    else:
        endpoint = request.getfixturevalue("server")
        urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
        yield client_of


@pytest.fixture
def rekognition(client_of: ClientOf) -> Any:
    return client_of("rekognition")


@pytest.fixture
def s3(client_of: ClientOf) -> Any:
    return client_of("s3")


@pytest.fixture
def people(rekognition: Any) -> str:
    """The id of an empty collection."""
    rekognition.create_collection(CollectionId="people")
    return "people"
