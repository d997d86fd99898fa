"""Parse, call the backend, serialise: no logic."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeAlias

from moto import settings as moto_settings
from moto.core.utils import camelcase_to_underscores
from moto.rekognition.models import rekognition_backends
from moto.rekognition.responses import RekognitionResponse as StockResponse
from werkzeug.exceptions import HTTPException

from moto_rekognition.outcomes import faults
from moto_rekognition.rekognition import validation, wire
from moto_rekognition.rekognition.exceptions import JSON, UnknownEndpoint, UnknownOperationException, named
from moto_rekognition.rekognition.models import RekognitionBackend

logger = logging.getLogger(__name__)

Reply: TypeAlias = tuple[int, dict[str, Any], str]
Answer: TypeAlias = dict[str, Any] | None  # None: an empty body


def operation(answer: Callable[[RekognitionResponse], Answer]) -> Callable[[RekognitionResponse], Reply]:
    """An operation of ours: its request is checked against the model, its answer written as the service writes.

    What goes wrong on our side is a Python exception in process, and an InternalServerError that tells it on a server.
    """

    @functools.wraps(answer)
    def answered(self: RekognitionResponse) -> Reply:
        self.parameters = validation.parse(self._get_action(), self.body)
        self._authorize_reading()
        self._meet_faults(self.parameters)
        try:
            content = answer(self)
        except HTTPException:
            raise
        except Exception as trouble:  # ours, not the request's: a missing model, a wrong setting, a bug
            if not self.is_werkzeug_request:
                raise
            logger.exception("%s failed", self._get_action())
            raise named("InternalServerError", str(trouble), 500) from trouble
        return 200, {"Content-Type": JSON}, "" if content is None else wire.compact(content)

    return answered


class RekognitionResponse(StockResponse):  # type: ignore[misc]
    """One request. Operations that are not here are moto's own."""

    parameters: dict[str, Any]
    enforces_iam = False

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

    def _authenticate_and_authorize_normal_action(self, resource: str = "*") -> None:
        self._authenticate_and_authorize(resource)
        if camelcase_to_underscores(self._get_action()) not in vars(RekognitionResponse):
            self.response_headers["Content-Type"] = JSON
            self._meet_faults({})  # moto's own operations have no other place where an error may be raised

    def _meet_faults(self, parameters: dict[str, Any]) -> None:
        """Raise the fault that a test declared for this request, if any."""
        failure = faults.strike(self._get_action(), parameters, self.current_account, self.region)
        if failure is not None:
            raise named(failure.error, failure.message, failure.status)

    def _authenticate_and_authorize(self, resource: str) -> None:
        if self.request_count < moto_settings.INITIAL_NO_AUTH_ACTION_COUNT:
            super()._authenticate_and_authorize_normal_action(resource)  # counts
            return
        from moto_rekognition.rekognition import authorization  # imports much of moto, and is rarely needed

        self.enforces_iam = True
        self.response_headers["Content-Type"] = JSON  # moto forgets the headers of these errors
        authorization.authorize(self, self.rekognition_backend)

    def _authorize_reading(self) -> None:
        if self.enforces_iam:
            from moto_rekognition.rekognition import authorization

            authorization.authorize_reading(self, self.parameters, self.rekognition_backend)

    @property
    def rekognition_backend(self) -> RekognitionBackend:
        try:
            return rekognition_backends[self.current_account][self.region]  # type: ignore[no-any-return]
        except KeyError:
            raise UnknownEndpoint(self.region) from None

    @operation
    def create_collection(self) -> Answer:
        asked = self.parameters
        collection = self.rekognition_backend.create_collection(asked["CollectionId"], asked.get("Tags", {}))
        return {
            "StatusCode": 200,
            "CollectionArn": collection.arn.removeprefix("arn:"),
            "FaceModelVersion": collection.face_model.version,
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
            "FaceModelVersion": collection.face_model.version,
            "CollectionARN": collection.arn,
            "CreationTimestamp": round(collection.created, 3),
            "UserCount": collection.user_count,
        }

    @operation
    def list_collections(self) -> Answer:
        asked = self.parameters
        page, token = self.rekognition_backend.list_collections(asked.get("MaxResults"), asked.get("NextToken"))
        return {
            "CollectionIds": [collection.collection_id for collection in page],
            "NextToken": token,
            "FaceModelVersions": [collection.face_model.version for collection in page],
        }

    @operation
    def index_faces(self) -> Answer:
        asked = self.parameters
        indexing = self.rekognition_backend.index_faces(
            asked["CollectionId"],
            asked["Image"],
            asked.get("ExternalImageId"),
            asked.get("MaxFaces"),
            asked.get("QualityFilter"),
        )
        sifted, wanted = indexing.sifted, asked.get("DetectionAttributes", ())
        return {
            "FaceRecords": [
                {"Face": wire.new_face(stored), "FaceDetail": wire.face_detail(sifted.observation, face, wanted)}
                for stored, face in zip(indexing.stored, sifted.faces, strict=True)
            ],
            "OrientationCorrection": indexing.orientation_correction,
            "FaceModelVersion": indexing.face_model.version,
            "UnindexedFaces": [
                {"Reasons": reasons, "FaceDetail": wire.face_detail(sifted.observation, face, wanted)}
                for face, reasons in sifted.rejected
            ],
        }

    @operation
    def detect_faces(self) -> Answer:
        asked = self.parameters
        sifted, wanted = self.rekognition_backend.detect_faces(asked["Image"]), asked.get("Attributes", ())
        return {"FaceDetails": [wire.face_detail(sifted.observation, face, wanted) for face in sifted.faces]}

    @operation
    def compare_faces(self) -> Answer:
        asked = self.parameters
        comparison = self.rekognition_backend.compare_faces(
            asked["SourceImage"], asked["TargetImage"], asked.get("SimilarityThreshold"), asked.get("QualityFilter")
        )
        return {
            "SourceImageFace": {
                "BoundingBox": wire.bounding_box(comparison.source_face.box, comparison.source.size),
                "Confidence": wire.float32(comparison.source_face.confidence),
            },
            "FaceMatches": [
                {"Similarity": wire.float32(similarity), "Face": wire.compared_face(comparison.target, face)}
                for face, similarity in comparison.matches
            ],
            "UnmatchedFaces": [wire.compared_face(comparison.target, face) for face in comparison.unmatched],
        }

    @operation
    def list_faces(self) -> Answer:
        asked = self.parameters
        collection, page, token = self.rekognition_backend.list_faces(
            asked["CollectionId"],
            asked.get("UserId"),
            asked.get("FaceIds"),
            asked.get("MaxResults"),
            asked.get("NextToken"),
        )
        return {
            "Faces": [wire.stored_face(face, collection.owner_id(face.face_id)) for face in page],
            "NextToken": token,
            "FaceModelVersion": collection.face_model.version,
        }

    @operation
    def delete_faces(self) -> Answer:
        asked = self.parameters
        deleted, refusals = self.rekognition_backend.delete_faces(asked["CollectionId"], asked["FaceIds"])
        return {"DeletedFaces": deleted, "UnsuccessfulFaceDeletions": [wire.refusal(each) for each in refusals]}

    @operation
    def search_faces(self) -> Answer:
        asked = self.parameters
        collection, matches = self.rekognition_backend.search_faces(
            asked["CollectionId"], asked["FaceId"], asked.get("MaxFaces"), asked.get("FaceMatchThreshold")
        )
        return {
            "SearchedFaceId": asked["FaceId"],
            "FaceMatches": wire.face_matches(collection, matches),
            "FaceModelVersion": collection.face_model.version,
        }

    @operation
    def search_faces_by_image(self) -> Answer:
        asked = self.parameters
        search = self.rekognition_backend.search_faces_by_image(
            asked["CollectionId"],
            asked["Image"],
            asked.get("MaxFaces"),
            asked.get("FaceMatchThreshold"),
            asked.get("QualityFilter"),
        )
        return {
            "SearchedFaceBoundingBox": wire.bounding_box(search.face.box, search.observation.size),
            "SearchedFaceConfidence": wire.float32(search.face.confidence),
            "FaceMatches": wire.face_matches(search.collection, search.matches),
            "FaceModelVersion": search.collection.face_model.version,
        }

    @operation
    def create_user(self) -> Answer:
        asked = self.parameters
        self.rekognition_backend.create_user(asked["CollectionId"], asked["UserId"], asked.get("ClientRequestToken"))
        return None

    @operation
    def delete_user(self) -> Answer:
        asked = self.parameters
        self.rekognition_backend.delete_user(asked["CollectionId"], asked["UserId"], asked.get("ClientRequestToken"))
        return None

    @operation
    def list_users(self) -> Answer:
        asked = self.parameters
        page, token = self.rekognition_backend.list_users(
            asked["CollectionId"], asked.get("MaxResults"), asked.get("NextToken")
        )
        return {"Users": [wire.user(each) for each in page], "NextToken": token}

    @operation
    def associate_faces(self) -> Answer:
        asked = self.parameters
        changes = self.rekognition_backend.associate_faces(
            asked["CollectionId"],
            asked["UserId"],
            asked["FaceIds"],
            asked.get("UserMatchThreshold"),
            asked.get("ClientRequestToken"),
        )
        return {
            "AssociatedFaces": [{"FaceId": face_id} for face_id in changes.face_ids],
            "UnsuccessfulFaceAssociations": [wire.refusal(each) for each in changes.refusals],
            "UserStatus": changes.user_status,
        }

    @operation
    def disassociate_faces(self) -> Answer:
        asked = self.parameters
        changes = self.rekognition_backend.disassociate_faces(
            asked["CollectionId"], asked["UserId"], asked["FaceIds"], asked.get("ClientRequestToken")
        )
        return {
            "DisassociatedFaces": [{"FaceId": face_id} for face_id in changes.face_ids],
            "UnsuccessfulFaceDisassociations": [wire.refusal(each) for each in changes.refusals],
            "UserStatus": changes.user_status,
        }

    @operation
    def search_users(self) -> Answer:
        asked = self.parameters
        collection, matches = self.rekognition_backend.search_users(
            asked["CollectionId"],
            asked.get("UserId"),
            asked.get("FaceId"),
            asked.get("MaxUsers"),
            asked.get("UserMatchThreshold"),
        )
        return {
            "UserMatches": wire.user_matches(matches),
            "FaceModelVersion": collection.face_model.version,
            "SearchedFace": {"FaceId": asked["FaceId"]} if "FaceId" in asked else None,
            "SearchedUser": {"UserId": asked["UserId"]} if "UserId" in asked else None,
        }

    @operation
    def search_users_by_image(self) -> Answer:
        asked = self.parameters
        search = self.rekognition_backend.search_users_by_image(
            asked["CollectionId"],
            asked["Image"],
            asked.get("MaxUsers"),
            asked.get("UserMatchThreshold"),
            asked.get("QualityFilter"),
        )
        size = search.sifted.observation.size
        return {
            "UserMatches": wire.user_matches(search.matches),
            "FaceModelVersion": search.collection.face_model.version,
            "SearchedFace": search.face and {"FaceDetail": {"BoundingBox": wire.bounding_box(search.face.box, size)}},
            "UnsearchedFaces": [
                {"FaceDetails": {"BoundingBox": wire.bounding_box(face.box, size)}, "Reasons": reasons}
                for face, reasons in search.unsearched
            ],
        }

    @operation
    def tag_resource(self) -> Answer:
        self.rekognition_backend.tag_resource(self.parameters["ResourceArn"], self.parameters["Tags"])
        return None

    @operation
    def untag_resource(self) -> Answer:
        self.rekognition_backend.untag_resource(self.parameters["ResourceArn"], self.parameters["TagKeys"])
        return None

    @operation
    def list_tags_for_resource(self) -> Answer:
        return {"Tags": self.rekognition_backend.list_tags_for_resource(self.parameters["ResourceArn"])}
