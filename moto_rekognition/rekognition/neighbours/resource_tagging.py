"""Collections in moto's Resource Groups Tagging API, in releases that support other services (5.2.2 and later)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moto_rekognition.rekognition.collections.collection import Collection

try:
    from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource
except ModuleNotFoundError:

    class TaggableCollections:
        """Empty: this release of moto cannot list the resources of other services."""

else:

    class TaggableCollections(TaggableResourcesMixin):  # type: ignore[misc,no-redef]
        """Mixin of the backend, which itself implements `tag_resource` and `untag_resource`."""

        SERVICE_NAMESPACE = "rekognition"
        collections: Callable[[], list[Collection]]

        def iter_tagged_resources(self) -> Iterator[TaggedResource]:
            for collection in self.collections():
                yield TaggedResource(collection.arn, collection.tags, "rekognition:collection")

        def owns_arn(self, arn: str) -> bool:
            # moto reports an ARN without an owner as failed and continues with the others.
            return any(collection.arn == arn for collection in self.collections())
