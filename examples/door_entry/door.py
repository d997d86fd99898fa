"""A door that opens for people it knows: Rekognition says who it is, DynamoDB who may enter, S3 keeps the pictures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

SURE = 95.0
BUSY = ("ThrottlingException", "ProvisionedThroughputExceededException")


@dataclass(frozen=True)
class Decision:
    """Whether the door opens, for whom, and what its display says."""

    opens: bool
    display: str
    person: str | None = None


class Door:
    """One door of a building.

    building: names the collection, the table and the bucket.
    """

    def __init__(self, building: str, session: boto3.Session | None = None) -> None:
        session = session or boto3.Session()
        self._rekognition = session.client("rekognition")
        self._s3 = session.client("s3")
        self._people = session.resource("dynamodb").Table(f"{building}-people")
        self._collection = building
        self._bucket = f"{building}-visits"

    def enrol(self, person: str, name: str, portrait: bytes) -> None:
        """Let a person in from now on. Raises ValueError unless the portrait shows exactly one good face."""
        answer = self._rekognition.index_faces(
            CollectionId=self._collection, Image={"Bytes": portrait}, ExternalImageId=person, QualityFilter="HIGH"
        )
        faces = [record["Face"]["FaceId"] for record in answer["FaceRecords"]]
        if len(faces) != 1 or answer["UnindexedFaces"]:
            if faces:
                self._rekognition.delete_faces(CollectionId=self._collection, FaceIds=faces)
            reasons = sorted({reason for face in answer["UnindexedFaces"] for reason in face["Reasons"]})
            raise ValueError(f"a portrait shows one good face, this one {len(faces)} {' '.join(reasons)}".strip())
        self._people.put_item(Item={"person": person, "name": name, "face": faces[0], "enters": True})

    def leave(self, person: str) -> None:
        """Let a person in no more, and forget the face."""
        item = self._people.delete_item(Key={"person": person}, ReturnValues="ALL_OLD")["Attributes"]
        self._rekognition.delete_faces(CollectionId=self._collection, FaceIds=[item["face"]])

    def suspend(self, person: str) -> None:
        """Keep a person out for a while."""
        self._people.update_item(
            Key={"person": person},
            UpdateExpression="SET enters = :no",
            ConditionExpression=Attr("person").exists(),
            ExpressionAttributeValues={":no": False},
        )

    def knock(self, picture: bytes) -> Decision:
        """Somebody stands before the door's camera."""
        try:
            decision = self._decide(picture)
        except ClientError as error:
            if error.response["Error"]["Code"] not in BUSY:
                raise
            return Decision(False, "One moment, please try again")
        if not decision.opens:
            self._s3.put_object(Bucket=self._bucket, Key=f"refused/{uuid.uuid4()}.jpg", Body=picture)
        return decision

    def _decide(self, picture: bytes) -> Decision:
        faces = self._rekognition.detect_faces(Image={"Bytes": picture}, Attributes=["SUNGLASSES"])["FaceDetails"]
        if not faces:
            return Decision(False, "Please look at the camera")
        if faces[0]["Sunglasses"]["Value"]:
            return Decision(False, "Please take off your sunglasses")
        person = self._recognise(picture)
        item: dict[str, Any] | None = person and self._people.get_item(Key={"person": person}).get("Item")
        if not item:
            return Decision(False, "Please ring the bell")
        if not item["enters"]:
            return Decision(False, f"Sorry, {item['name']}", person)
        return Decision(True, f"Welcome, {item['name']}", person)

    def _recognise(self, picture: bytes) -> str | None:
        matches = self._rekognition.search_faces_by_image(
            CollectionId=self._collection, Image={"Bytes": picture}, FaceMatchThreshold=SURE, MaxFaces=1
        )["FaceMatches"]
        return matches[0]["Face"]["ExternalImageId"] if matches else None
