"""A video job: its life from Start to the last page."""

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

#: For so long the results of a job can be asked for, seconds:
#: https://docs.aws.amazon.com/rekognition/latest/dg/api-video.html
KEPT = 7 * 24 * 3600


@dataclass(frozen=True)
class JobRequest:
    """What every Start operation takes.

    video: the Video parameter. token: the ClientRequestToken. topic_arn: of the NotificationChannel.
    text: all parameters but the token, for comparing requests with the same token.
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
class Outcome:
    """How a job ended.

    message: of a failure. properties: of the video, None for a failure. ended: on the outcomes' clock.
    """

    status: str
    message: str | None
    properties: VideoProperties | None
    entries: Sequence[Entry]
    ended: float


class Job(ABC):
    """A job. The backend analyses its video; `settle` makes the outcome when the time has come.

    location: of the video. descriptor: what persons are told apart by.
    started, due: when it began and when it can end, on the outcomes' clock.
    ready: set when the video was analysed and the job was settled, if it could be then.
    """

    operation: ClassVar[str]
    #: The name under which `/moto-api/state-manager` governs how long a job is IN_PROGRESS.
    state_model: ClassVar[str]

    def __init__(self, request: JobRequest, location: S3Location, descriptor: Descriptor) -> None:
        self.job_id = f"{mock_random.getrandbits(256):064x}"
        self.request = request
        self.location = location
        self.descriptor = descriptor
        self.started = clock.now()
        self.due = self.started + current_lag().jobs
        self.ready = Event()
        self.outcome: Outcome | None = None
        self._analysis: VideoObservation | AnalysisFailed | None = None
        self._state = ManagedState(self.state_model, [(IN_PROGRESS, SUCCEEDED)])
        self._lock = Lock()

    @property
    def status(self) -> str:
        return IN_PROGRESS if self.outcome is None else self.outcome.status

    @abstractmethod
    def entries(self, observation: VideoObservation) -> Sequence[Entry]:
        """The results, in the order of their timestamps. Raises AnalysisFailed."""

    @property
    def expired(self) -> bool:
        return self.outcome is not None and clock.now() >= self.outcome.ended + KEPT

    def analysed(self, analysis: VideoObservation | AnalysisFailed) -> None:
        """What the video shows is known now."""
        self._analysis = analysis

    def ask(self) -> None:
        """Somebody asks: a step for the "manual" progression of moto's state manager."""
        with self._lock:
            self._state.advance()

    def settle(self) -> bool:
        """Make the outcome when the analysis is there and the time has come. Returns whether this call made it."""
        with self._lock:
            if self.outcome is not None or self._analysis is None or clock.now() < self.due:
                return False
            if self._state.status != SUCCEEDED:
                return False
            self.outcome = self._conclude(self._analysis)
            return True

    def _conclude(self, analysis: VideoObservation | AnalysisFailed) -> Outcome:
        try:
            if isinstance(analysis, AnalysisFailed):
                raise analysis
            return Outcome(SUCCEEDED, None, analysis.properties, self.entries(analysis), clock.now())
        except Exception as error:
            if not isinstance(error, AnalysisFailed):
                logger.exception("job %s failed", self.job_id)
            return Outcome(FAILED, str(error), None, (), clock.now())
