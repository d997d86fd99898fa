"""The backend: one public method per operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import RLock

from moto.rekognition.models import RekognitionBackend as StockBackend

from moto_rekognition import settings
from moto_rekognition.rekognition.collection import Collection
from moto_rekognition.rekognition.exceptions import ResourceAlreadyExistsException, ResourceNotFoundException
from moto_rekognition.rekognition.paging import PageTokens

#: The most entries ListCollections and ListFaces put on a page.
LARGEST_PAGE = 4096


@dataclass
class State:
    """Everything that `reset` forgets."""

    collections: dict[str, Collection] = field(default_factory=dict)
    tokens: PageTokens = field(default_factory=PageTokens)
    lock: RLock = field(default_factory=RLock)


class RekognitionBackend(StockBackend):  # type: ignore[misc]
    """Rekognition in one account and region; what it does not know is answered by moto's own backend."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.partition = _partition(region_name)
        self._state = State()

    def reset(self) -> None:
        """Forget everything. The state is swapped, so that a request in flight ends on what it began with."""
        self._state = State()

    def create_collection(self, collection_id: str, tags: Mapping[str, str]) -> Collection:
        state = self._state
        with state.lock:
            if collection_id in state.collections:
                raise ResourceAlreadyExistsException(collection_id)
            collection = Collection(
                collection_id,
                self.account_id,
                self.region_name,
                self.partition,
                face_model_version=settings.current().face_model_version,
                tags=dict(tags),
            )
            state.collections[collection_id] = collection
        return collection

    def delete_collection(self, collection_id: str) -> None:
        state = self._state
        with state.lock:
            if state.collections.pop(collection_id, None) is None:
                raise ResourceNotFoundException.collection(collection_id)

    def describe_collection(self, collection_id: str) -> Collection:
        collection = self._state.collections.get(collection_id)
        if collection is None:
            raise ResourceNotFoundException.described_collection(collection_id)
        return collection

    def list_collections(self, limit: int | None, token: str | None) -> tuple[list[Collection], str | None]:
        """A page of collections by id, and the token of the next one."""
        state = self._state
        with state.lock:
            page, following = state.tokens.page(
                "ListCollections", sorted(state.collections), limit or LARGEST_PAGE, token
            )
            return [state.collections[collection_id] for collection_id in page], following

    def _collection(self, collection_id: str) -> Collection:
        collection = self._state.collections.get(collection_id)
        if collection is None:
            raise ResourceNotFoundException.collection(collection_id)
        return collection


def _partition(region: str) -> str:
    """The partition of a region; moto has `get_partition` since 5.0.8 only."""
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}
    return next((partition for prefix, partition in prefixes.items() if region.startswith(prefix)), "aws")
