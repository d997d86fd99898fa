"""The operations on collections: parse, call the backend, serialise."""

from __future__ import annotations

from moto_rekognition.rekognition.protocol.operation import Answer, Operations, operation


class CollectionResponses(Operations):
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
