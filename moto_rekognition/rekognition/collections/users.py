"""The users of a collection: their faces, their vectors, and the search among them."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import RLock

import numpy as np
from sortedcontainers import SortedDict

from moto_rekognition import settings
from moto_rekognition.gallery import Gallery
from moto_rekognition.rekognition.collections.search import search
from moto_rekognition.rekognition.exceptions import (
    ConflictException,
    ResourceNotFoundException,
    ServiceQuotaExceededException,
)
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.users.user import UPDATING, FaceChanges, User, aggregate, aggregates
from moto_rekognition.vision.observation import Descriptor, Vector


class CollectionUsers:
    """Base of `Collection`, whose fields it reads: the operations on its users."""

    descriptor: Descriptor
    lock: RLock
    _faces: dict[str, StoredFace]
    _users: dict[str, User]
    _users_by_key: SortedDict[str, User]
    _owners: dict[str, User]

    @property
    def _face_vectors(self) -> Gallery:
        raise NotImplementedError

    @cached_property
    def _user_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

    @property
    def user_count(self) -> int:
        return len(self._users)

    @property
    def user_keys(self) -> Sequence[str]:
        """The keys of all users in the order of ListUsers. It is not a copy: read it under the lock."""
        return self._users_by_key.keys()  # type: ignore[no-any-return]

    def users(self, keys: Iterable[str]) -> list[User]:
        """KeyError for an unknown key."""
        return [self._users_by_key[key] for key in keys]

    def user(self, user_id: str) -> User:
        """Raises ResourceNotFoundException."""
        user = self._users.get(user_id)
        if user is None:
            raise ResourceNotFoundException.user(user_id)
        return user

    def create_user(self, user_id: str) -> None:
        """Raises ConflictException for an existing user, ServiceQuotaExceededException for too many users."""
        with self.lock:
            if user_id in self._users:
                raise ConflictException
            limit = settings.current().users_per_collection
            if len(self._users) >= limit:
                raise ServiceQuotaExceededException.users(limit)
            user = self._users[user_id] = User(user_id)
            self._users_by_key[user.key] = user

    def delete_user(self, user_id: str) -> None:
        """Delete a user. Its faces stay in the collection, without a user."""
        with self.lock:
            user = self.user(user_id)
            for face_id in user.face_ids:
                del self._owners[face_id]
            if user.face_ids:
                self._user_vectors.remove(user_id)
            del self._users[user_id], self._users_by_key[user.key]

    def associate_faces(self, user_id: str, face_ids: Iterable[str], threshold: float) -> FaceChanges:
        """Associate faces with a user. If the user has faces, the Similarity to it must be at least `threshold`.

        Raises ResourceNotFoundException for an unknown user, ServiceQuotaExceededException for too many faces.
        """
        associated: list[str] = []
        refusals: list[Refusal] = []
        with self.lock:
            user = self.user(user_id)
            for face_id in dict.fromkeys(face_ids):
                if face_id in user.face_ids:
                    continue
                refusal = self._refuse_to_associate(user, face_id, threshold)
                if refusal is None:
                    associated.append(face_id)
                else:
                    refusals.append(refusal)
            limit = settings.current().faces_per_user
            if len(user.face_ids) + len(associated) > limit:
                raise ServiceQuotaExceededException.faces_of_user(limit)
            if associated:
                user.face_ids.update(dict.fromkeys(associated))
                self._owners.update(dict.fromkeys(associated, user))
                self._update(user)
            return FaceChanges(associated, refusals, UPDATING if associated else user.status)

    def _refuse_to_associate(self, user: User, face_id: str, threshold: float) -> Refusal | None:
        if face_id not in self._faces:
            return Refusal(face_id, "FACE_NOT_FOUND")
        if face_id in self._owners:
            return Refusal(face_id, "ASSOCIATED_TO_A_DIFFERENT_USER", self.owner_id(face_id))
        if user.face_ids:
            score = self._user_vectors.vector(user.user_id) @ self._face_vectors.vector(face_id)
            similarity = float(self.descriptor.similarity([score])[0])
            if similarity < threshold:
                return Refusal(face_id, "LOW_MATCH_CONFIDENCE", confidence=similarity)
        return None

    def disassociate_faces(self, user_id: str, face_ids: Iterable[str]) -> FaceChanges:
        """Disassociate faces from a user. Faces without a user are ignored. Raises ResourceNotFoundException."""
        disassociated: list[str] = []
        refusals: list[Refusal] = []
        with self.lock:
            user = self.user(user_id)
            for face_id in dict.fromkeys(face_ids):
                if face_id not in self._faces:
                    refusals.append(Refusal(face_id, "FACE_NOT_FOUND"))
                elif face_id in user.face_ids:
                    del user.face_ids[face_id], self._owners[face_id]
                    disassociated.append(face_id)
                elif face_id in self._owners:
                    refusals.append(Refusal(face_id, "ASSOCIATED_TO_A_DIFFERENT_USER", self.owner_id(face_id)))
            if disassociated:
                self._update(user)
            return FaceChanges(disassociated, refusals, UPDATING if disassociated else user.status)

    def _update(self, user: User) -> None:
        """Compute the vector and the status of a user whose faces have changed."""
        if user.face_ids:
            vectors = [self._face_vectors.vector(face_id) for face_id in user.face_ids]
            self._user_vectors.add(user.user_id, aggregate(vectors))
        else:
            self._user_vectors.remove(user.user_id)
        user.update()

    def user_vector(self, user_id: str) -> Vector | None:
        """The vector of a user; None for a user without faces. Raises ResourceNotFoundException."""
        with self.lock:
            return self._user_vectors.vector(user_id) if self.user(user_id).face_ids else None

    def search_users(
        self, vector: Vector, threshold: float, limit: int, exclude: Container[str] = ()
    ) -> list[tuple[User, float]]:
        """The most similar users and their Similarity, best first."""
        with self.lock:
            gallery = self._user_vectors
        return search(gallery, self._users, self.lock, self.descriptor, vector, threshold, limit, exclude)

    def owner_id(self, face_id: str) -> str | None:
        """The UserId that a face is associated with."""
        owner = self._owners.get(face_id)
        return None if owner is None else owner.user_id

    def _restore_users(self, users: Mapping[str, Sequence[str]]) -> None:
        """Fill a collection that has faces and no users. Parameters and errors: `Collection.restore`."""
        self._users = {user_id: User(user_id, dict.fromkeys(face_ids)) for user_id, face_ids in users.items()}
        self._users_by_key = SortedDict({user.key: user for user in self._users.values()})
        owners = [user for user in self._users.values() if user.face_ids]
        self._owners = {face_id: user for user in owners for face_id in user.face_ids}
        if owners:
            starts = np.cumsum([0, *(len(user.face_ids) for user in owners[:-1])])
            self._user_vectors.extend(
                [user.user_id for user in owners],
                aggregates(self._face_vectors.vectors(list(self._owners)), starts),
            )
        for user in owners:
            user.activate()
