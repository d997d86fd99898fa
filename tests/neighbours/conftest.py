"""As in the tests of the service, everything runs twice; here clients can also be those of other people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from moto import mock_aws

from tests.service.conftest import REGION, ClientOf, cached_client, camera, people, rekognition, s3, server

__all__ = ["camera", "people", "rekognition", "s3", "server"]


@pytest.fixture(params=["in_process", "server"])
def endpoint(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty server, None for an empty mock in this process."""
    if request.param == "in_process":
        with mock_aws():
            yield None
    else:
        address = request.getfixturevalue("server")
        requests.post(f"{address}/moto-api/reset", timeout=60)
        yield address


@pytest.fixture
def client_of(endpoint: str | None) -> ClientOf:
    """A client: `client_of("s3", "eu-west-1")`, or with other credentials: `client_of("s3", **keys(session))`."""

    def client_of(service: str, region: str = REGION, **options: Any) -> Any:
        if options:
            session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name=region)
            return session.client(service, endpoint_url=endpoint, **options)
        return cached_client(service, region, endpoint)

    return client_of


def keys(credentials: dict[str, str]) -> dict[str, str]:
    """What boto3.client takes, of what IAM and STS give."""
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials.get("SessionToken", ""),
    }
