"""The message that tells the end of a job, to moto's SNS."""

from __future__ import annotations

import json
import logging

from moto.core.utils import unix_time

from moto_rekognition import _moto
from moto_rekognition.rekognition.video.job import Job

logger = logging.getLogger(__name__)


def message(job: Job, status: str, milliseconds: int) -> str:
    """The text as recorded messages have it: one line, no spaces, this order, no JobTag when there is none."""
    tag = {} if job.request.tag is None else {"JobTag": job.request.tag}
    location = job.location
    return json.dumps(
        {
            "JobId": job.job_id,
            "Status": status,
            "API": job.operation,
            **tag,
            "Timestamp": milliseconds,
            "Video": {"S3ObjectName": location.key, "S3Bucket": location.bucket},
        },
        separators=(",", ":"),
    )


def publish(job: Job, region: str) -> None:
    """Tell the subscribers of the job's topic that it has ended; nobody, when there is no such topic in this region.

    As on AWS a message that cannot be delivered changes nothing about the job. The log says why.
    """
    arn = job.request.topic_arn
    if arn is None or job.outcome is None:
        return
    try:
        backend = _moto.sns_backend(arn.split(":")[4], region)
        backend.publish(message=message(job, job.outcome.status, int(unix_time() * 1000)), arn=arn)
    except Exception as error:  # of SNS, or of any subscriber: an HTTP endpoint, a Lambda function
        logger.warning("job %s: nothing was published to %s: %s", job.job_id, arn, error)
