"""Collections, faces and users after any sequence of boto3 calls, against a model of a few dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from moto import mock_aws

from moto_rekognition import declare, face
from tests.reliability.conftest import FACTOR

COLLECTIONS = st.sampled_from(["red", "blue"])
PEOPLE = st.sampled_from(["ada", "bob", "cy"])
TAKES = st.integers(1, 2)
USERS = st.sampled_from(["first", "second"])
SOME = st.lists(st.tuples(PEOPLE, TAKES), min_size=1, max_size=3, unique=True)


def photo(person: str, take: int) -> bytes:
    return f"{person}, take {take}".encode()


class Service(RuleBasedStateMachine):
    """Collection id -> {(person, take): user or None} and {user: faces in the order of association}."""

    @initialize()
    def start(self) -> None:
        self.mock = mock_aws()
        self.mock.start()
        self.client = boto3.client("rekognition", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        self.faces: dict[str, dict[tuple[str, int], str | None]] = {}
        self.users: dict[str, dict[str, list[tuple[str, int]]]] = {}
        self.ids: dict[tuple[str, int], str] = {}
        for person in ("ada", "bob", "cy"):
            for take in (1, 2):
                declare(photo(person, take), [face(person)])

    def teardown(self) -> None:
        if hasattr(self, "mock"):
            self.mock.stop()

    @contextmanager
    def refused(self, error: str | None) -> Iterator[None]:
        """The call is refused with that error, or succeeds."""
        if error is None:
            yield
        else:
            with pytest.raises(getattr(self.client.exceptions, error)):
                yield

    def missing(self, collection: str, user: str | None = None) -> str | None:
        is_there = collection in self.faces and (user is None or user in self.users[collection])
        return None if is_there else "ResourceNotFoundException"

    @rule(collection=COLLECTIONS)
    def create_collection(self, collection: str) -> None:
        with self.refused("ResourceAlreadyExistsException" if collection in self.faces else None):
            self.client.create_collection(CollectionId=collection)
        self.faces.setdefault(collection, {})
        self.users.setdefault(collection, {})

    @rule(collection=COLLECTIONS)
    def delete_collection(self, collection: str) -> None:
        with self.refused(self.missing(collection)):
            self.client.delete_collection(CollectionId=collection)
        self.faces.pop(collection, None)
        self.users.pop(collection, None)

    @rule(collection=COLLECTIONS, who=st.tuples(PEOPLE, TAKES))
    def index(self, collection: str, who: tuple[str, int]) -> None:
        with self.refused(self.missing(collection)):
            answer = self.client.index_faces(
                CollectionId=collection, Image={"Bytes": photo(*who)}, ExternalImageId=f"{who[0]}:{who[1]}"
            )
            (record,) = answer["FaceRecords"]
            assert self.ids.setdefault(who, record["Face"]["FaceId"]) == record["Face"]["FaceId"]
            self.faces[collection].setdefault(who, None)

    def id_of(self, who: tuple[str, int]) -> str:
        return self.ids.get(who, f"00000000-0000-4000-8000-00000000000{who[1]}")

    @rule(collection=COLLECTIONS, some=SOME)
    def delete_faces(self, collection: str, some: list[tuple[str, int]]) -> None:
        with self.refused(self.missing(collection)):
            ids = [self.id_of(who) for who in some]
            answer = self.client.delete_faces(CollectionId=collection, FaceIds=ids)
            mine = self.faces[collection]
            free = [who for who in some if who in mine and mine[who] is None]
            assert answer["DeletedFaces"] == [self.id_of(who) for who in free]
            for who in free:
                del mine[who]

    @rule(collection=COLLECTIONS, user=USERS)
    def create_user(self, collection: str, user: str) -> None:
        known = collection in self.users and user in self.users[collection]
        with self.refused("ConflictException" if known else self.missing(collection)):
            self.client.create_user(CollectionId=collection, UserId=user)
            self.users[collection][user] = []

    @rule(collection=COLLECTIONS, user=USERS)
    def delete_user(self, collection: str, user: str) -> None:
        with self.refused(self.missing(collection, user)):
            self.client.delete_user(CollectionId=collection, UserId=user)
            for who in self.users[collection].pop(user):
                self.faces[collection][who] = None

    @rule(collection=COLLECTIONS, user=USERS, some=SOME)
    def associate(self, collection: str, user: str, some: list[tuple[str, int]]) -> None:
        with self.refused(self.missing(collection, user)):
            answer = self.client.associate_faces(
                CollectionId=collection, UserId=user, FaceIds=[self.id_of(who) for who in some]
            )
            mine, own = self.faces[collection], self.users[collection][user]
            done = [who for who in some if {"FaceId": self.id_of(who)} in answer["AssociatedFaces"]]
            free = [who for who in some if who in mine and mine[who] is None]
            people = {person for person, _ in own}
            if len(people) < 2:  # the vector of a user who is several people is like none of them
                assert done == [who for who in free if who[0] in people or not people]
            refused = {each["FaceId"]: each["Reasons"] for each in answer["UnsuccessfulFaceAssociations"]}
            for who in some:
                expected = None
                if who not in mine:
                    expected = ["FACE_NOT_FOUND"]
                elif mine[who] not in (None, user):
                    expected = ["ASSOCIATED_TO_A_DIFFERENT_USER"]
                elif who in free and who not in done:
                    expected = ["LOW_MATCH_CONFIDENCE"]
                assert refused.get(self.id_of(who)) == expected
            own += done
            mine.update(dict.fromkeys(done, user))

    @rule(collection=COLLECTIONS, user=USERS, some=SOME)
    def disassociate(self, collection: str, user: str, some: list[tuple[str, int]]) -> None:
        with self.refused(self.missing(collection, user)):
            answer = self.client.disassociate_faces(
                CollectionId=collection, UserId=user, FaceIds=[self.id_of(who) for who in some]
            )
            own = self.users[collection][user]
            gone = [who for who in some if who in own]
            assert [each["FaceId"] for each in answer["DisassociatedFaces"]] == [self.id_of(who) for who in gone]
            for who in gone:
                own.remove(who)
                self.faces[collection][who] = None

    @rule(collection=COLLECTIONS, person=PEOPLE, most=st.integers(1, 4))
    def search(self, collection: str, person: str, most: int) -> None:
        with self.refused(self.missing(collection)):
            answer = self.client.search_faces_by_image(
                CollectionId=collection, Image={"Bytes": photo(person, 1)}, MaxFaces=most
            )
            found = {match["Face"]["FaceId"] for match in answer["FaceMatches"]}
            there = {self.id_of(who) for who in self.faces[collection] if who[0] == person}
            assert found <= there
            assert len(found) == min(most, len(there))

    @rule(collection=COLLECTIONS, size=st.integers(1, 3))
    def page(self, collection: str, size: int) -> None:
        with self.refused(self.missing(collection)):
            pages = self.client.get_paginator("list_faces").paginate(CollectionId=collection, MaxResults=size)
            listed = [one for page in pages for one in page["Faces"]]
            owners = {self.id_of(who): owner for who, owner in self.faces[collection].items()}
            assert [one["FaceId"] for one in listed] == sorted(owners)
            assert {one["FaceId"]: one.get("UserId") for one in listed} == owners

    @invariant()
    def everything_is_counted(self) -> None:
        if not hasattr(self, "faces"):
            return
        assert self.client.list_collections()["CollectionIds"] == sorted(self.faces)
        for collection in self.faces:
            described = self.client.describe_collection(CollectionId=collection)
            counts = described["FaceCount"], described["UserCount"]
            assert counts == (len(self.faces[collection]), len(self.users[collection]))
            listed = self.client.list_users(CollectionId=collection)["Users"]
            statuses = {user: "ACTIVE" if own else None for user, own in self.users[collection].items()}
            assert {one["UserId"] for one in listed} == set(statuses)
            assert all(one["UserStatus"] == "ACTIVE" for one in listed if statuses[one["UserId"]])


TestService = Service.TestCase
TestService.settings = settings(max_examples=8 * FACTOR, stateful_step_count=30)
