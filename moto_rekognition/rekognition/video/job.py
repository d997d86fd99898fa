"""A video job, from its Start operation until its results expire."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, ClassVar

from moto.moto_api._internal import mock_random
from moto.moto_api._internal.managed_state_model import ManagedState

from moto_rekognition.outcomes.timing import clock, current_lag
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.video.observing import AnalysisFailed
from moto_rekognition.vision.observation import Descriptor, Face, Observation
from moto_rekognition.vision.video.observation import VideoObservation, VideoProperties

logger = logging.getLogger(__name__)

IN_PROGRESS, SUCCEEDED, FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"

#: How long the results of a job are kept, seconds:
#: https://docs.aws.amazon.com/rekognition/latest/dg/api-video.html
KEPT = 7 * 24 * 3600


@dataclass(frozen=True)
class JobRequest:
    """The parameters that all Start operations have.

    video: the Video parameter. token: the ClientRequestToken. topic_arn: of the NotificationChannel.
    text: all parameters except the token, to compare requests with the same token.
    """

    video: Mapping[str, Any]
    token: str | None
    tag: str | None
    topic_arn: str | None
    text: str


@dataclass(frozen=True)
class Entry:
    """One element of the results: a face at a time. person, matches: of face searches."""

    timestamp: int
    observation: Observation
    face: Face
    person: int = 0
    matches: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Result:
    """The result of a job.

    message: why it failed. properties: of the video, None after a failure. ended: time on `clock`.
    """

    status: str
    message: str | None
    properties: VideoProperties | None
    entries: Sequence[Entry]
    ended: float


class Job(ABC):
    """A job. The backend analyses its video; `finish` makes the result when the job is due.

    location: of the video. descriptor: distinguishes persons.
    started, due: when the job began and the earliest time that it can end, on `clock`.
    ready: set after the analysis and the first attempt to finish the job.
    """

    operation: ClassVar[str]
    #: The name in `/moto-api/state-manager` of the transition that ends IN_PROGRESS.
    state_model: ClassVar[str]

    def __init__(self, request: JobRequest, location: S3Location, descriptor: Descriptor) -> None:
        self.job_id = f"{mock_random.getrandbits(256):064x}"
        self.request = request
        self.location = location
        self.descriptor = descriptor
        self.started = clock.now()
        self.due = self.started + current_lag().jobs
        self.ready = Event()
        self.result: Result | None = None
        self._analysis: VideoObservation | AnalysisFailed | None = None
        self._state = ManagedState(self.state_model, [(IN_PROGRESS, SUCCEEDED)])
        self._lock = Lock()

    @property
    def status(self) -> str:
        return IN_PROGRESS if self.result is None else self.result.status

    @abstractmethod
    def entries(self, observation: VideoObservation) -> Sequence[Entry]:
        """The results, in the order of their timestamps. Raises AnalysisFailed."""

    @property
    def expired(self) -> bool:
        return self.result is not None and clock.now() >= self.result.ended + KEPT

    def set_analysis(self, analysis: VideoObservation | AnalysisFailed) -> None:
        """Store the result of the analysis."""
        self._analysis = analysis

    def poll(self) -> None:
        """One step of the "manual" progression of moto's state manager. Called for each Get request."""
        with self._lock:
            self._state.advance()

    def finish(self) -> bool:
        """Make the result if the analysis has ended and the job is due. Returns whether this call made it."""
        with self._lock:
            if self.result is not None or self._analysis is None or clock.now() < self.due:
                return False
            if self._state.status != SUCCEEDED:
                return False
            self.result = self._conclude(self._analysis)
            return True

    def _conclude(self, analysis: VideoObservation | AnalysisFailed) -> Result:
        try:
            if isinstance(analysis, AnalysisFailed):
                raise analysis
            return Result(SUCCEEDED, None, analysis.properties, self.entries(analysis), clock.now())
        except Exception as error:
            if not isinstance(error, AnalysisFailed):
                logger.exception("job %s failed", self.job_id)
            return Result(FAILED, str(error), None, (), clock.now())
