"""Tags of collections."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def arn(rekognition: Any) -> str:
    """The ARN of a collection with the tag team=red."""
    rekognition.create_collection(CollectionId="people", Tags={"team": "red"})
    return str(rekognition.describe_collection(CollectionId="people")["CollectionARN"])


def tags(rekognition: Any, arn: str) -> Any:
    return rekognition.list_tags_for_resource(ResourceArn=arn)["Tags"]


@pytest.mark.evidence("documented")
def test_tags_are_added_and_replaced(rekognition: Any, arn: str) -> None:
    rekognition.tag_resource(ResourceArn=arn, Tags={"team": "blue", "größe": "ä b+c=d@e"})

    assert tags(rekognition, arn) == {"team": "blue", "größe": "ä b+c=d@e"}


@pytest.mark.evidence("documented")
def test_tags_are_taken_away(rekognition: Any, arn: str) -> None:
    rekognition.untag_resource(ResourceArn=arn, TagKeys=["team", "no such key"])

    assert tags(rekognition, arn) == {}


@pytest.mark.evidence("documented")
def test_a_resource_has_at_most_two_hundred_tags(rekognition: Any, arn: str) -> None:
    rekognition.tag_resource(ResourceArn=arn, Tags={str(n): "" for n in range(199)})

    with pytest.raises(rekognition.exceptions.ServiceQuotaExceededException):
        rekognition.tag_resource(ResourceArn=arn, Tags={"one": "more"})

    assert len(tags(rekognition, arn)) == 200


@pytest.mark.evidence("assumed")
def test_a_collection_with_too_many_tags_is_not_created(rekognition: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_TAGS_PER_RESOURCE", "1")

    with pytest.raises(rekognition.exceptions.ServiceQuotaExceededException):
        rekognition.create_collection(CollectionId="people", Tags={"a": "1", "b": "2"})

    assert rekognition.list_collections()["CollectionIds"] == []


@pytest.mark.evidence("documented")
@pytest.mark.parametrize("change", [("people", "nobody"), ("us-east-1", "eu-west-1"), ("123456789012", "210987654321")])
def test_what_is_not_there_has_no_tags(rekognition: Any, arn: str, change: tuple[str, str]) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        tags(rekognition, arn.replace(*change))


@pytest.mark.evidence("assumed")
def test_tags_need_the_full_arn(rekognition: Any, arn: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidParameterException):
        tags(rekognition, arn.removeprefix("arn:"))
