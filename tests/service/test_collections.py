"""Create, describe, list and delete collections."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.service.conftest import ACCOUNT, REGION, ClientOf


@pytest.mark.evidence("verified")
def test_a_new_collection_is_answered_with_its_short_arn_and_model_version(rekognition: Any) -> None:
    answer = rekognition.create_collection(CollectionId="people")

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == answer["StatusCode"] == 200
    assert answer["CollectionArn"] == f"aws:rekognition:{REGION}:{ACCOUNT}:collection/people"
    assert answer["FaceModelVersion"] == "7.0"


@pytest.mark.evidence("documented")
@pytest.mark.rekognition_aws_verified
def test_a_collection_id_is_taken_once(rekognition: Any, people: str) -> None:
    with pytest.raises(rekognition.exceptions.ResourceAlreadyExistsException) as refusal:
        rekognition.create_collection(CollectionId=people)

    assert refusal.value.response["Error"]["Message"] == f"The collection id: {people} already exists."
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.evidence("documented")
def test_collection_ids_are_case_sensitive(rekognition: Any, people: str) -> None:
    rekognition.create_collection(CollectionId="People")

    assert rekognition.list_collections()["CollectionIds"] == ["People", "people"]


@pytest.mark.evidence("verified")
def test_a_described_collection_has_the_full_arn_and_its_counts(rekognition: Any, people: str) -> None:
    answer = rekognition.describe_collection(CollectionId=people)

    assert answer["CollectionARN"] == f"arn:aws:rekognition:{REGION}:{ACCOUNT}:collection/people"
    assert (answer["FaceCount"], answer["UserCount"], answer["FaceModelVersion"]) == (0, 0, "7.0")
    assert abs(answer["CreationTimestamp"] - datetime.now(timezone.utc)) < timedelta(minutes=1)


@pytest.mark.evidence("verified")
@pytest.mark.rekognition_aws_verified
def test_describing_an_unknown_collection_has_its_own_words(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException) as refusal:
        rekognition.describe_collection(CollectionId="nobody")

    assert refusal.value.response["Error"]["Message"] == "Collection:nobody not found!"


@pytest.mark.evidence("documented")
def test_a_deleted_collection_is_gone(rekognition: Any, people: str) -> None:
    assert rekognition.delete_collection(CollectionId=people)["StatusCode"] == 200

    assert rekognition.list_collections()["CollectionIds"] == []


@pytest.mark.evidence("assumed")
@pytest.mark.rekognition_aws_verified
def test_an_unknown_collection_cannot_be_deleted(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException) as refusal:
        rekognition.delete_collection(CollectionId="nobody")

    assert refusal.value.response["Error"]["Message"] == "The collection id: nobody does not exist"


@pytest.mark.evidence("documented")
def test_an_empty_account_lists_no_collections(rekognition: Any) -> None:
    answer = rekognition.list_collections()

    assert (answer["CollectionIds"], answer["FaceModelVersions"], "NextToken" in answer) == ([], [], False)


@pytest.mark.evidence("documented")
def test_collections_come_in_pages(rekognition: Any) -> None:
    for name in "edcba":
        rekognition.create_collection(CollectionId=name)

    pages = list(rekognition.get_paginator("list_collections").paginate(PaginationConfig={"PageSize": 2}))

    assert [page["CollectionIds"] for page in pages] == [["a", "b"], ["c", "d"], ["e"]]
    assert [len(page["FaceModelVersions"]) for page in pages] == [2, 2, 1]


@pytest.mark.evidence("documented")
@pytest.mark.rekognition_aws_verified
def test_a_page_token_that_was_never_given_out_is_refused(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.InvalidPaginationTokenException):
        rekognition.list_collections(NextToken="made-up")


@pytest.mark.evidence("assumed")
def test_pages_stay_true_while_collections_come_and_go(rekognition: Any) -> None:
    for name in "bdfh":
        rekognition.create_collection(CollectionId=name)
    token = rekognition.list_collections(MaxResults=2)["NextToken"]

    rekognition.delete_collection(CollectionId="d")
    rekognition.create_collection(CollectionId="a")
    rekognition.create_collection(CollectionId="g")

    assert rekognition.list_collections(NextToken=token)["CollectionIds"] == ["f", "g", "h"]


@pytest.mark.evidence("documented")
def test_each_region_has_its_own_collections(client_of: ClientOf, rekognition: Any, people: str) -> None:
    assert client_of("rekognition", "eu-west-1").list_collections()["CollectionIds"] == []


def test_stock_operations_answer_as_moto_does(rekognition: Any) -> None:
    assert rekognition.detect_text(Image={"Bytes": b"anything"})["TextModelVersion"] == "3.0"


@pytest.mark.evidence("documented")
def test_collections_of_older_face_models_are_chosen_by_their_ids(
    rekognition: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSIONS", "old-*=3.0,oldest=1.0")
    for name in ("old-1", "oldest", "new"):
        rekognition.create_collection(CollectionId=name)

    assert rekognition.list_collections()["FaceModelVersions"] == ["7.0", "3.0", "1.0"]
