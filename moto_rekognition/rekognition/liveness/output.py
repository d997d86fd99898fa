"""Stores the images of a liveness session in the bucket of its OutputConfig."""

from __future__ import annotations

from collections.abc import Mapping

from moto_rekognition import _moto
from moto_rekognition.rekognition.liveness.session import SessionSettings


class OutputUnavailable(Exception):
    """The images cannot be stored: the bucket does not exist in this region, or its policy forbids it."""


def store(
    contents: Mapping[str, bytes], settings: SessionSettings, *, account_id: str, region: str, partition: str
) -> None:
    """Put images, by key, into the bucket of the settings, encrypted with the KMS key of the settings if there is one.

    Raises OutputUnavailable before anything is stored.
    """
    from moto.iam.access_control import PermissionResult
    from moto.s3.exceptions import S3ClientError

    backend = _moto.s3_backend(account_id, partition)
    try:
        bucket = backend.get_bucket(settings.bucket)
    except S3ClientError:
        raise OutputUnavailable from None
    arns = [f"arn:{partition}:s3:::{settings.bucket}/{key}" for key in contents]
    if bucket.region_name != region or any(
        bucket.get_permission("s3:PutObject", arn) == PermissionResult.DENIED for arn in arns
    ):
        raise OutputUnavailable
    encryption = None if settings.kms_key_id is None else "aws:kms"
    for key, content in contents.items():
        stored = backend.put_object(
            settings.bucket, key, content, encryption=encryption, kms_key_id=settings.kms_key_id
        )
        stored.set_metadata({"Content-Type": "image/jpeg"})
