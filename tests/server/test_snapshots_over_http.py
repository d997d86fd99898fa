"""GET and PUT /moto-api/static/rekognition/snapshot, in process and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws


@pytest.fixture(params=["in_process", "server"])
def base(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where /moto-api is, with nothing in it."""
    if request.param == "in_process":
        with mock_aws():
            yield "http://motoapi.amazonaws.com"
    else:
        url: str = request.getfixturevalue("rekognition_server")
        requests.post(f"{url}/moto-api/reset", timeout=60)
        yield url


@pytest.fixture
def rekognition(base: str) -> Any:
    endpoint = None if "amazonaws" in base else base
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return boto3.client("rekognition", "us-east-1", endpoint_url=endpoint, **keys)


def test_what_was_saved_comes_back_after_a_reset(base: str, rekognition: Any) -> None:
    url = f"{base}/moto-api/static/rekognition/snapshot"
    rekognition.create_collection(CollectionId="people")
    saved = requests.get(url, timeout=60)
    assert saved.headers["Content-Type"] == "application/zip"
    requests.post(f"{base}/moto-api/reset", timeout=60)
    assert rekognition.list_collections()["CollectionIds"] == []
    assert requests.put(url, data=saved.content, timeout=60).status_code == 200
    assert rekognition.list_collections()["CollectionIds"] == ["people"]


def test_a_damaged_one_is_refused(base: str) -> None:
    reply = requests.put(f"{base}/moto-api/static/rekognition/snapshot", data=b"damaged", timeout=60)
    assert reply.status_code == 400
    assert "no snapshot of moto-rekognition" in reply.json()["Message"]


def test_other_methods_are_refused(base: str) -> None:
    reply = requests.delete(f"{base}/moto-api/static/rekognition/snapshot", timeout=60)
    assert (reply.status_code, reply.json()) == (405, {"Message": "use GET or PUT"})
