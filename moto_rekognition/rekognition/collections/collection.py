"""A collection: faces, users, associations, its gallery and its lock."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from moto.core.utils import unix_time
from numpy.typing import ArrayLike, NDArray
from sortedcontainers import SortedDict, SortedList

from moto_rekognition import settings
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
            self._restore_users(users)

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
        return search(gallery, self._faces, self.lock, self.descriptor, vector, threshold, limit, excluded)


def _after(lag: float) -> float:
    """The moment on the outcomes' clock when a lag that begins now ends; 0 when there is none."""
    return clock.now() + lag if lag else 0.0
