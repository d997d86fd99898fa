"""Objects in moto's S3, read as the service reads them; every failure is an InvalidS3ObjectException."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.exceptions import ImageTooLargeException, InvalidS3ObjectException


@dataclass(frozen=True)
class S3Location:
    """An S3Object parameter."""

    bucket: str
    key: str
    version: str | None = None


def read(location: S3Location, limit: int, *, account_id: str, region: str, partition: str) -> bytes:
    """The content of an object of at most `limit` bytes in a bucket of this region.

    Raises InvalidS3ObjectException when the object cannot be had, ImageTooLargeException when it is too large.
    """
    from moto.s3.exceptions import S3ClientError  # moto's S3 is slow to import, and not every request needs it
    from moto.s3.models import s3_backends

    account = s3_backends[account_id]
    backend = account[partition if partition in account else "global"]  # moto < 5.0.8 has no partitions
    try:
        if backend.get_bucket(location.bucket).region_name != region:
            raise InvalidS3ObjectException
        found = backend.get_object(location.bucket, location.key, version_id=location.version)
    except S3ClientError:
        raise InvalidS3ObjectException from None
    if found is None:
        raise InvalidS3ObjectException
    if found.size > limit:
        raise ImageTooLargeException
    return bytes(found.value)
