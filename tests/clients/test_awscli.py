"""The AWS CLI against the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import AWS_CLI, Run

pytestmark = pytest.mark.skipif(not AWS_CLI.exists(), reason="no AWS CLI in this environment: run `nox -s clients`")


@pytest.fixture
def answer(aws: Run) -> Any:
    """What a command that works prints: `answer("list-collections")`."""

    def answer(*arguments: str) -> Any:
        run = aws("rekognition", *arguments)
        assert (run.returncode, run.stderr) == (0, "")
        return json.loads(run.stdout) if run.stdout else None

    return answer


@pytest.fixture
def people(rekognition: Any, photos: Path) -> str:
    """The id of a collection of three photos."""
    rekognition.create_collection(CollectionId="people", Tags={"team": "faces"})
    for name in ("ada-1", "ada-2", "bob"):
        photo = Path(photos, f"{name}.jpg").read_bytes()
        rekognition.index_faces(CollectionId="people", Image={"Bytes": photo}, ExternalImageId=name)
    return "people"


def test_a_collection_is_created_and_described(answer: Any) -> None:
    answer("create-collection", "--collection-id", "people", "--tags", "team=faces")

    description = answer("describe-collection", "--collection-id", "people")
    assert description["CollectionARN"].startswith("arn:aws:rekognition:us-east-1:")
    tags = answer("list-tags-for-resource", "--resource-arn", description["CollectionARN"])
    assert tags == {"Tags": {"team": "faces"}}


def test_faces_are_listed_in_pages(answer: Any, people: str) -> None:
    everything = answer("list-faces", "--collection-id", people, "--page-size", "1")["Faces"]
    first = answer("list-faces", "--collection-id", people, "--max-items", "2")
    rest = answer("list-faces", "--collection-id", people, "--starting-token", first["NextToken"])

    assert len(everything) == 3
    assert first["Faces"] + rest["Faces"] == everything


def test_a_photo_finds_its_person(answer: Any, people: str) -> None:
    found = answer("search-faces-by-image", "--collection-id", people, "--image-bytes", "fileb://ada-1.jpg")

    assert [match["Face"]["ExternalImageId"] for match in found["FaceMatches"]] == ["ada-1", "ada-2"]


def test_faces_are_indexed_from_an_object_of_s3(aws: Run, answer: Any, people: str) -> None:
    aws("s3", "mb", "s3://photos")
    aws("s3", "cp", "both.jpg", "s3://photos/both.jpg")

    indexed = answer("index-faces", "--collection-id", people, "--image", "S3Object={Bucket=photos,Name=both.jpg}")

    assert len(indexed["FaceRecords"]) == 2


def test_an_operation_with_an_empty_answer_prints_nothing(answer: Any, rekognition: Any, people: str) -> None:
    assert answer("create-user", "--collection-id", people, "--user-id", "ada") is None

    assert rekognition.list_users(CollectionId=people)["Users"] == [{"UserId": "ada", "UserStatus": "CREATED"}]


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (
            "delete-collection --collection-id nobody",
            "(ResourceNotFoundException) when calling the DeleteCollection operation: "
            "The collection id: nobody does not exist",
        ),
        (
            "detect-faces --image-bytes fileb://text.jpg",
            "(InvalidImageFormatException) when calling the DetectFaces operation: Request has invalid image format",
        ),
        (
            "detect-faces --image S3Object={Bucket=photos,Name=a.jpg}",
            "(InvalidS3ObjectException) when calling the DetectFaces operation: Unable to get object metadata from S3.",
        ),
        (
            "create-collection --collection-id not/a/name",
            "(ValidationException) when calling the CreateCollection operation: 1 validation error detected",
        ),
    ],
)
def test_an_error_has_its_name_and_its_words(aws: Run, command: str, complaint: str) -> None:
    run = aws("rekognition", *command.split())

    assert run.returncode > 250
    assert complaint in run.stderr
