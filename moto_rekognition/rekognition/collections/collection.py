"""A collection: faces, users, associations, its gallery and its lock."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock

from moto.core.utils import unix_time

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
from moto_rekognition.rekognition.users.user import UPDATING, FaceChanges, User, aggregate
from moto_rekognition.vision.observation import Descriptor, Vector


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
    _face_ids: list[str] = field(default_factory=list, repr=False)  # ascending
    _users: dict[str, User] = field(default_factory=dict, repr=False)
    _owners: dict[str, User] = field(default_factory=dict, repr=False)  # by face id
    _seen_from: dict[str, float] = field(default_factory=dict, repr=False)  # by face id: those a declared lag hides

    @cached_property
    def _face_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

    @cached_property
    def _user_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

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
                insort(self._face_ids, face.face_id)
                if (lag := current_lag().faces) > 0:
                    self._seen_from[face.face_id] = clock.now() + lag

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
                    del self._face_ids[bisect_left(self._face_ids, face_id)]
                    self._face_vectors.remove(face_id)
                    deleted.append(face_id)
        return deleted, refusals

    def face_ids(self, user_id: str | None = None, among: Iterable[str] | None = None) -> list[str]:
        """Face ids in ascending order: all, those of a user, those among the given ones, or both."""
        with self.lock:
            found = self._face_ids.copy() if user_id is None else sorted(self.user(user_id).face_ids)
        if among is None:
            return found
        wanted = set(among)
        return [face_id for face_id in found if face_id in wanted]

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
        found = self._search(gallery, vector, threshold, limit, excluded)
        with self.lock:  # while searching, others could delete
            return [(self._faces[face_id], similarity) for face_id, similarity in found if face_id in self._faces]

    def _search(
        self, gallery: Gallery, vector: Vector, threshold: float, limit: int, exclude: Container[str]
    ) -> list[tuple[str, float]]:
        matches = gallery.search(vector, self.descriptor.score(threshold), limit, exclude)
        similarities = self.descriptor.similarity([match.score for match in matches])
        return [(match.key, float(similarity)) for match, similarity in zip(matches, similarities, strict=True)]

    @property
    def user_count(self) -> int:
        return len(self._users)

    @property
    def users(self) -> list[User]:
        """In the order of ListUsers."""
        with self.lock:
            return sorted(self._users.values(), key=lambda user: user.key)

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
            self._users[user_id] = User(user_id)

    def delete_user(self, user_id: str) -> None:
        """Forget a user; its faces stay, and belong to nobody."""
        with self.lock:
            user = self.user(user_id)
            for face_id in user.face_ids:
                del self._owners[face_id]
            if user.face_ids:
                self._user_vectors.remove(user_id)
            del self._users[user_id]

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
        found = self._search(gallery, vector, threshold, limit, exclude)
        with self.lock:
            return [(self._users[user_id], similarity) for user_id, similarity in found if user_id in self._users]
