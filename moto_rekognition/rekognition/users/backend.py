"""The operations on users: what they do to the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moto_rekognition.rekognition.backend import FamilyBackend, threshold_or_default
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import InvalidParameterException
from moto_rekognition.rekognition.faces.selection import check_filter, select
from moto_rekognition.rekognition.protocol.paging import Query
from moto_rekognition.rekognition.users.results import UserSearch
from moto_rekognition.rekognition.users.user import FaceChanges, User
from moto_rekognition.vision.observation import Vector

#: The most entries of one page of ListUsers, and the most matches of a search.
LARGEST_PAGE = 500
MOST_MATCHES = 500

#: The default UserMatchThreshold of AssociateFaces.
ASSOCIATION_THRESHOLD = 75.0


class UsersBackend(FamilyBackend):
    """One method per operation."""

    def create_user(self, collection_id: str, user_id: str, token: str | None) -> None:
        collection = self.collection(collection_id)
        self.state.requests.once("CreateUser", token, (collection_id, user_id), lambda: collection.create_user(user_id))

    def delete_user(self, collection_id: str, user_id: str, token: str | None) -> None:
        collection = self.collection(collection_id)
        self.state.requests.once("DeleteUser", token, (collection_id, user_id), lambda: collection.delete_user(user_id))

    def list_users(self, collection_id: str, limit: int | None, token: str | None) -> tuple[list[User], str | None]:
        """A page of users, and the token of the next page."""
        collection = self.collection(collection_id)
        with collection.lock:
            page, following = self.state.tokens.page(
                Query("ListUsers", collection_id), collection.user_keys, limit or LARGEST_PAGE, token
            )
            return collection.users(page), following

    def associate_faces(
        self, collection_id: str, user_id: str, face_ids: Iterable[str], threshold: float | None, token: str | None
    ) -> FaceChanges:
        collection = self.collection(collection_id)
        minimum = ASSOCIATION_THRESHOLD if threshold is None else threshold
        wanted = tuple(face_ids)
        return self.state.requests.once(
            "AssociateFaces",
            token,
            (collection_id, user_id, wanted, minimum),
            lambda: collection.associate_faces(user_id, wanted, minimum),
        )

    def disassociate_faces(
        self, collection_id: str, user_id: str, face_ids: Iterable[str], token: str | None
    ) -> FaceChanges:
        collection = self.collection(collection_id)
        wanted = tuple(face_ids)
        return self.state.requests.once(
            "DisassociateFaces",
            token,
            (collection_id, user_id, wanted),
            lambda: collection.disassociate_faces(user_id, wanted),
        )

    def search_users(
        self,
        collection_id: str,
        user_id: str | None,
        face_id: str | None,
        max_users: int | None,
        threshold: float | None,
    ) -> tuple[Collection, list[tuple[User, float]]]:
        """Search for users similar to a user or to a face. Exactly one of the ids must be given."""
        collection = self.collection(collection_id)
        vector: Vector | None
        if user_id is not None and face_id is None:
            vector, excluded = collection.user_vector(user_id), [user_id]
        elif face_id is not None and user_id is None:
            vector, excluded = collection.face_vector(face_id), []
        else:
            raise InvalidParameterException
        if vector is None:
            return collection, []
        limit = max_users or MOST_MATCHES
        return collection, collection.search_users(vector, threshold_or_default(threshold), limit, exclude=excluded)

    def search_users_by_image(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        max_users: int | None,
        threshold: float | None,
        filter_name: str | None,
    ) -> UserSearch:
        check_filter(self.collection(collection_id), filter_name)
        observation = self.observe(self.source_image(image))
        collection = self.collection(collection_id)
        selection = select(observation, filter_name or "NONE", collection.face_model.largest_faces)
        if not selection.faces:
            return UserSearch(selection, None, collection, [])
        vector = observation.vector(selection.faces[0], collection.descriptor)
        matches = collection.search_users(vector, threshold_or_default(threshold), max_users or MOST_MATCHES)
        return UserSearch(selection, selection.faces[0], collection, matches)
