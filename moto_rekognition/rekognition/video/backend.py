"""The operations on videos: what they do to the state."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from moto.moto_api import state_manager

from moto_rekognition import settings
from moto_rekognition.outcomes.timing import clock
from moto_rekognition.rekognition.backend import FamilyBackend, State, threshold_or_default
from moto_rekognition.rekognition.exceptions import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
    VideoTooLargeException,
)
from moto_rekognition.rekognition.media import s3
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.media.video import SourceVideo
from moto_rekognition.rekognition.protocol.paging import Query
from moto_rekognition.rekognition.video import notification, observing
from moto_rekognition.rekognition.video.detection import FaceDetectionJob
from moto_rekognition.rekognition.video.job import Entry, Job, JobRequest
from moto_rekognition.rekognition.video.observing import AnalysisFailed
from moto_rekognition.rekognition.video.search import FaceSearchJob
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.video.analysis import Interrupted

logger = logging.getLogger(__name__)

#: The most entries of one page. A larger MaxResults is reduced to it.
LARGEST_PAGE = 1000
#: Seconds. moto's state manager ends a state when more than its time has passed.
_JUST_AFTER = 0.01

AnyJob = TypeVar("AnyJob", bound=Job)


class VideosBackend(FamilyBackend):
    """One method per operation.

    timeout: how many seconds an operation waits for a running analysis; None: until it ends.
    """

    def start_face_detection(self, request: JobRequest, attributes: str, timeout: float | None) -> Job:
        def create() -> tuple[Job, SourceVideo]:
            chosen = settings.current()
            descriptor = descriptors.get(chosen.descriptor, chosen.sface_model)
            source = self._source(request.video)
            return FaceDetectionJob(request, source.location, descriptor, attributes), source

        return self._start(FaceDetectionJob.operation, request, create, timeout)

    def start_face_search(
        self, request: JobRequest, collection_id: str, threshold: float | None, timeout: float | None
    ) -> Job:
        def create() -> tuple[Job, SourceVideo]:
            descriptor = self.collection(collection_id).descriptor
            source = self._source(request.video)
            collection, minimum = partial(self.collection, collection_id), threshold_or_default(threshold)
            return FaceSearchJob(request, source.location, descriptor, collection, minimum), source

        return self._start(FaceSearchJob.operation, request, create, timeout)

    def get_face_detection(
        self, job_id: str, limit: int | None, token: str | None, timeout: float | None
    ) -> tuple[FaceDetectionJob, Sequence[Entry], str | None]:
        """The job, a page of its results, and the token of the next page."""
        job = self._polled(FaceDetectionJob, job_id, timeout)
        return job, *self._page(job, "TIMESTAMP", limit, token)

    def get_face_search(
        self, job_id: str, sort_by: str, limit: int | None, token: str | None, timeout: float | None
    ) -> tuple[FaceSearchJob, Sequence[Entry], str | None]:
        """The job, a page of its results, and the token of the next page. sort_by: TIMESTAMP or INDEX."""
        job = self._polled(FaceSearchJob, job_id, timeout)
        return job, *self._page(job, sort_by, limit, token)

    def _start(
        self,
        operation: str,
        request: JobRequest,
        create: Callable[[], tuple[Job, SourceVideo]],
        timeout: float | None,
    ) -> Job:
        """The job of a request: a new one, or the job of an earlier request with the same token."""
        state = self.state
        _forget_expired(state)
        sources: list[SourceVideo] = []  # the source of a new job; the job does not keep it, to free the memory

        def act() -> Job:
            job, source = create()
            observing.prepare(source)
            self._register(state, job)
            sources.append(source)
            return job

        job = state.requests.once(operation, request.token, (request.text,), act)
        for source in sources:
            # Not a daemon, because the process must not end while a thread runs native code. `_interruptible` ends it.
            threading.Thread(target=self._run, args=(state, job, source), name=f"job {job.job_id[:8]}").start()
        job.ready.wait(timeout)
        return job

    def _register(self, state: State, job: Job) -> None:
        """Raises LimitExceededException."""
        limit = settings.current().open_video_jobs
        with state.lock:
            count = sum(other.result is None for other in state.jobs.values())
            if count >= limit:
                raise LimitExceededException.jobs(count + 1, limit, self.account_id)
            state.jobs[job.job_id] = job

    def _run(self, state: State, job: Job, source: SourceVideo) -> None:
        """Analyse the video of a job, then finish the job, at once or when its delay has passed."""
        try:
            job.set_analysis(observing.observe(source, job.descriptor, self._stored_vector))
        except AnalysisFailed as failure:
            job.set_analysis(failure)
        except Interrupted as end:
            job.set_analysis(AnalysisFailed(str(end)))
        except Exception as error:
            logger.exception("the analysis of job %s failed", job.job_id)
            job.set_analysis(AnalysisFailed(str(error)))
        try:
            self._finish(state, job)
            if job.result is None:
                clock.call_at(max(job.due, _end_of_transition(job)), partial(self._finish, state, job))
        finally:
            job.ready.set()

    def _finish(self, state: State, job: Job) -> None:
        """Finish a job if it is due, and notify its topic. Does nothing after a reset, which has deleted the job."""
        if self.state is state and job.finish():
            notification.publish(job, self.region_name)

    def _polled(self, kind: type[AnyJob], job_id: str, timeout: float | None) -> AnyJob:
        """A job of this kind, after one step of its status. Raises ResourceNotFoundException."""
        state = self.state
        job = state.jobs.get(job_id)
        if not isinstance(job, kind) or job.expired:
            raise ResourceNotFoundException.job(job_id)
        job.ready.wait(timeout)
        job.poll()
        self._finish(state, job)
        return job

    def _page(self, job: Job, sort_by: str, limit: int | None, token: str | None) -> tuple[Sequence[Entry], str | None]:
        entries = () if job.result is None else job.result.entries
        if sort_by == "INDEX":
            entries = sorted(entries, key=lambda entry: entry.person)
        keys = [f"{index:08d}" for index in range(len(entries))]
        size = min(limit or LARGEST_PAGE, LARGEST_PAGE)
        query = Query(job.operation, filters=[job.job_id, sort_by])
        page, following = self.state.tokens.page(query, keys, size, token)
        return [entries[int(key)] for key in page], following

    def _source(self, video: Mapping[str, Any]) -> SourceVideo:
        """The content of a Video parameter. Raises the service's error when it cannot be read."""
        if "S3Object" not in video:
            raise InvalidParameterException
        location = S3Location.of(video["S3Object"])
        limit = settings.current().video_bytes
        content = s3.read(
            location,
            limit,
            account_id=self.account_id,
            region=self.region_name,
            partition=self.partition,
            too_large=partial(VideoTooLargeException.size, limit=limit),
        )
        return SourceVideo(content, location)


def _forget_expired(state: State) -> None:
    """Delete the jobs whose results have expired, and their request tokens."""
    with state.lock:
        expired = [job for job in state.jobs.values() if job.expired]
        for job in expired:
            del state.jobs[job.job_id]
    for job in expired:
        state.requests.forget(job.request.text)


def _end_of_transition(job: Job) -> float:
    """The time on `clock` when moto's state manager ends IN_PROGRESS; the start when that does not depend on time."""
    transition = state_manager.get_transition(job.state_model)
    seconds = transition.get("seconds", 0) if transition["progression"] == "time" else 0
    return job.started + float(seconds) + _JUST_AFTER
