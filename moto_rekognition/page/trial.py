"""What each operation would answer for a photo. Nothing is stored, and no declared fault is used up."""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.core.utils import camelcase_to_underscores
from moto.rekognition.models import rekognition_backends
from werkzeug.exceptions import HTTPException

from moto_rekognition import _moto
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.rekognition.models import RekognitionBackend
from moto_rekognition.rekognition.responses import RekognitionResponse
from moto_rekognition.vision.observation import Observation


class Trial(RekognitionResponse):
    """One operation, asked without a request."""

    def __init__(self, operation: str, parameters: dict[str, Any], backend: RekognitionBackend) -> None:
        super().__init__()
        self.headers = {"X-Amz-Target": f"RekognitionService.{operation}"}
        self.body = json.dumps(parameters)
        self.current_account, self.region = backend.account_id, backend.region_name
        self.is_werkzeug_request = False
        self._backend = backend

    @property
    def rekognition_backend(self) -> RekognitionBackend:
        return self._backend

    def raise_declared_fault(self) -> None:
        """None strikes: its count is for the calls of the tested program."""

    def answer(self) -> dict[str, Any]:
        """The answer, or the error in its place."""
        try:
            _, _, body = getattr(self, camelcase_to_underscores(self.action()))()
        except HTTPException as error:
            return {"Error": json.loads(error.description or "{}"), "Status": error.code}
        except Exception as error:  # a missing model, a wrong setting: what a server answers too
            return {"Error": {"Code": "InternalServerError", "Message": str(error)}, "Status": 500}
        answer: dict[str, Any] = json.loads(body or "{}")
        return answer


def answers(
    photo: bytes, other: bytes | None, account: str, region: str, collection_id: str | None
) -> dict[str, dict[str, Any]]:
    """Operation -> its answer for a photo: those on one image, on two if there is another one, and on a collection.

    Raises KeyError for an unknown region.
    """
    backend: RekognitionBackend = _moto.backend_of(rekognition_backends, account, region)
    image = {"Bytes": base64.b64encode(photo).decode()}
    asked: dict[str, tuple[dict[str, Any], RekognitionBackend]] = {
        "DetectFaces": ({"Image": image, "Attributes": ["ALL"]}, backend)
    }
    if other is not None:
        images = {"SourceImage": image, "TargetImage": {"Bytes": base64.b64encode(other).decode()}}
        asked["CompareFaces"] = (images, backend)
    if collection_id is not None:
        search = {"CollectionId": collection_id, "Image": image}
        asked["SearchFacesByImage"] = (search, backend)
        asked["SearchUsersByImage"] = (search, backend)
        asked["IndexFaces"] = (search | {"DetectionAttributes": ["ALL"]}, _Copy(backend, collection_id))
    return {operation: Trial(operation, *each).answer() for operation, each in asked.items()}


class _Copy(RekognitionBackend):
    """A backend with an empty collection in the place of one of `original`, for what would store."""

    def __init__(self, original: RekognitionBackend, collection_id: str) -> None:
        super().__init__(original.region_name, original.account_id)
        self._original = original
        copied = original.state.collections.get(collection_id)
        if copied is not None:
            empty = Collection(collection_id, copied.arn, copied.face_model, copied.descriptor)
            self.state.collections[collection_id] = empty

    def observe(self, source: SourceImage) -> Observation:
        """As the original sees it: a declared face may be like a face that is stored there."""
        return self._original.observe(source)
