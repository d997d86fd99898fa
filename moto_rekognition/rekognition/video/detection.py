"""Face detection: the faces of a video and their timestamps."""

from __future__ import annotations

from collections.abc import Sequence

from moto.moto_api import state_manager

from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.video.job import Entry, Job, JobRequest
from moto_rekognition.vision.observation import Descriptor
from moto_rekognition.vision.video.observation import VideoObservation


class FaceDetectionJob(Job):
    """StartFaceDetection. attributes: DEFAULT or ALL."""

    operation = "StartFaceDetection"
    state_model = "rekognition::face_detection_job"

    def __init__(self, request: JobRequest, location: S3Location, descriptor: Descriptor, attributes: str) -> None:
        super().__init__(request, location, descriptor)
        self.attributes = attributes

    def entries(self, observation: VideoObservation) -> Sequence[Entry]:
        """The faces of one frame are ordered by descending confidence, as in recorded answers."""
        return [
            Entry(frame.timestamp, frame.observation, face)
            for frame in observation.frames
            for face in sorted(frame.observation.faces, key=lambda face: -face.confidence)
        ]


state_manager.register_default_transition(FaceDetectionJob.state_model, {"progression": "immediate"})
