"""The operations on faces: parse, call the backend, serialise."""

from __future__ import annotations

from moto_rekognition.rekognition.faces import wire
from moto_rekognition.rekognition.protocol.operation import Answer, Operations, operation
from moto_rekognition.rekognition.protocol.wire import bounding_box, float32


class FaceResponses(Operations):
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
        selection, wanted = indexing.selection, asked.get("DetectionAttributes", ())
        return {
            "FaceRecords": [
                {"Face": wire.new_face(stored), "FaceDetail": wire.face_detail(selection.observation, face, wanted)}
                for stored, face in zip(indexing.stored, selection.faces, strict=True)
            ],
            "OrientationCorrection": indexing.orientation_correction,
            "FaceModelVersion": indexing.face_model.version,
            "UnindexedFaces": [
                {"Reasons": reasons, "FaceDetail": wire.face_detail(selection.observation, face, wanted)}
                for face, reasons in selection.rejected
            ],
        }

    @operation
    def detect_faces(self) -> Answer:
        asked = self.parameters
        selection, wanted = self.rekognition_backend.detect_faces(asked["Image"]), asked.get("Attributes", ())
        return {"FaceDetails": [wire.face_detail(selection.observation, face, wanted) for face in selection.faces]}

    @operation
    def compare_faces(self) -> Answer:
        asked = self.parameters
        comparison = self.rekognition_backend.compare_faces(
            asked["SourceImage"], asked["TargetImage"], asked.get("SimilarityThreshold"), asked.get("QualityFilter")
        )
        return {
            "SourceImageFace": {
                "BoundingBox": bounding_box(comparison.source_face.box, comparison.source.size),
                "Confidence": float32(comparison.source_face.confidence),
            },
            "FaceMatches": [
                {"Similarity": float32(similarity), "Face": wire.compared_face(comparison.target, face)}
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
            "SearchedFaceBoundingBox": bounding_box(search.face.box, search.observation.size),
            "SearchedFaceConfidence": float32(search.face.confidence),
            "FaceMatches": wire.face_matches(search.collection, search.matches),
            "FaceModelVersion": search.collection.face_model.version,
        }
