"""Sorts photos into albums, one for each person in them: every person is a Rekognition user with all their faces."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any


class Organiser:
    """Albums in one collection. Photos are S3 objects; their keys serve as ExternalImageIds."""

    def __init__(self, rekognition: Any, collection: str, bucket: str) -> None:
        self._rekognition = rekognition
        self._collection = collection
        self._bucket = bucket

    def add(self, key: str) -> list[str]:
        """Put a photo into the album of everyone it shows; who that is, largest face first."""
        answer = self._rekognition.index_faces(
            CollectionId=self._collection,
            Image={"S3Object": {"Bucket": self._bucket, "Name": key}},
            ExternalImageId=key.replace("/", ":"),
            QualityFilter="AUTO",
        )
        return [self._assign(record["Face"]["FaceId"]) for record in answer["FaceRecords"]]

    def albums(self) -> dict[str, list[str]]:
        """Person -> the keys of the photos that show them."""
        albums: dict[str, set[str]] = defaultdict(set)
        pages = self._rekognition.get_paginator("list_faces").paginate(CollectionId=self._collection)
        for face in (face for page in pages for face in page["Faces"]):
            albums[face["UserId"]].add(face["ExternalImageId"].replace(":", "/"))
        return {person: sorted(keys) for person, keys in albums.items()}

    def _assign(self, face: str) -> str:
        """The person a face belongs to, a new one when it is like nobody's."""
        matches = self._rekognition.search_users(
            CollectionId=self._collection, FaceId=face, UserMatchThreshold=90, MaxUsers=1
        )["UserMatches"]
        if matches:
            person: str = matches[0]["User"]["UserId"]
        else:
            person = str(uuid.uuid4())
            self._rekognition.create_user(CollectionId=self._collection, UserId=person)
        self._rekognition.associate_faces(CollectionId=self._collection, UserId=person, FaceIds=[face])
        return person
