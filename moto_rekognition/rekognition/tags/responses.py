"""The operations on tags: parse, call the backend, serialise."""

from __future__ import annotations

from moto_rekognition.rekognition.protocol.operation import Answer, Operations, operation


class TagResponses(Operations):
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
