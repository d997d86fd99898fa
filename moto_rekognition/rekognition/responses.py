"""Parse, call the backend, serialise: no logic."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

from moto.rekognition.models import rekognition_backends
from moto.rekognition.responses import RekognitionResponse as StockResponse

from moto_rekognition.rekognition import validation, wire
from moto_rekognition.rekognition.exceptions import JSON, UnknownEndpoint, UnknownOperationException
from moto_rekognition.rekognition.models import RekognitionBackend

Reply: TypeAlias = tuple[int, dict[str, Any], str]
Answer: TypeAlias = dict[str, Any] | None  # None: an empty body


def operation(answer: Callable[[RekognitionResponse], Answer]) -> Callable[[RekognitionResponse], Reply]:
    """An operation of ours: its request is checked against the model, its answer written as the service writes."""

    @functools.wraps(answer)
    def answered(self: RekognitionResponse) -> Reply:
        self.parameters = validation.parse(self._get_action(), self.body)
        content = answer(self)
        return 200, {"Content-Type": JSON}, "" if content is None else wire.compact(content)

    return answered


class RekognitionResponse(StockResponse):  # type: ignore[misc]
    """One request. Operations that are not here are moto's own."""

    parameters: dict[str, Any]

    def _dispatch(self, request: Any, full_url: str | None = None, headers: Any = None) -> Any:
        # Moto would parse the JSON body as a query string, and take parameters out of it.
        self.setup_class(request, full_url, headers, use_raw_body=True)
        return self.call_action()

    def _get_action(self) -> str:
        prefix, _, name = (self.headers.get("X-Amz-Target") or "").partition(".")
        if prefix != "RekognitionService" or name not in validation.service_model().operation_names:
            return "UnknownOperation"
        return str(name)

    def unknown_operation(self) -> Reply:
        raise UnknownOperationException

    @property
    def rekognition_backend(self) -> RekognitionBackend:
        try:
            return rekognition_backends[self.current_account][self.region]  # type: ignore[no-any-return]
        except KeyError:
            raise UnknownEndpoint(self.region) from None

    @operation
    def create_collection(self) -> Answer:
        collection = self.rekognition_backend.create_collection(
            self.parameters["CollectionId"], self.parameters.get("Tags", {})
        )
        return {
            "StatusCode": 200,
            "CollectionArn": collection.short_arn,
            "FaceModelVersion": collection.face_model_version,
        }

    @operation
    def delete_collection(self) -> Answer:
        self.rekognition_backend.delete_collection(self.parameters["CollectionId"])
        return {"StatusCode": 200}

    @operation
    def describe_collection(self) -> Answer:
        collection = self.rekognition_backend.describe_collection(self.parameters["CollectionId"])
        return {
            "FaceCount": collection.face_count,
            "FaceModelVersion": collection.face_model_version,
            "CollectionARN": collection.arn,
            "CreationTimestamp": round(collection.created, 3),
            "UserCount": collection.user_count,
        }

    @operation
    def list_collections(self) -> Answer:
        page, token = self.rekognition_backend.list_collections(
            self.parameters.get("MaxResults"), self.parameters.get("NextToken")
        )
        return {
            "CollectionIds": [collection.collection_id for collection in page],
            "NextToken": token,
            "FaceModelVersions": [collection.face_model_version for collection in page],
        }
