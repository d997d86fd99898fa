"""A sign-up that wants a live person who has no account yet: Face Liveness, then a search for the face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import boto3

LIVE = 90.0
SAME_PERSON = 99.0


@dataclass(frozen=True)
class Outcome:
    """accepted: whether there is an account now. message: what the page shows. try_again: whether it offers that."""

    accepted: bool
    message: str
    try_again: bool = False


class SignUp:
    """bucket: where the images of the checks are kept. accounts: the collection of everybody's face."""

    def __init__(self, bucket: str, accounts: str, session: boto3.Session | None = None) -> None:
        session = session or boto3.Session()
        self._rekognition = session.client("rekognition")
        self._bucket, self._accounts = bucket, accounts

    def begin(self, request: str) -> str:
        """The SessionId that the page gives to the camera component. request: names this attempt of the user."""
        answer = self._rekognition.create_face_liveness_session(
            ClientRequestToken=request,
            Settings={"OutputConfig": {"S3Bucket": self._bucket, "S3KeyPrefix": "sign-up/"}, "AuditImagesLimit": 2},
        )
        return str(answer["SessionId"])

    def finish(self, session_id: str, user: str) -> Outcome:
        """The camera component says that the check is complete."""
        result = self._rekognition.get_face_liveness_session_results(SessionId=session_id)
        if result["Status"] in ("CREATED", "IN_PROGRESS"):
            return Outcome(False, "Please complete the check.", try_again=True)
        if result["Status"] != "SUCCEEDED" or "ReferenceImage" not in result:
            return Outcome(False, "The check was not completed.", try_again=True)
        if result["Confidence"] < LIVE:
            hints = [item["Message"] for item in result.get("Feedback", [])]
            return Outcome(False, " ".join(hints) or "We could not see that you are there.", try_again=True)
        return self._open_account({"S3Object": result["ReferenceImage"]["S3Object"]}, user)

    def _open_account(self, image: dict[str, Any], user: str) -> Outcome:
        known = self._rekognition.search_faces_by_image(
            CollectionId=self._accounts, Image=image, FaceMatchThreshold=SAME_PERSON, MaxFaces=1
        )["FaceMatches"]
        if known:
            return Outcome(False, "You have an account already.")
        self._rekognition.index_faces(
            CollectionId=self._accounts, Image=image, ExternalImageId=user, MaxFaces=1, QualityFilter="AUTO"
        )
        return Outcome(True, f"Welcome, {user}.")
