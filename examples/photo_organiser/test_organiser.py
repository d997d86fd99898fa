"""The organiser with photos declared by their keys, and once with photos that are really looked at."""

import boto3
import pytest
from organiser import Organiser

from moto_rekognition import declare, face
from moto_rekognition.synthetic import Face, group

BUCKET = "holiday"


@pytest.fixture
def organiser(rekognition, rekognition_collection):
    boto3.client("s3", "us-east-1").create_bucket(Bucket=BUCKET)
    return Organiser(rekognition, rekognition_collection, BUCKET)


def photo(key, *people, content=None):
    """Upload a photo that shows these people."""
    boto3.client("s3", "us-east-1").put_object(Bucket=BUCKET, Key=key, Body=content or key.encode())
    if people:
        declare(f"{BUCKET}/{key}", [face(person) for person in people])
    return key


def test_a_person_has_one_album_for_all_photos(organiser):
    (first,) = organiser.add(photo("2024/beach.jpg", "ada"))
    (second,) = organiser.add(photo("2025/lake.jpg", "ada"))
    assert first == second
    assert organiser.albums() == {first: ["2024/beach.jpg", "2025/lake.jpg"]}


def test_a_photo_of_several_people_is_in_the_album_of_each(organiser):
    (ada,) = organiser.add(photo("ada.jpg", "ada"))
    eve, again = organiser.add(photo("both.jpg", "eve", "ada"))
    assert again == ada
    assert organiser.albums() == {ada: ["ada.jpg", "both.jpg"], eve: ["both.jpg"]}


def test_a_landscape_is_in_no_album(organiser):
    declare(f"{BUCKET}/*", [])
    assert organiser.add(photo("mountains.jpg")) == []
    assert organiser.albums() == {}


def test_a_sister_has_an_album_of_her_own(organiser):
    (ada,) = organiser.add(photo("ada.jpg", "ada"))
    declare(f"{BUCKET}/sister.jpg", [face("augusta", like={"ada": 85})])
    (augusta,) = organiser.add(photo("sister.jpg"))
    assert augusta != ada


def test_an_album_of_many_photos(organiser):
    keys = [photo(f"{number:02}.jpg", "ada", f"stranger {number}") for number in range(12)]
    people = [organiser.add(key) for key in keys]
    (ada,) = {first for first, _ in people}
    assert organiser.albums()[ada] == keys
    assert len(organiser.albums()) == 13


def test_sorts_photos_that_it_really_sees(organiser):
    (ada,) = organiser.add(photo("portrait.jpg", content=Face("ada").jpeg()))
    together = organiser.add(photo("together.jpg", content=group([Face("ada"), Face("grace")]).jpeg()))
    assert len(together) == 2
    assert ada in together
