"""A collection after any sequence of changes, against a model of a few dictionaries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from moto_rekognition.rekognition.collections.collection import Collection, StoredFace
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.exceptions import ConflictException, ResourceNotFoundException
from moto_rekognition.vision.observation import Box
from tests.service.scenes import Cosine, Person

FACE_IDS = [str(UUID(int=n)) for n in (5, 3, 9, 1, 7)]
USER_IDS = ["ada", "bob"]
some_faces = st.lists(st.sampled_from(FACE_IDS), min_size=1, max_size=4)
a_user = st.sampled_from(USER_IDS)


def stored(face_id: str) -> StoredFace:
    return StoredFace(face_id, "image", None, Box(0, 0, 10, 10), (100, 100), 99.0, "7.0")


def vector(face_id: str) -> Any:
    return Person(face_id).vector(Cosine.dimension)


class CollectionMachine(RuleBasedStateMachine):
    """faces: of the model, each with its user or None. users: of the model."""

    @initialize()
    def start(self) -> None:
        self.collection = Collection("people", "arn", FaceModel("7.0"), Cosine())
        self.faces: dict[str, str | None] = {}
        self.users: set[str] = set()

    @rule(face_ids=some_faces)
    def add(self, face_ids: list[str]) -> None:
        self.collection.add_faces([(stored(face_id), vector(face_id)) for face_id in dict.fromkeys(face_ids)])
        self.faces = {**dict.fromkeys(face_ids), **self.faces}

    @rule(face_ids=some_faces)
    def delete(self, face_ids: list[str]) -> None:
        deleted, refusals = self.collection.delete_faces(face_ids)

        free = [face_id for face_id in dict.fromkeys(face_ids) if self.faces.get(face_id, "nobody's") is None]
        assert deleted == free
        assert {refusal.face_id for refusal in refusals} == set(face_ids) - set(free)
        for face_id in free:
            del self.faces[face_id]

    @rule(user_id=a_user)
    def create_user(self, user_id: str) -> None:
        if user_id in self.users:
            with pytest.raises(ConflictException):
                self.collection.create_user(user_id)
        else:
            self.collection.create_user(user_id)
            self.users.add(user_id)

    @rule(user_id=a_user)
    def delete_user(self, user_id: str) -> None:
        if user_id not in self.users:
            with pytest.raises(ResourceNotFoundException):
                self.collection.delete_user(user_id)
            return
        self.collection.delete_user(user_id)
        self.users.remove(user_id)
        self.faces = {face_id: None if owner == user_id else owner for face_id, owner in self.faces.items()}

    @rule(user_id=a_user, face_ids=some_faces)
    def associate(self, user_id: str, face_ids: list[str]) -> None:
        if user_id not in self.users:
            return
        changes = self.collection.associate_faces(user_id, face_ids, threshold=0)

        free = [face_id for face_id in dict.fromkeys(face_ids) if self.faces.get(face_id, "nobody's") is None]
        assert changes.face_ids == free
        self.faces.update(dict.fromkeys(free, user_id))

    @rule(user_id=a_user, face_ids=some_faces)
    def disassociate(self, user_id: str, face_ids: list[str]) -> None:
        if user_id not in self.users:
            return
        changes = self.collection.disassociate_faces(user_id, face_ids)

        own = [face_id for face_id in dict.fromkeys(face_ids) if self.faces.get(face_id) == user_id]
        assert changes.face_ids == own
        self.faces.update(dict.fromkeys(own))

    @invariant()
    def counts_and_lists_agree(self) -> None:
        assert (self.collection.face_count, self.collection.user_count) == (len(self.faces), len(self.users))
        assert self.collection.face_ids() == sorted(self.faces)
        assert {face_id: self.collection.owner_id(face_id) for face_id in self.faces} == self.faces

    @invariant()
    def every_face_finds_itself(self) -> None:
        for face_id in FACE_IDS:
            found = self.collection.search_faces(vector(face_id), threshold=99, limit=9)
            assert [face.face_id for face, _ in found] == [face_id] * (face_id in self.faces)

    @invariant()
    def users_with_faces_are_active_and_found(self) -> None:
        with_faces = {owner for owner in self.faces.values() if owner is not None}
        found = self.collection.search_users(vector("anybody"), threshold=0, limit=9)

        assert {user.user_id for user, _ in found} == with_faces
        assert {user.user_id: user.status for user in self.collection.users(self.collection.user_keys)} == {
            user_id: "ACTIVE" if user_id in with_faces else "CREATED" for user_id in self.users
        }


TestCollection = CollectionMachine.TestCase
TestCollection.settings = settings(max_examples=40, stateful_step_count=25)
