"""The operations on users: parse, call the backend, serialise."""

from __future__ import annotations

from moto_rekognition.rekognition.faces.wire import refusal
from moto_rekognition.rekognition.protocol.operation import Answer, Operations, operation
from moto_rekognition.rekognition.protocol.wire import bounding_box
from moto_rekognition.rekognition.users import wire


class UserResponses(Operations):
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
            "UnsuccessfulFaceAssociations": [refusal(each) for each in changes.refusals],
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
            "UnsuccessfulFaceDisassociations": [refusal(each) for each in changes.refusals],
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
        size = search.selection.observation.size
        return {
            "UserMatches": wire.user_matches(search.matches),
            "FaceModelVersion": search.collection.face_model.version,
            "SearchedFace": search.face and {"FaceDetail": {"BoundingBox": bounding_box(search.face.box, size)}},
            "UnsearchedFaces": [
                {"FaceDetails": {"BoundingBox": bounding_box(face.box, size)}, "Reasons": reasons}
                for face, reasons in search.unsearched
            ],
        }
