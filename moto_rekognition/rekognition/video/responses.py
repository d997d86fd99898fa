"""The operations on videos: parse, call the backend, serialise."""

from __future__ import annotations

import json
from typing import Any

from moto_rekognition.rekognition.exceptions import AccessDeniedException
from moto_rekognition.rekognition.protocol.operation import Answer, Operations, Reply, operation
from moto_rekognition.rekognition.video import wire
from moto_rekognition.rekognition.video.job import Job, JobRequest

#: Seconds that a request to a server waits for an analysis. Less than the read timeout of clients (boto3: 60).
TIMEOUT = 20.0


class VideoResponses(Operations):
    @operation
    def start_face_detection(self) -> Answer:
        attributes = self.parameters.get("FaceAttributes", "DEFAULT")
        job = self.rekognition_backend.start_face_detection(self._job_request(), attributes, self._timeout)
        return {"JobId": job.job_id}

    @operation
    def start_face_search(self) -> Answer:
        asked = self.parameters
        job = self.rekognition_backend.start_face_search(
            self._job_request(), asked["CollectionId"], asked.get("FaceMatchThreshold"), self._timeout
        )
        return {"JobId": job.job_id}

    @operation
    def get_face_detection(self) -> Answer:
        asked = self.parameters
        job, page, token = self.rekognition_backend.get_face_detection(
            asked["JobId"], asked.get("MaxResults"), asked.get("NextToken"), self._timeout
        )
        return {
            **_state(job),
            "VideoMetadata": _metadata(job),
            "NextToken": token,
            "Faces": [wire.face_detection(entry, job.attributes) for entry in page],
            **_origin(job),
        }

    @operation
    def get_face_search(self) -> Answer:
        asked = self.parameters
        job, page, token = self.rekognition_backend.get_face_search(
            asked["JobId"],
            asked.get("SortBy", "TIMESTAMP"),
            asked.get("MaxResults"),
            asked.get("NextToken"),
            self._timeout,
        )
        return {
            **_state(job),
            "NextToken": token,
            "VideoMetadata": _metadata(job),
            "Persons": [wire.person_match(entry) for entry in page],
            **_origin(job),
        }

    def start_person_tracking(self) -> Reply:
        """AWS ended it on 31 October 2025. It refuses every account, without validating the request."""
        raise AccessDeniedException.ended()

    def get_person_tracking(self) -> Reply:
        """As `start_person_tracking`."""
        raise AccessDeniedException.ended()

    def _job_request(self) -> JobRequest:
        asked = dict(self.parameters)
        token = asked.pop("ClientRequestToken", None)
        return JobRequest(
            asked["Video"],
            token,
            asked.get("JobTag"),
            asked.get("NotificationChannel", {}).get("SNSTopicArn"),
            json.dumps(asked, sort_keys=True),
        )

    @property
    def _timeout(self) -> float | None:
        return TIMEOUT if self.is_werkzeug_request else None


def _state(job: Job) -> dict[str, Any]:
    return {"JobStatus": job.status, "StatusMessage": job.result and job.result.message}


def _metadata(job: Job) -> dict[str, Any] | None:
    return None if job.result is None or job.result.properties is None else wire.video_metadata(job.result.properties)


def _origin(job: Job) -> dict[str, Any]:
    return {"JobId": job.job_id, "Video": wire.video(job.location), "JobTag": job.request.tag}
