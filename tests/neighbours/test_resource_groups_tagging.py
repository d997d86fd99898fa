"""Collections in the Resource Groups Tagging API."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from tests.service.conftest import ACCOUNT, REGION, ClientOf

ARN = f"arn:aws:rekognition:{REGION}:{ACCOUNT}:collection"

takes_part = pytest.mark.skipif(
    importlib.util.find_spec("moto.core.resource_tagging") is None,
    reason="this moto (before 5.2.2) lets no service of others take part in the Resource Groups Tagging API",
)


@pytest.fixture
def tagging(client_of: ClientOf) -> Any:
    return client_of("resourcegroupstaggingapi")


def tags_by_arn(tagging: Any, **filters: Any) -> dict[str, dict[str, str]]:
    return {
        resource["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in resource["Tags"]}
        for resource in tagging.get_resources(**filters)["ResourceTagMappingList"]
    }


@takes_part
def test_tagged_collections_are_found(rekognition: Any, tagging: Any) -> None:
    rekognition.create_collection(CollectionId="a", Tags={"team": "faces", "stage": "test"})
    rekognition.create_collection(CollectionId="b", Tags={"team": "doors"})
    rekognition.create_collection(CollectionId="untagged")

    everything = {f"{ARN}/a": {"team": "faces", "stage": "test"}, f"{ARN}/b": {"team": "doors"}}
    assert tags_by_arn(tagging) == everything
    assert tags_by_arn(tagging, ResourceTypeFilters=["rekognition"]) == everything
    assert tags_by_arn(tagging, ResourceTypeFilters=["rekognition:collection"]) == everything
    assert tags_by_arn(tagging, ResourceTypeFilters=["rekognition:project"]) == {}
    assert [*tags_by_arn(tagging, TagFilters=[{"Key": "team", "Values": ["doors"]}])] == [f"{ARN}/b"]
    assert set(tagging.get_tag_keys()["TagKeys"]) == {"stage", "team"}


@takes_part
def test_a_collection_is_tagged_and_untagged(rekognition: Any, tagging: Any) -> None:
    rekognition.create_collection(CollectionId="a", Tags={"old": "1"})

    assert tagging.tag_resources(ResourceARNList=[f"{ARN}/a"], Tags={"new": "2"})["FailedResourcesMap"] == {}
    assert tagging.untag_resources(ResourceARNList=[f"{ARN}/a"], TagKeys=["old"])["FailedResourcesMap"] == {}

    assert rekognition.list_tags_for_resource(ResourceArn=f"{ARN}/a")["Tags"] == {"new": "2"}


@takes_part
def test_an_unknown_collection_fails_alone(rekognition: Any, tagging: Any) -> None:
    rekognition.create_collection(CollectionId="a")

    failed = tagging.tag_resources(ResourceARNList=[f"{ARN}/nobody", f"{ARN}/a"], Tags={"k": "v"})["FailedResourcesMap"]

    assert [*failed] == [f"{ARN}/nobody"]
    assert rekognition.list_tags_for_resource(ResourceArn=f"{ARN}/a")["Tags"] == {"k": "v"}


@takes_part
def test_a_deleted_collection_is_found_no_more(rekognition: Any, tagging: Any) -> None:
    rekognition.create_collection(CollectionId="a", Tags={"k": "v"})
    rekognition.delete_collection(CollectionId="a")

    assert tags_by_arn(tagging) == {}


def test_other_services_are_found_as_ever(client_of: ClientOf, rekognition: Any, tagging: Any) -> None:
    rekognition.create_collection(CollectionId="a", Tags={"k": "v"})
    client_of("sqs").create_queue(QueueName="q", tags={"k": "v"})

    queues = tags_by_arn(tagging, ResourceTypeFilters=["sqs"])

    assert queues == {f"arn:aws:sqs:{REGION}:{ACCOUNT}:q": {"k": "v"}}
