"""One class per service error that the mock raises, its wording inside.

Texts that were never seen in an answer of the real service are listed in docs/assumptions.md.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

JSON = "application/x-amz-json-1.1"


class RekognitionError(JsonRESTError):  # type: ignore[misc]
    """An error of the service, in its own envelope. The class name is the error code."""

    code = 400
    default = ""

    def __init__(self, message: str | None = None) -> None:
        message = self.default if message is None else message
        name = type(self).__name__
        super().__init__(error_type=name, message=message)
        envelope = {"__type": name, "Code": name, "Logref": str(mock_random.uuid4()), "Message": message}
        self.description = json.dumps(envelope, separators=(",", ":"))
        self.content_type = JSON

    def get_headers(self, *_: Any, **__: Any) -> list[tuple[str, str]]:
        return [("Content-Type", self.content_type)]


def named(name: str, message: str, status: int) -> RekognitionError:
    """An error of the service that is known by name only."""
    error: RekognitionError = type(name, (RekognitionError,), {"code": status})(message)
    return error


class AccessDeniedException(RekognitionError):
    default = "You are not authorized to perform the action."


class ConflictException(RekognitionError):
    default = (
        "A User with the same Id already exists within the collection, or the update or deletion of the User caused "
        "an inconsistent state."
    )


class IdempotentParameterMismatchException(RekognitionError):
    def __init__(self, token: str) -> None:
        super().__init__(f"The ClientRequestToken: {token} you have supplied is already in use.")


class ImageTooLargeException(RekognitionError):
    default = "Image size is too large."

    @classmethod
    def dimensions(cls, width: int, height: int, limit: int) -> ImageTooLargeException:
        return cls(f"Input image dimensions {width} x {height} exceed maximum dimension size of {limit} pixels")


class InvalidImageFormatException(RekognitionError):
    default = "Request has invalid image format"

    @classmethod
    def undeclared(cls, explanation: str) -> InvalidImageFormatException:
        """In a test that declares pictures, of which this is none."""
        return cls(f"{cls.default} ({explanation})")


class InvalidPaginationTokenException(RekognitionError):
    default = "Invalid Pagination Token"


class InvalidParameterException(RekognitionError):
    default = "Request has invalid parameters"

    @classmethod
    def no_image(cls) -> InvalidParameterException:
        """Neither or both of Bytes and S3Object."""
        return cls("Requested image should either contain bytes or s3 object.")

    @classmethod
    def no_face(cls) -> InvalidParameterException:
        """A search by an image without a (usable) face."""
        return cls("There are no faces in the image. Should be at least 1.")

    @classmethod
    def unknown_face(cls) -> InvalidParameterException:
        """A search for a face that is not in the collection."""
        return cls("faceId was not found in the collection.")


class InvalidS3ObjectException(RekognitionError):
    default = "Unable to get object metadata from S3. Check object key, region and/or access permissions."


class InvalidSignatureException(RekognitionError):
    default = (
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details."
    )


class MissingAuthenticationTokenException(RekognitionError):
    default = "Missing Authentication Token"


class ResourceAlreadyExistsException(RekognitionError):
    def __init__(self, collection_id: str) -> None:
        super().__init__(f"The collection id: {collection_id} already exists.")


class ResourceNotFoundException(RekognitionError):
    @classmethod
    def collection(cls, collection_id: str) -> ResourceNotFoundException:
        return cls(f"The collection id: {collection_id} does not exist")

    @classmethod
    def described_collection(cls, collection_id: str) -> ResourceNotFoundException:
        """DescribeCollection has its own words for it."""
        return cls(f"Collection:{collection_id} not found!")

    @classmethod
    def user(cls, user_id: str) -> ResourceNotFoundException:
        return cls(f"The user id: {user_id} does not exist")

    @classmethod
    def resource(cls, arn: str) -> ResourceNotFoundException:
        """A tag operation on what is not there."""
        return cls(f"The resource: {arn} does not exist")


class SerializationException(RekognitionError):
    """The body is not what the front end can read."""


class ServiceQuotaExceededException(RekognitionError):
    @classmethod
    def faces(cls, limit: int) -> ServiceQuotaExceededException:
        return cls(f"The collection exceeds the maximum number of faces: {limit}")

    @classmethod
    def users(cls, limit: int) -> ServiceQuotaExceededException:
        return cls(f"The collection exceeds the maximum number of users: {limit}")

    @classmethod
    def faces_of_user(cls, limit: int) -> ServiceQuotaExceededException:
        return cls(f"The user exceeds the maximum number of faces: {limit}")

    @classmethod
    def tags(cls, limit: int) -> ServiceQuotaExceededException:
        return cls(f"The resource exceeds the maximum number of tags: {limit}")


class UnknownOperationException(RekognitionError):
    """The target names no operation of the service."""


class UnknownEndpoint(RekognitionError):
    """The service has no endpoint in the region (on AWS the host name does not exist)."""

    def __init__(self, region: str) -> None:
        super().__init__(
            f"Amazon Rekognition has no endpoint in region {region!r}. "
            "Set MOTO_ALLOW_NONEXISTENT_REGION=true to have moto pretend that it has."
        )


class UnrecognizedClientException(RekognitionError):
    default = "The security token included in the request is invalid."


class ValidationException(RekognitionError):
    """Violations of the model, in the front end's wording."""

    def __init__(self, violations: list[str]) -> None:
        plural = "s" if len(violations) > 1 else ""
        super().__init__(f"{len(violations)} validation error{plural} detected: {'; '.join(violations)}")
