"""Every test of the service runs twice: in this process under `mock_aws`, and against a moto server.

Those that can, and are marked so, also run against AWS when they are told to.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest
import requests
from moto import mock_aws
from moto.server import ThreadedMotoServer

from moto_rekognition.vision import analysis, descriptors
from tests.service.scenes import Camera, Cosine

#: As moto's own aws_verified: tests marked rekognition_aws_verified then also run against the real service.
ALLOW_AWS = os.environ.get("MOTO_TEST_ALLOW_AWS_REQUEST", "false").lower() == "true"
REGION = "us-east-1"
ACCOUNT = "123456789012"

ClientOf = Callable[..., Any]


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    """Takes pictures of `Person`s, which are then seen in them, whatever the pixels show."""
    camera = Camera()
    monkeypatch.setattr(analysis, "analyze", camera.analyze)
    monkeypatch.setattr(descriptors, "get", lambda name, sface_model=None: Cosine())
    return camera


@functools.cache
def cached_client(service: str, region: str, endpoint: str | None) -> Any:
    """A client, made once: that takes longer than most tests."""
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name=region)
    return session.client(service, endpoint_url=endpoint)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running moto server."""
    threaded = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    host, port = threaded._server.server_address[:2]  # moto < 5.0.10 has no get_host_and_port
    yield f"http://{host}:{port}"
    threaded.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Where a test runs: everywhere but on AWS, and there too if it is marked and that is asked for."""
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "client_of" in metafunc.fixturenames and "client_of" not in chosen:
        places = ["in_process", "server"]
        if ALLOW_AWS and metafunc.definition.get_closest_marker("rekognition_aws_verified"):
            places.append("aws")
        metafunc.parametrize("client_of", places, indirect=True)


@pytest.fixture
def client_of(request: pytest.FixtureRequest) -> Iterator[ClientOf]:
    """A boto3 client for an empty account: `client_of("rekognition")`, `client_of("s3", "eu-west-1")`.

    On AWS the account is that of the environment's credentials, and need not be empty.
    """

    def client_of(service: str, region: str = REGION) -> Any:
        return cached_client(service, region, endpoint)

    endpoint = None
    if request.param == "aws":
        yield lambda service, region=REGION: boto3.client(service, region_name=region)
    elif request.param == "in_process":
        with mock_aws():
            yield client_of
    else:
        endpoint = request.getfixturevalue("server")
        requests.post(f"{endpoint}/moto-api/reset", timeout=60)
        yield client_of


@pytest.fixture
def rekognition(client_of: ClientOf) -> Any:
    return client_of("rekognition")


@pytest.fixture
def s3(client_of: ClientOf) -> Any:
    return client_of("s3")


@pytest.fixture
def people(request: pytest.FixtureRequest, rekognition: Any) -> Iterator[str]:
    """The id of an empty collection, which knows faces as the camera does when there is one."""
    if "camera" in request.fixturenames:
        request.getfixturevalue("camera")
    on_aws = "aws" in request.node.callspec.params.values()
    collection_id = f"moto-rekognition-{uuid4()}" if on_aws else "people"
    rekognition.create_collection(CollectionId=collection_id)
    yield collection_id
    if on_aws:  # elsewhere the whole account goes
        with suppress(rekognition.exceptions.ResourceNotFoundException):
            rekognition.delete_collection(CollectionId=collection_id)


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.text)  # type: ignore[no-any-return]

    @property
    def error(self) -> tuple[int, str, str]:
        """Status, name and message of an error in the service's envelope."""
        assert [*self.body] == ["__type", "Code", "Message"], self.text
        assert self.body["__type"] == self.body["Code"]
        return self.status, self.body["Code"], self.body["Message"]

    @property
    def front_end_error(self) -> tuple[int, str, str]:
        """Status, name and message of an error in the envelope of what stands in front of the service."""
        assert [*self.body] == ["__type", "message"], self.text
        return self.status, self.body["__type"], self.body["message"]


RawPost = Callable[[str, Any], Reply]


@pytest.fixture
def raw(client_of: ClientOf) -> RawPost:
    """Sends what boto3 would not: `raw("ListFaces", {...})`, or a body as bytes."""
    endpoint = client_of("rekognition").meta.endpoint_url
    scope = f"AKIAIOSFODNN7EXAMPLE/20260101/{REGION}/rekognition/aws4_request"

    def raw(operation: str, body: Any) -> Reply:
        reply = requests.post(
            f"{endpoint}/",
            data=body if isinstance(body, bytes) else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": f"RekognitionService.{operation}",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00",
            },
            timeout=60,
        )
        return Reply(reply.status_code, reply.headers, reply.text)

    return raw
