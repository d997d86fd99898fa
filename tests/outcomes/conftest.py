"""Every test of the service with outcomes runs twice: in this process under `mock_aws`, and against a moto server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from moto import mock_aws

from tests.service.conftest import REGION, ClientOf, cached_client, raw, rekognition, s3, server

__all__ = ["raw", "rekognition", "s3", "server"]


@pytest.fixture(params=["in_process", "server"])
def client_of(request: pytest.FixtureRequest) -> Iterator[ClientOf]:
    """A boto3 client for an empty account: `client_of("rekognition")`, `client_of("s3", "eu-west-1")`."""

    def client_of(service: str, region: str = REGION) -> Any:
        return cached_client(service, region, endpoint)

    endpoint = None
    if request.param == "in_process":
        with mock_aws():
            yield client_of
    else:
        endpoint = request.getfixturevalue("server")
        requests.post(f"{endpoint}/moto-api/reset", timeout=60)
        yield client_of


@pytest.fixture
def people(rekognition: Any) -> str:
    """The id of an empty collection."""
    rekognition.create_collection(CollectionId="people")
    return "people"
