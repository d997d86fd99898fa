"""A collection: its faces and their vectors, its tags, its lock. Its users are in `users`."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock

import numpy as np
from moto.core.utils import unix_time
from numpy.typing import ArrayLike, NDArray
from sortedcontainers import SortedDict, SortedList

from moto_rekognition import settings
from moto_rekognition.gallery import Gallery
from moto_rekognition.outcomes.timing import clock, current_lag
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.collections.search import search
from moto_rekognition.rekognition.collections.users import CollectionUsers
from moto_rekognition.rekognition.exceptions import InvalidParameterException, ServiceQuotaExceededException
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.users.user import User
from moto_rekognition.vision.observation import Descriptor, Vector


@dataclass
class Collection(CollectionUsers):
    """The state of a collection. Methods change it under the lock; a method that raises has changed nothing.

    face_model, descriptor: fixed when the collection is created. created: seconds since the epoch.
    _owners: FaceId -> user. _faces_visible_from: FaceId -> when the declared lag of a new face ends.
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
    _owners: dict[str, User] = field(default_factory=dict, repr=False)
    _faces_visible_from: dict[str, float] = field(default_factory=dict, repr=False)
    _visible_from: float = field(default_factory=lambda: _after(current_lag().collections), repr=False)

    @cached_property
    def _face_vectors(self) -> Gallery:
        return Gallery(self.descriptor.dimension)

    @property
    def is_visible(self) -> bool:
        """Whether operations can find the collection. A declared lag hides a new one for a time."""
        return not self._visible_from or self._visible_from <= clock.now()

    def tag(self, tags: Mapping[str, str]) -> None:
        """Add tags, and replace the values of existing keys. Raises ServiceQuotaExceededException."""
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
        """KeyError for an unknown id."""
        return [self._faces[face_id] for face_id in face_ids]

    def add_faces(self, faces: Sequence[tuple[StoredFace, Vector]]) -> None:
        """Store faces with their vectors. A face that is stored already is not changed.

        Raises ServiceQuotaExceededException when the collection would have too many faces.
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
                    self._faces_visible_from[face.face_id] = moment

    def restore(self, faces: Sequence[StoredFace], vectors: ArrayLike, users: Mapping[str, Sequence[str]]) -> None:
        """Fill an empty collection with the content of a snapshot.

        vectors: (n, dimension), of `faces`. users: UserId -> the ids of its faces, in the order of association.
        ValueError or KeyError when the parameters are inconsistent.
        """
        with self.lock:
            ids = [face.face_id for face in faces]
            self._face_vectors.extend(ids, vectors)
            self._faces = dict(zip(ids, faces, strict=True))
            self._face_ids = SortedList(ids)
            self._restore_users(users)

    def stored(self) -> tuple[list[StoredFace], NDArray[np.float32]]:
        """The faces in the order in which they were stored, and their vectors, (n, dimension)."""
        with self.lock:
            return list(self._faces.values()), self._face_vectors.vectors(list(self._faces))

    def _hidden(self) -> set[str]:
        """The faces that searches cannot find yet."""
        if self._faces_visible_from:
            now = clock.now()
            self._faces_visible_from = {
                face_id: moment for face_id, moment in self._faces_visible_from.items() if moment > now
            }
        return set(self._faces_visible_from)

    def delete_faces(self, face_ids: Iterable[str]) -> tuple[list[str], list[Refusal]]:
        """Delete faces, except those of a user. Returns the deleted ids, and the refusals of the others."""
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
                    self._faces_visible_from.pop(face_id, None)
                    self._face_vectors.remove(face_id)
                    deleted.append(face_id)
        return deleted, refusals

    def face_ids(self, user_id: str | None = None, among: Iterable[str] | None = None) -> Sequence[str]:
        """Face ids in ascending order: of a user or of all faces, restricted to `among` if it is given.

        Without parameters it is not a copy: read it under the lock.
        """
        if user_id is None:
            found: Container[str] = self._faces
        else:
            found = self.user(user_id).face_ids
        if among is not None:
            return sorted(face_id for face_id in frozenset(among) if face_id in found)
        return self._face_ids if user_id is None else sorted(found)

    def stored_vector(self, face_id: str) -> Vector | None:
        """The vector of a face, even if a declared lag hides the face; None when it is not stored."""
        with self.lock:
            return self._face_vectors.vector(face_id) if face_id in self._faces else None

    def face_vector(self, face_id: str) -> Vector:
        """The vector of a visible face. Raises InvalidParameterException, the service's error for an unknown face."""
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
        return search(gallery, self._faces, self.lock, self.descriptor, vector, threshold, limit, excluded)


def _after(lag: float) -> float:
    """The time on `clock` when a lag that begins now ends; 0 for no lag."""
    return clock.now() + lag if lag else 0.0
