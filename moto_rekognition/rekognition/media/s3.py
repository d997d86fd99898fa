"""Reads objects of moto's S3 as the service does. Every failure is an InvalidS3ObjectException."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from moto_rekognition import _moto
from moto_rekognition.rekognition.exceptions import ImageTooLargeException, InvalidS3ObjectException

#: Storage classes whose objects must be restored before they are read. moto 5.0 wrongly includes GLACIER_IR.
ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")


@dataclass(frozen=True)
class S3Location:
    """An S3Object parameter."""

    bucket: str
    key: str
    version: str | None = None

    @staticmethod
    def of(s3_object: Mapping[str, str]) -> S3Location:
        """Raises InvalidS3ObjectException for an S3Object without Bucket or Name."""
        if "Bucket" not in s3_object or "Name" not in s3_object:
            raise InvalidS3ObjectException.no_name()
        return S3Location(s3_object["Bucket"], s3_object["Name"], s3_object.get("Version"))

    def arn(self, partition: str) -> str:
        return f"arn:{partition}:s3:::{self.bucket}/{self.key}"

    @property
    def permission(self) -> str:
        """The IAM action that reading the object needs."""
        return "s3:GetObject" if self.version is None else "s3:GetObjectVersion"


def read(
    location: S3Location,
    limit: int,
    *,
    account_id: str,
    region: str,
    partition: str,
    too_large: Callable[[int], Exception] = lambda size: ImageTooLargeException(),
) -> bytes:
    """The content of an object of at most `limit` bytes in a bucket of this region.

    Raises InvalidS3ObjectException when the object cannot be read, and `too_large(size)` when it is larger than that.
    """
    from moto.core.base_backend import backend_lock

    with backend_lock:  # held by a reset too, which empties the S3 backend
        found = _found(location, account_id, region, partition)
        if found.size > limit:
            raise too_large(found.size)
        return bytes(found.value)


def _found(location: S3Location, account_id: str, region: str, partition: str) -> Any:
    """The object of moto's S3. Raises InvalidS3ObjectException when it cannot be read."""
    from moto.iam.access_control import PermissionResult
    from moto.s3.exceptions import S3ClientError

    backend = _moto.s3_backend(account_id, partition)
    try:
        bucket = backend.get_bucket(location.bucket)
        found = backend.get_object(location.bucket, location.key, version_id=location.version)
    except S3ClientError:
        raise InvalidS3ObjectException from None
    if (
        bucket.region_name != region
        or bucket.get_permission(location.permission, location.arn(partition)) == PermissionResult.DENIED
        or found is None  # or a delete marker
        or _is_archived(found)
    ):
        raise InvalidS3ObjectException
    return found


def _is_archived(found: Any) -> bool:
    """Whether an object is archived and has no restored copy."""
    restored = 'ongoing-request="false"' in _moto.s3_restore(found)
    return found.storage_class in ARCHIVES and not restored
