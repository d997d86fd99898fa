"""The backend: it composes the backends of the families of operations."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from moto.rekognition.models import RekognitionBackend as StockBackend

from moto_rekognition import _moto
from moto_rekognition.rekognition.backend import State
from moto_rekognition.rekognition.collections.backend import CollectionsBackend
from moto_rekognition.rekognition.faces.backend import FacesBackend
from moto_rekognition.rekognition.liveness.backend import LivenessBackend
from moto_rekognition.rekognition.neighbours.resource_tagging import TaggableCollections
from moto_rekognition.rekognition.tags.backend import TagsBackend
from moto_rekognition.rekognition.users.backend import UsersBackend
from moto_rekognition.rekognition.video.backend import VideosBackend

#: MOTO_ENABLE_ISO_REGIONS -> `RekognitionBackend.urls`.
_urls: dict[str | None, dict[str, Callable[..., Any]]] = {}


class RekognitionBackend(
    CollectionsBackend,
    FacesBackend,
    UsersBackend,
    TagsBackend,
    LivenessBackend,
    VideosBackend,
    StockBackend,  # type: ignore[misc]
    TaggableCollections,
):
    """Rekognition in one account and region. moto's own backend implements the operations of no family."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.partition = _moto.partition(region_name)
        self.state = State()

    @property
    def urls(self) -> dict[str, Callable[..., Any]]:
        """What moto answers requests by. Kept, because moto asks for it at each request."""
        iso_regions = os.environ.get("MOTO_ENABLE_ISO_REGIONS")
        if iso_regions not in _urls:
            _urls[iso_regions] = super().urls
        return _urls[iso_regions]

    def reset(self) -> None:
        """Clear the state. It is replaced, so that a request in progress finishes on the state that it began with."""
        self.state = State()
