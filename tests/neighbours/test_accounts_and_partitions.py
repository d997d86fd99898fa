"""Whose collections they are: accounts, regions, partitions."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.neighbours.conftest import keys
from tests.service.conftest import ACCOUNT, ClientOf

pytestmark = pytest.mark.evidence("documented")

OTHER = "210987654321"


@pytest.fixture
def elsewhere(client_of: ClientOf) -> Any:
    """A client in another account."""
    role = f"arn:aws:iam::{OTHER}:role/other"
    session = client_of("sts").assume_role(RoleArn=role, RoleSessionName="session")
    return client_of("rekognition", **keys(session["Credentials"]))


def test_an_assumed_role_works_in_its_own_account(rekognition: Any, elsewhere: Any) -> None:
    rekognition.create_collection(CollectionId="people")
    elsewhere.create_collection(CollectionId="people")
    elsewhere.create_collection(CollectionId="more")

    assert rekognition.list_collections()["CollectionIds"] == ["people"]
    assert elsewhere.list_collections()["CollectionIds"] == ["more", "people"]
    assert f":{OTHER}:" in elsewhere.describe_collection(CollectionId="people")["CollectionARN"]


def test_a_collection_of_another_account_cannot_be_tagged(rekognition: Any, elsewhere: Any, people: str) -> None:
    arn = rekognition.describe_collection(CollectionId=people)["CollectionARN"]

    with pytest.raises(elsewhere.exceptions.ResourceNotFoundException):
        elsewhere.tag_resource(ResourceArn=arn, Tags={"k": "v"})


def test_govcloud_has_arns_of_its_own(client_of: ClientOf) -> None:
    rekognition = client_of("rekognition", "us-gov-west-1")

    created = rekognition.create_collection(CollectionId="people", Tags={"k": "v"})
    arn = rekognition.describe_collection(CollectionId="people")["CollectionARN"]

    assert created["CollectionArn"] == f"aws-us-gov:rekognition:us-gov-west-1:{ACCOUNT}:collection/people"
    assert arn == f"arn:aws-us-gov:rekognition:us-gov-west-1:{ACCOUNT}:collection/people"
    assert rekognition.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"k": "v"}


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-east-1", "nowhere-1"])
def test_a_region_without_the_service_says_so(client_of: ClientOf, region: str) -> None:
    rekognition = client_of("rekognition", region, config=Config(retries={"max_attempts": 0}))

    for call in (rekognition.list_collections, lambda: rekognition.detect_text(Image={"Bytes": b"stock operation"})):
        with pytest.raises(ClientError, match=f"Amazon Rekognition has no endpoint in region '{region}'") as refusal:
            call()
        assert refusal.value.response["Error"]["Code"] == "UnknownEndpoint"


@mock_aws
def test_moto_can_be_set_to_pretend_that_it_is_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    rekognition = boto3.client("rekognition", "cn-north-1")
    rekognition.create_collection(CollectionId="people")

    arn = rekognition.describe_collection(CollectionId="people")["CollectionARN"]
    assert arn == f"arn:aws-cn:rekognition:cn-north-1:{ACCOUNT}:collection/people"
