"""A collection: faces, users, associations, its gallery and its lock."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TypeVar

import numpy as np
from moto.core.utils import unix_time
from numpy.typing import ArrayLike, NDArray
from sortedcontainers import SortedDict, SortedList

from moto_rekognition import settings
from moto_rekognition.gallery import Gallery
from moto_rekognition.outcomes.timing import clock, current_lag
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.exceptions import (
    ConflictException,
    InvalidParameterException,
    ResourceNotFoundException,
    ServiceQuotaExceededException,
)
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.users.user import UPDATING, FaceChanges, User, aggregate, aggregates
from moto_rekognition.vision.observation import Descriptor, Vector

#: A search that loses matches to deletions is repeated so often before it keeps others from deleting.
UNLOCKED_SEARCHES = 3

Entry = TypeVar("Entry")


@dataclass
class Collection:
    """What a collection remembers. Changes are made under the lock, and a method that raises has changed nothing.

    face_model, descriptor: what it was created with; it keeps them for life.
    created: seconds since the epoch.
    """

    collection_id: str
    arn: str
    face_model: FaceModel
    descriptor: Descriptor = field(repr=False)
    tags: dict[str, str] = field(default_factory=dict)
    created: float = field(default_factory=unix_time)
    lock: RLock = field(default_factory=RLock, repr=False)
    _faces: dict[str, StoredFace] = field(default_factory=dict, repr=False)
    _face_ids: SortedList[str] = field(default_factory=SortedList, repr=False)
    _users: dict[str, User] = field(default_factory=dict, repr=False)
    _users_by_key: SortedDict[str, User] = field(default_factory=SortedDict, repr=False)
    _owners: dict[str, User] = field(default_factory=dict, repr=False)  # by face id
    _seen_from: dict[str, float] = field(default_factory=dict, repr=False)  # by face id: those a declared lag hides
    _known_from: float = field(default_factory=lambda: _after(current_lag().collections), repr=False)

    @cached_property
    def _face_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

    @cached_property
    def _user_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

    @property
    def is_known(self) -> bool:
        """Whether operations can find it already; a declared lag hides a new one for a while."""
        return not self._known_from or self._known_from <= clock.now()

    def tag(self, tags: Mapping[str, str]) -> None:
        """Add tags, replacing the values of those that are there. Raises ServiceQuotaExceededException."""
        with self.lock:
            tagged = {**self.tags, **tags}
            limit = settings.current().tags_per_resource
            if len(tagged) > limit:
                raise ServiceQuotaExceededException.tags(limit)
            self.tags = tagged

    def untag(self, keys: Container[str]) -> None:
        with self.lock:
            self.tags = {key: value for key, value in self.tags.items() if key not in keys}

    @property
    def face_count(self) -> int:
        return len(self._faces)

    def faces(self, face_ids: Iterable[str]) -> list[StoredFace]:
        """KeyError for an id that is not there."""
        return [self._faces[face_id] for face_id in face_ids]

    def owner_id(self, face_id: str) -> str | None:
        """The UserId that a face is associated with."""
        owner = self._owners.get(face_id)
        return None if owner is None else owner.user_id

    def add_faces(self, faces: Sequence[tuple[StoredFace, Vector]]) -> None:
        """Store faces with their vectors; one that is there already stays as it is.

        Raises ServiceQuotaExceededException when there would be too many.
        """
        with self.lock:
            new = [(face, vector) for face, vector in faces if face.face_id not in self._faces]
            limit = settings.current().faces_per_collection
            if len(self._faces) + len(new) > limit:
                raise ServiceQuotaExceededException.faces(limit)
            for face, vector in new:
                self._face_vectors.add(face.face_id, vector)
                self._faces[face.face_id] = face
                self._face_ids.add(face.face_id)
                if moment := _after(current_lag().faces):
                    self._seen_from[face.face_id] = moment

    def restore(self, faces: Sequence[StoredFace], vectors: ArrayLike, users: Mapping[str, Sequence[str]]) -> None:
        """Fill an empty collection with what another one held: for snapshots.

        vectors: (n, dimension), of `faces`. users: UserId -> the ids of its faces, in the order of association.
        ValueError or KeyError when they do not fit together.
        """
        with self.lock:
            ids = [face.face_id for face in faces]
            self._face_vectors.extend(ids, vectors)
            self._faces = dict(zip(ids, faces, strict=True))
            self._face_ids = SortedList(ids)
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
                user.settle()

    def stored(self) -> tuple[list[StoredFace], NDArray[np.float32]]:
        """The faces in the order they were stored, and their vectors, (n, dimension)."""
        with self.lock:
            return list(self._faces.values()), self._face_vectors.vectors(list(self._faces))

    def _hidden(self) -> set[str]:
        """The faces that searches cannot find yet."""
        if self._seen_from:
            now = clock.now()
            self._seen_from = {face_id: moment for face_id, moment in self._seen_from.items() if moment > now}
        return set(self._seen_from)

    def delete_faces(self, face_ids: Iterable[str]) -> tuple[list[str], list[Refusal]]:
        """Forget faces, but not those that belong to a user: the ids of those deleted, and why the others were not."""
        deleted: list[str] = []
        refusals: list[Refusal] = []
        with self.lock:
            for face_id in dict.fromkeys(face_ids):
                if face_id not in self._faces:
                    refusals.append(Refusal(face_id, "FACE_NOT_FOUND"))
                elif face_id in self._owners:
                    refusals.append(Refusal(face_id, "ASSOCIATED_TO_AN_EXISTING_USER", self.owner_id(face_id)))
                else:
                    del self._faces[face_id]
                    self._face_ids.remove(face_id)
                    self._seen_from.pop(face_id, None)
                    self._face_vectors.remove(face_id)
                    deleted.append(face_id)
        return deleted, refusals

    def face_ids(self, user_id: str | None = None, among: Iterable[str] | None = None) -> Sequence[str]:
        """Face ids in ascending order: all, those of a user, those among the given ones, or both.

        All of them are not a copy: read them under the lock.
        """
        if user_id is None:
            found: Container[str] = self._faces
        else:
            found = self.user(user_id).face_ids
        if among is not None:
            return sorted(face_id for face_id in frozenset(among) if face_id in found)
        return self._face_ids if user_id is None else sorted(found)

    def stored_vector(self, face_id: str) -> Vector | None:
        """The vector of a face, whether searches can find it yet or not; None when it is not there."""
        with self.lock:
            return self._face_vectors.vector(face_id) if face_id in self._faces else None

    def face_vector(self, face_id: str) -> Vector:
        """Raises InvalidParameterException, which is what the service says of an unknown face."""
        with self.lock:
            vector = None if face_id in self._hidden() else self.stored_vector(face_id)
        if vector is None:
            raise InvalidParameterException.unknown_face()
        return vector

    def search_faces(
        self, vector: Vector, threshold: float, limit: int, exclude: Iterable[str] = ()
    ) -> list[tuple[StoredFace, float]]:
        """The most similar faces and their Similarity, best first."""
        with self.lock:
            gallery = self._face_vectors
            excluded = self._hidden().union(exclude)
        return self._search(gallery, self._faces, vector, threshold, limit, excluded)

    def _search(
        self,
        gallery: Gallery,
        entries: Mapping[str, Entry],
        vector: Vector,
        threshold: float,
        limit: int,
        exclude: Container[str],
    ) -> list[tuple[Entry, float]]:
        """The best `limit` of `entries`, which others may delete meanwhile."""
        score = self.descriptor.score(threshold)

        def found() -> tuple[list[tuple[Entry, float]], bool]:
            """What of the matches is still there, and whether that is all there is."""
            matches = gallery.search(vector, score, limit, exclude)
            with self.lock:
                present = [(entries[match.key], match.score) for match in matches if match.key in entries]
            return present, len(present) == len(matches) or len(matches) < limit

        for _ in range(UNLOCKED_SEARCHES):
            present, is_complete = found()
            if is_complete:
                break
        else:
            with self.lock:
                present, _ = found()
        similarities = self.descriptor.similarity([score for _, score in present])
        return [(entry, float(similarity)) for (entry, _), similarity in zip(present, similarities, strict=True)]

    @property
    def user_count(self) -> int:
        return len(self._users)

    @property
    def user_keys(self) -> Sequence[str]:
        """The keys of all users in the order of ListUsers. Not a copy: read them under the lock."""
        return self._users_by_key.keys()  # type: ignore[no-any-return]

    def users(self, keys: Iterable[str]) -> list[User]:
        """KeyError for a key that is not there."""
        return [self._users_by_key[key] for key in keys]

    def user(self, user_id: str) -> User:
        """Raises ResourceNotFoundException."""
        user = self._users.get(user_id)
        if user is None:
            raise ResourceNotFoundException.user(user_id)
        return user

    def create_user(self, user_id: str) -> None:
        """Raises ConflictException when there is one already, ServiceQuotaExceededException when there are too many."""
        with self.lock:
            if user_id in self._users:
                raise ConflictException
            limit = settings.current().users_per_collection
            if len(self._users) >= limit:
                raise ServiceQuotaExceededException.users(limit)
            user = self._users[user_id] = User(user_id)
            self._users_by_key[user.key] = user

    def delete_user(self, user_id: str) -> None:
        """Forget a user; its faces stay, and belong to nobody."""
        with self.lock:
            user = self.user(user_id)
            for face_id in user.face_ids:
                del self._owners[face_id]
            if user.face_ids:
                self._user_vectors.remove(user_id)
            del self._users[user_id], self._users_by_key[user.key]

    def associate_faces(self, user_id: str, face_ids: Iterable[str], threshold: float) -> FaceChanges:
        """Give faces to a user; to one that has faces, only those at least so similar to it.

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
        """Take faces from a user; those that belong to nobody are passed over. Raises ResourceNotFoundException."""
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
        """Bring the vector and the status of a user in line with its faces."""
        if user.face_ids:
            vectors = [self._face_vectors.vector(face_id) for face_id in user.face_ids]
            self._user_vectors.add(user.user_id, aggregate(vectors))
        else:
            self._user_vectors.remove(user.user_id)
        user.update()

    def user_vector(self, user_id: str) -> Vector | None:
        """None for a user without faces. Raises ResourceNotFoundException."""
        with self.lock:
            return self._user_vectors.vector(user_id) if self.user(user_id).face_ids else None

    def search_users(
        self, vector: Vector, threshold: float, limit: int, exclude: Container[str] = ()
    ) -> list[tuple[User, float]]:
        """The most similar users and their Similarity, best first."""
        with self.lock:
            gallery = self._user_vectors
        return self._search(gallery, self._users, vector, threshold, limit, exclude)


def _after(lag: float) -> float:
    """The moment on the outcomes' clock when a lag that begins now ends; 0 when there is none."""
    return clock.now() + lag if lag else 0.0
