"""The life of a collection as AWS's own Python sample tells it: create, list, index, describe, search, delete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_the_life_of_a_collection(rekognition: Any, photos: Path) -> None:
    created = rekognition.create_collection(CollectionId="visitors")
    assert created["StatusCode"] == 200
    pages = rekognition.get_paginator("list_collections").paginate()
    assert [collection_id for page in pages for collection_id in page["CollectionIds"]] == ["visitors"]

    for name in ("ada-1", "ada-2", "bob"):
        indexed = rekognition.index_faces(
            CollectionId="visitors",
            Image={"Bytes": Path(photos, f"{name}.jpg").read_bytes()},
            ExternalImageId=name,
            MaxFaces=1,
            DetectionAttributes=["ALL"],
        )
        (record,) = indexed["FaceRecords"]
        assert record["Face"]["ExternalImageId"] == name
        assert record["FaceDetail"]["Confidence"] > 90

    description = rekognition.describe_collection(CollectionId="visitors")
    assert (description["FaceCount"], description["FaceModelVersion"]) == (3, created["FaceModelVersion"])
    faces = {face["ExternalImageId"]: face for face in rekognition.list_faces(CollectionId="visitors")["Faces"]}
    assert sorted(faces) == ["ada-1", "ada-2", "bob"]

    found = rekognition.search_faces(
        CollectionId="visitors", FaceId=faces["ada-1"]["FaceId"], FaceMatchThreshold=80, MaxFaces=10
    )
    assert [match["Face"]["ExternalImageId"] for match in found["FaceMatches"]] == ["ada-2"]
    found = rekognition.search_faces_by_image(
        CollectionId="visitors",
        Image={"Bytes": Path(photos, "both.jpg").read_bytes()},
        FaceMatchThreshold=80,
        MaxFaces=1,
    )
    assert len(found["FaceMatches"]) == 1

    gone = faces["bob"]["FaceId"]
    assert rekognition.delete_faces(CollectionId="visitors", FaceIds=[gone])["DeletedFaces"] == [gone]
    assert rekognition.describe_collection(CollectionId="visitors")["FaceCount"] == 2
    assert rekognition.delete_collection(CollectionId="visitors")["StatusCode"] == 200
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        rekognition.describe_collection(CollectionId="visitors")
