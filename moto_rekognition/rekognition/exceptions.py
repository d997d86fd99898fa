"""The errors of the service that the mock raises, one class each. Their texts are in `protocol.texts`."""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError

from moto_rekognition.rekognition.protocol.texts import text

JSON = "application/x-amz-json-1.1"


class RekognitionError(JsonRESTError):  # type: ignore[misc]
    """An error of the service, in its own envelope. The class name is the error code.

    message: the text; None for the text of `reason` in `protocol.texts`.
    """

    code = 400
    reason = ""

    def __init__(self, message: str | None = None) -> None:
        name = type(self).__name__
        message = text(name, self.reason) if message is None else message
        super().__init__(error_type=name, message=message)
        self.description = json.dumps(self.envelope(name, message), separators=(",", ":"))
        self.content_type = JSON

    @staticmethod
    def envelope(name: str, message: str) -> dict[str, str]:
        """The body, as in answers recorded since 2023."""
        return {"__type": name, "Code": name, "Message": message}

    @classmethod
    def because(cls, reason: str, **values: Any) -> RekognitionError:
        """The error with the text of a reason in `protocol.texts`."""
        return cls(text(cls.__name__, reason, **values))

    def get_headers(self, *_: Any, **__: Any) -> list[tuple[str, str]]:
        return [("Content-Type", self.content_type)]


class FrontEndError(RekognitionError):
    """An error of the front end, which checks requests before the service gets them."""

    @staticmethod
    def envelope(name: str, message: str) -> dict[str, str]:
        """The body. Unlike the service's, it has no Code, and `message` is in lower case."""
        return {"__type": name, "message": message}


def named(name: str, message: str, status: int) -> RekognitionError:
    """An error of the service, by its name. For errors without a class here."""
    error: RekognitionError = type(name, (RekognitionError,), {"code": status})(message)
    return error


class AccessDeniedException(RekognitionError):
    """The sender lacks a permission."""

    @classmethod
    def ended(cls) -> RekognitionError:
        """AWS has ended the feature."""
        return cls.because("ended")


class ConflictException(RekognitionError):
    reason = "user"


class IdempotentParameterMismatchException(RekognitionError):
    @classmethod
    def token(cls, token: str) -> RekognitionError:
        return cls.because("token", ClientRequestToken=token)


class ImageTooLargeException(RekognitionError):
    reason = "size"

    @classmethod
    def dimensions(cls, width: int, height: int, limit: int) -> RekognitionError:
        return cls.because("dimensions", width=width, height=height, limit=limit)


class IncompleteSignatureException(FrontEndError):
    @classmethod
    def lacking(cls, parts: str, authorization: str) -> RekognitionError:
        """parts: a sentence for each part of the signature that is missing."""
        return cls.because("lacking", parts=parts, authorization=authorization)


class InvalidImageFormatException(RekognitionError):
    @classmethod
    def undeclared(cls, explanation: str) -> RekognitionError:
        """For an image that is not declared, in a test that declares others."""
        return cls(f"{text(cls.__name__)} ({explanation})")


class InvalidPaginationTokenException(RekognitionError):
    """The token was not issued for this query."""


class InvalidParameterException(RekognitionError):
    @classmethod
    def no_image(cls) -> RekognitionError:
        """Neither or both of Bytes and S3Object."""
        return cls.because("no image")

    @classmethod
    def no_face(cls) -> RekognitionError:
        """A search by an image without a (usable) face."""
        return cls.because("no face")

    @classmethod
    def unknown_face(cls) -> RekognitionError:
        """A search for a face that is not in the collection."""
        return cls.because("unknown face")


class InvalidS3ObjectException(RekognitionError):
    @classmethod
    def no_name(cls) -> RekognitionError:
        """An S3Object without Bucket or Name."""
        return cls.because("no name")


class InvalidSignatureException(FrontEndError):
    """The signature is not that of the sender."""


class LimitExceededException(RekognitionError):
    @classmethod
    def jobs(cls, count: int, limit: int, account: str) -> RekognitionError:
        """count: open video jobs, including the refused one."""
        return cls.because("jobs", excess=count, limit=limit, account=account)


class MissingAuthenticationTokenException(FrontEndError):
    """The request is not signed."""


class NotImplementedException(RekognitionError):
    """An operation of the service that the mock does not implement. AWS has no such error."""

    @classmethod
    def operation(cls, operation: str) -> RekognitionError:
        return cls.because("operation", operation=operation)


class ResourceAlreadyExistsException(RekognitionError):
    @classmethod
    def collection(cls, collection_id: str) -> RekognitionError:
        return cls.because("collection", CollectionId=collection_id)


class ResourceNotFoundException(RekognitionError):
    @classmethod
    def collection(cls, collection_id: str) -> RekognitionError:
        return cls.because("collection", CollectionId=collection_id)

    @classmethod
    def described_collection(cls, collection_id: str) -> RekognitionError:
        """DescribeCollection has its own text."""
        return cls.because("described collection", CollectionId=collection_id)

    @classmethod
    def job(cls, job_id: str) -> RekognitionError:
        return cls.because("job", JobId=job_id)

    @classmethod
    def user(cls, user_id: str) -> RekognitionError:
        return cls.because("user", UserId=user_id)

    @classmethod
    def resource(cls, arn: str) -> RekognitionError:
        """A tag operation on a resource that does not exist."""
        return cls.because("resource", ResourceArn=arn)


class SerializationException(FrontEndError):
    """The front end cannot read the body."""


class ServiceQuotaExceededException(RekognitionError):
    @classmethod
    def faces(cls, limit: int) -> RekognitionError:
        return cls.because("faces", limit=limit)

    @classmethod
    def users(cls, limit: int) -> RekognitionError:
        return cls.because("users", limit=limit)

    @classmethod
    def faces_of_user(cls, limit: int) -> RekognitionError:
        return cls.because("faces of user", limit=limit)

    @classmethod
    def tags(cls, limit: int) -> RekognitionError:
        return cls.because("tags", limit=limit)


class SessionNotFoundException(RekognitionError):
    """No liveness session has that id."""


class UnknownOperationException(FrontEndError):
    """The target names no operation of the service."""


class UnknownEndpoint(FrontEndError):
    """The service has no endpoint in the region. On AWS the host name does not exist."""

    def __init__(self, region: str) -> None:
        super().__init__(
            f"Amazon Rekognition has no endpoint in region {region!r}. "
            "Set MOTO_ALLOW_NONEXISTENT_REGION=true to have moto pretend that it has."
        )


class UnrecognizedClientException(FrontEndError):
    """The access key is unknown."""


class ValidationException(FrontEndError):
    """Violated constraints of the model, in the wording of the front end."""

    def __init__(self, violations: list[str]) -> None:
        plural = "s" if len(violations) > 1 else ""
        super().__init__(f"{len(violations)} validation error{plural} detected: {'; '.join(violations)}")


class VideoTooLargeException(RekognitionError):
    @classmethod
    def size(cls, size: int, limit: int) -> RekognitionError:
        """In bytes."""
        return cls.because("size", excess=size, limit=limit)
