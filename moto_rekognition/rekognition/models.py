"""The backend: one public method per operation."""

from __future__ import annotations

import re
from collections.abc import Collection as Container
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from typing import Any

from moto.rekognition.models import RekognitionBackend as StockBackend

from moto_rekognition import settings
from moto_rekognition.outcomes import declarations
from moto_rekognition.rekognition import ids, images, s3
from moto_rekognition.rekognition.collection import Collection, StoredFace
from moto_rekognition.rekognition.exceptions import (
    InvalidImageFormatException,
    InvalidParameterException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from moto_rekognition.rekognition.face_model import FaceModel
from moto_rekognition.rekognition.idempotency import Requests
from moto_rekognition.rekognition.images import Picture
from moto_rekognition.rekognition.paging import PageTokens
from moto_rekognition.rekognition.resource_tagging import TaggableCollections
from moto_rekognition.rekognition.results import Comparison, FaceSearch, Indexing, UserSearch
from moto_rekognition.rekognition.sifting import Sifted, sift
from moto_rekognition.rekognition.users import FaceChanges, Refusal, User
from moto_rekognition.vision import analysis, descriptors
from moto_rekognition.vision.faces import Descriptor, Observation, Vector

#: The most entries of one page of ListCollections and ListFaces, and of ListUsers; the most matches of a search.
LARGEST_PAGE = 4096
LARGEST_USER_PAGE = 500
MOST_FACE_MATCHES = 4096
MOST_USER_MATCHES = 500

#: What the service takes for a threshold that is not given.
MATCH_THRESHOLD = 80.0
ASSOCIATION_THRESHOLD = 75.0

_ARN = re.compile(r"arn:[^:]+:rekognition:[^:]*:[^:]*:.+")


@dataclass
class State:
    """Everything that `reset` forgets."""

    collections: dict[str, Collection] = field(default_factory=dict)
    tokens: PageTokens = field(default_factory=PageTokens)
    requests: Requests = field(default_factory=Requests)
    lock: RLock = field(default_factory=RLock)


class RekognitionBackend(StockBackend, TaggableCollections):  # type: ignore[misc]
    """Rekognition in one account and region; what it does not know is answered by moto's own backend."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.partition = _partition(region_name)
        self._state = State()

    def reset(self) -> None:
        """Forget everything. The state is swapped, so that a request in flight ends on what it began with."""
        self._state = State()

    def collection_arn(self, collection_id: str) -> str:
        return f"arn:{self.partition}:rekognition:{self.region_name}:{self.account_id}:collection/{collection_id}"

    def create_collection(self, collection_id: str, tags: Mapping[str, str]) -> Collection:
        state, chosen = self._state, settings.current()
        with state.lock:
            if collection_id in state.collections:
                raise ResourceAlreadyExistsException(collection_id)
            collection = Collection(
                collection_id,
                self.collection_arn(collection_id),
                FaceModel(chosen.face_model_version_of(collection_id)),
                descriptors.get(chosen.descriptor, chosen.sface_model),
            )
            collection.tag(tags)
            state.collections[collection_id] = collection
        return collection

    def delete_collection(self, collection_id: str) -> None:
        state = self._state
        with state.lock:
            if state.collections.pop(collection_id, None) is None:
                raise ResourceNotFoundException.collection(collection_id)
            state.requests.forget(collection_id)

    def describe_collection(self, collection_id: str) -> Collection:
        collection = self._state.collections.get(collection_id)
        if collection is None:
            raise ResourceNotFoundException.described_collection(collection_id)
        return collection

    def collections(self) -> list[Collection]:
        """All of them, by id."""
        with self._state.lock:
            return [collection for _, collection in sorted(self._state.collections.items())]

    def list_collections(self, limit: int | None, token: str | None) -> tuple[list[Collection], str | None]:
        """A page of collections by id, and the token of the next one."""
        state = self._state
        with state.lock:
            page, following = state.tokens.page(
                "ListCollections", sorted(state.collections), limit or LARGEST_PAGE, token
            )
            return [state.collections[collection_id] for collection_id in page], following

    def index_faces(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        external_image_id: str | None,
        max_faces: int | None,
        filter_name: str | None,
    ) -> Indexing:
        _check_filter(self._collection(collection_id), filter_name)
        picture = self._picture(image)
        observation = self._observe(picture)
        collection = self._collection(collection_id)  # looking took a while
        model = collection.face_model
        sifted = sift(observation, filter_name or model.index_filter, model.largest_faces, max_faces)
        image_id = ids.image_id(picture.digest, external_image_id)
        faces = [
            StoredFace(
                ids.face_id(image_id, model.version, face.place),
                image_id,
                external_image_id,
                face.box,
                observation.size,
                face.confidence,
                model.version,
            )
            for face in sifted.faces
        ]
        vectors = [observation.vector(face, collection.descriptor) for face in sifted.faces]
        collection.add_faces(list(zip(faces, vectors, strict=True)))
        unknown_orientation = model.reports_orientation and not picture.has_exif_orientation
        return Indexing(sifted, faces, model, "ROTATE_0" if unknown_orientation else None)

    def detect_faces(self, image: Mapping[str, Any]) -> Sifted:
        return sift(self._observe(self._picture(image)), "NONE")

    def compare_faces(
        self, source: Mapping[str, Any], target: Mapping[str, Any], threshold: float | None, filter_name: str | None
    ) -> Comparison:
        chosen = settings.current()
        descriptor = descriptors.get(chosen.descriptor, chosen.sface_model)
        observations = [self._observe(picture) for picture in (self._picture(source), self._picture(target))]
        sources, targets = (sift(observation, filter_name or "NONE").faces for observation in observations)
        if not sources or not targets:
            raise InvalidParameterException
        wanted = observations[0].vector(sources[0], descriptor)
        scores = [float(observations[1].vector(face, descriptor) @ wanted) for face in targets]
        compared = list(zip(targets, map(float, descriptor.similarity(scores)), strict=True))
        least = _threshold(threshold)
        return Comparison(
            observations[0],
            sources[0],
            observations[1],
            sorted((pair for pair in compared if pair[1] >= least), key=lambda pair: -pair[1]),
            [face for face, similarity in compared if similarity < least],
        )

    def list_faces(
        self,
        collection_id: str,
        user_id: str | None,
        face_ids: Iterable[str] | None,
        limit: int | None,
        token: str | None,
    ) -> tuple[Collection, list[StoredFace], str | None]:
        """A page of faces by ascending id, and the token of the next one."""
        collection = self._collection(collection_id)
        wanted = None if face_ids is None else frozenset(face_ids)
        with collection.lock:
            page, following = self._state.tokens.page(
                ("ListFaces", collection_id, user_id, wanted),
                collection.face_ids(user_id, wanted),
                limit or LARGEST_PAGE,
                token,
            )
            return collection, collection.faces(page), following

    def delete_faces(self, collection_id: str, face_ids: Iterable[str]) -> tuple[list[str], list[Refusal]]:
        return self._collection(collection_id).delete_faces(face_ids)

    def search_faces(
        self, collection_id: str, face_id: str, max_faces: int | None, threshold: float | None
    ) -> tuple[Collection, list[tuple[StoredFace, float]]]:
        collection = self._collection(collection_id)
        matches = collection.search_faces(
            collection.face_vector(face_id), _threshold(threshold), max_faces or MOST_FACE_MATCHES, (face_id,)
        )
        return collection, matches

    def search_faces_by_image(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        max_faces: int | None,
        threshold: float | None,
        filter_name: str | None,
    ) -> FaceSearch:
        _check_filter(self._collection(collection_id), filter_name)
        observation = self._observe(self._picture(image))
        collection = self._collection(collection_id)
        faces = sift(observation, filter_name or "NONE", collection.face_model.largest_faces).faces
        if not faces:
            raise InvalidParameterException.no_face()
        vector = observation.vector(faces[0], collection.descriptor)
        matches = collection.search_faces(vector, _threshold(threshold), max_faces or MOST_FACE_MATCHES)
        return FaceSearch(observation, faces[0], collection, matches)

    def create_user(self, collection_id: str, user_id: str, token: str | None) -> None:
        collection = self._collection(collection_id)
        self._state.requests.once(
            "CreateUser", token, (collection_id, user_id), lambda: collection.create_user(user_id)
        )

    def delete_user(self, collection_id: str, user_id: str, token: str | None) -> None:
        collection = self._collection(collection_id)
        self._state.requests.once(
            "DeleteUser", token, (collection_id, user_id), lambda: collection.delete_user(user_id)
        )

    def list_users(self, collection_id: str, limit: int | None, token: str | None) -> tuple[list[User], str | None]:
        """A page of users, and the token of the next one."""
        users = {user.key: user for user in self._collection(collection_id).users}
        page, following = self._state.tokens.page(
            ("ListUsers", collection_id), list(users), limit or LARGEST_USER_PAGE, token
        )
        return [users[key] for key in page], following

    def associate_faces(
        self, collection_id: str, user_id: str, face_ids: Iterable[str], threshold: float | None, token: str | None
    ) -> FaceChanges:
        collection = self._collection(collection_id)
        least = ASSOCIATION_THRESHOLD if threshold is None else threshold
        wanted = tuple(face_ids)
        return self._state.requests.once(
            "AssociateFaces",
            token,
            (collection_id, user_id, wanted, least),
            lambda: collection.associate_faces(user_id, wanted, least),
        )

    def disassociate_faces(
        self, collection_id: str, user_id: str, face_ids: Iterable[str], token: str | None
    ) -> FaceChanges:
        collection = self._collection(collection_id)
        wanted = tuple(face_ids)
        return self._state.requests.once(
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
        """Search for what resembles a user or a face; exactly one of them is given."""
        collection = self._collection(collection_id)
        vector: Vector | None
        if user_id is not None and face_id is None:
            vector, itself = collection.user_vector(user_id), [user_id]
        elif face_id is not None and user_id is None:
            vector, itself = collection.face_vector(face_id), []
        else:
            raise InvalidParameterException
        if vector is None:
            return collection, []
        limit = max_users or MOST_USER_MATCHES
        return collection, collection.search_users(vector, _threshold(threshold), limit, exclude=itself)

    def search_users_by_image(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        max_users: int | None,
        threshold: float | None,
        filter_name: str | None,
    ) -> UserSearch:
        _check_filter(self._collection(collection_id), filter_name)
        observation = self._observe(self._picture(image))
        collection = self._collection(collection_id)
        sifted = sift(observation, filter_name or "NONE", collection.face_model.largest_faces)
        if not sifted.faces:
            return UserSearch(sifted, None, collection, [])
        vector = observation.vector(sifted.faces[0], collection.descriptor)
        matches = collection.search_users(vector, _threshold(threshold), max_users or MOST_USER_MATCHES)
        return UserSearch(sifted, sifted.faces[0], collection, matches)

    def tag_resource(self, arn: str, tags: Mapping[str, str]) -> None:
        self._tagged(arn).tag(tags)

    def untag_resource(self, arn: str, keys: Container[str]) -> None:
        self._tagged(arn).untag(keys)

    def list_tags_for_resource(self, arn: str) -> dict[str, str]:
        return self._tagged(arn).tags

    def _collection(self, collection_id: str) -> Collection:
        collection = self._state.collections.get(collection_id)
        if collection is None:
            raise ResourceNotFoundException.collection(collection_id)
        return collection

    def _tagged(self, arn: str) -> Collection:
        if not _ARN.fullmatch(arn):
            raise InvalidParameterException
        collection = self._state.collections.get(arn.rpartition("/")[2])
        if collection is None or collection.arn != arn:
            raise ResourceNotFoundException.resource(arn)
        return collection

    def _picture(self, image: Mapping[str, Any]) -> Picture:
        read = partial(s3.read, account_id=self.account_id, region=self.region_name, partition=self.partition)
        return images.load(image, read)

    def _observe(self, picture: Picture) -> Observation:
        """What is declared for a picture, or what is seen, once per content and process.

        Raises the service's error for what is no picture and is not declared.
        """
        location = picture.location
        key = None if location is None else (location.bucket, location.key)
        declared = declarations.observe(picture.content, picture.digest, key, self._stored_vector)
        if declared is not None:
            return declared
        try:
            picture.check()
            return analysis.analyze(picture.digest, picture.pixels, settings.current().model)
        except InvalidImageFormatException:
            if declarations.listing():
                raise InvalidImageFormatException.undeclared(declarations.unmatched(picture.digest, key)) from None
            raise

    def _stored_vector(self, face_id: str, descriptor: Descriptor) -> Vector | None:
        """The vector of a face in any collection with that descriptor; None when there is none."""
        for collection in list(self._state.collections.values()):
            theirs = collection.descriptor
            same = (theirs.name, theirs.version) == (descriptor.name, descriptor.version)
            if same and (vector := collection.stored_vector(face_id)) is not None:
                return vector
        return None


def _check_filter(collection: Collection, filter_name: str | None) -> None:
    if filter_name is not None and not collection.face_model.filters_by_quality:
        raise InvalidParameterException


def _threshold(threshold: float | None) -> float:
    return MATCH_THRESHOLD if threshold is None else threshold


def _partition(region: str) -> str:
    """The partition of a region; moto has `get_partition` since 5.0.8 only."""
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}
    return next((partition for prefix, partition in prefixes.items() if region.startswith(prefix)), "aws")
