"""Notifies a topic of moto's SNS of the end of a job."""

from __future__ import annotations

import json
import logging

from moto.core.utils import unix_time

from moto_rekognition import _moto
from moto_rekognition.rekognition.video.job import Job

logger = logging.getLogger(__name__)


def message(job: Job, status: str, milliseconds: int) -> str:
    """The text of the message, as recorded: one line, no spaces, this order, no JobTag for a job without one."""
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
    """Publish the end of a job to its topic, if it names one that exists in this region.

    As on AWS, a failed delivery does not change the job. The reason is logged.
    """
    arn = job.request.topic_arn
    if arn is None or job.result is None:
        return
    try:
        backend = _moto.sns_backend(arn.split(":")[4], region)
        backend.publish(message=message(job, job.result.status, int(unix_time() * 1000)), arn=arn)
    except Exception as error:  # from SNS or from a subscriber, such as an HTTP endpoint or a Lambda function
        logger.warning("job %s: nothing was published to %s: %s", job.job_id, arn, error)
