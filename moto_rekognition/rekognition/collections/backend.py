"""The operations on collections: what they do to the state."""

from __future__ import annotations

from collections.abc import Mapping

from moto_rekognition import settings
from moto_rekognition.rekognition.backend import FamilyBackend
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.exceptions import ResourceAlreadyExistsException, ResourceNotFoundException
from moto_rekognition.rekognition.protocol.paging import Query
from moto_rekognition.vision import descriptors

#: The most entries of one page of ListCollections.
LARGEST_PAGE = 4096


class CollectionsBackend(FamilyBackend):
    """One method per operation."""

    def collection_arn(self, collection_id: str) -> str:
        return f"arn:{self.partition}:rekognition:{self.region_name}:{self.account_id}:collection/{collection_id}"

    def create_collection(self, collection_id: str, tags: Mapping[str, str]) -> Collection:
        state, chosen = self.state, settings.current()
        with state.lock:
            if collection_id in state.collections:
                raise ResourceAlreadyExistsException.collection(collection_id)
            collection = Collection(
                collection_id,
                self.collection_arn(collection_id),
                FaceModel(chosen.face_model_version_of(collection_id)),
                descriptors.get(chosen.descriptor, chosen.sface_model),
            )
            collection.tag(tags)
            state.collections[collection_id] = collection
        return collection

    def put_collection(self, collection: Collection) -> None:
        """Add a collection. It replaces a collection of the same id."""
        state = self.state
        with state.lock:
            state.requests.forget(collection.collection_id)
            state.collections[collection.collection_id] = collection

    def delete_collection(self, collection_id: str) -> None:
        state = self.state
        with state.lock:
            self.collection(collection_id)
            self.forget_collection(collection_id)

    def forget_collection(self, collection_id: str) -> None:
        """Delete a collection if it exists, even if a declared lag hides it."""
        state = self.state
        with state.lock:
            if state.collections.pop(collection_id, None) is not None:
                state.requests.forget(collection_id)
                state.tokens.forget(collection_id)

    def describe_collection(self, collection_id: str) -> Collection:
        collection = self.find_collection(collection_id)
        if collection is None:
            raise ResourceNotFoundException.described_collection(collection_id)
        return collection

    def collections(self) -> list[Collection]:
        """The visible collections, ordered by id."""
        with self.state.lock:
            return [collection for _, collection in sorted(self.state.collections.items()) if collection.is_visible]

    def list_collections(self, limit: int | None, token: str | None) -> tuple[list[Collection], str | None]:
        """A page of collections ordered by id, and the token of the next page."""
        by_id = {collection.collection_id: collection for collection in self.collections()}
        page, following = self.state.tokens.page(Query("ListCollections"), list(by_id), limit or LARGEST_PAGE, token)
        return [by_id[collection_id] for collection_id in page], following
