"""The texts of the service's errors. Exceptions and declared faults read this table.

Texts that were never seen in an answer of the real service are listed in docs/assumptions.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, NamedTuple

from moto_rekognition.service_model import service_model


class Text(NamedTuple):
    """One text of an error.

    template: the text; `{Name}` is a parameter of the request, `{operation}`, `{account}` or `{region}` of the call.
    operations: the only operations that use the text; empty: every operation.
    by_default: whether the text can be the error's default, which depends on the request only. Other texts depend on
    state.
    """

    template: str
    operations: tuple[str, ...] = ()
    by_default: bool = True


_TAGS = ("TagResource", "UntagResource", "ListTagsForResource")
_START = ("StartFaceDetection", "StartFaceSearch")

_COLLECTION = "arn:aws:rekognition:{region}:{account}:collection/{CollectionId}"
_DENIED = "User: arn:aws:iam::{account}:user/moto is not authorized to perform: rekognition:{operation}"
_BECAUSE = "because no identity-based policy allows the rekognition:{operation} action"

#: Error -> reason -> text. The first text that fits an operation and its parameters is the error's default.
TEXTS: Mapping[str, Mapping[str, Text]] = {
    "AccessDeniedException": {
        "collection": Text(f"{_DENIED} on resource: {_COLLECTION} {_BECAUSE}"),
        "resource": Text(f"{_DENIED} on resource: {{ResourceArn}} {_BECAUSE}", _TAGS),
        "any resource": Text(f"{_DENIED} {_BECAUSE}"),
        "ended": Text("This feature is no longer available.", by_default=False),
    },
    "ConflictException": {
        "user": Text(
            "A User with the same Id already exists within the collection, or the update or deletion of the User "
            "caused an inconsistent state."
        )
    },
    "IdempotentParameterMismatchException": {
        "token": Text("The ClientRequestToken: {ClientRequestToken} you have supplied is already in use.")
    },
    "ImageTooLargeException": {
        "size": Text("Image size is too large."),
        "dimensions": Text(
            "Input image dimensions {width} x {height} exceed maximum dimension size of {limit} pixels",
            by_default=False,
        ),
    },
    "InternalServerError": {"": Text("Internal server error")},
    "IncompleteSignatureException": {"lacking": Text("{parts} Authorization={authorization}")},
    "InvalidImageFormatException": {"": Text("Request has invalid image format")},
    "InvalidPaginationTokenException": {"": Text("Invalid Pagination Token")},
    "InvalidParameterException": {
        "": Text("Request has invalid parameters"),
        "no image": Text("Requested image should either contain bytes or s3 object.", by_default=False),
        "no face": Text("There are no faces in the image. Should be at least 1.", by_default=False),
        "unknown face": Text("faceId was not found in the collection.", by_default=False),
    },
    "InvalidS3ObjectException": {
        "": Text("Unable to get object metadata from S3. Check object key, region and/or access permissions."),
        "no name": Text("Request has invalid S3 object.", by_default=False),
    },
    "InvalidSignatureException": {
        "": Text(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details."
        )
    },
    "LimitExceededException": {
        # Two spaces, as seen in an answer; the documentation has one.
        "jobs": Text("{excess}  open Jobs for User arn:aws:iam::{account}:user/moto Maximum limit: {limit}", _START)
    },
    "MissingAuthenticationTokenException": {"": Text("Missing Authentication Token")},
    "NotImplementedException": {
        "operation": Text(
            "{operation} is not implemented by moto-rekognition, the mock that has answered this request instead of "
            "Amazon Rekognition. A test can declare an error for it, in Python with fault({operation!r}, ...) or with "
            "POST /moto-api/static/rekognition/faults, see docs/outcomes.md of moto-rekognition, or stub its answer "
            "in the client. The README of moto-rekognition says what is implemented.",
            by_default=False,
        )
    },
    "ProvisionedThroughputExceededException": {"": Text("Provisioned rate exceeded")},
    "ResourceAlreadyExistsException": {"collection": Text("The collection id: {CollectionId} already exists.")},
    "ResourceNotFoundException": {
        "described collection": Text("Collection:{CollectionId} not found!", ("DescribeCollection",)),
        "collection": Text("The collection id: {CollectionId} does not exist"),
        "user": Text("The user id: {UserId} does not exist"),
        "job": Text("The job id: {JobId} does not exist"),
        "resource": Text("The resource: {ResourceArn} does not exist", _TAGS),
    },
    "ServiceQuotaExceededException": {
        "faces": Text("The collection exceeds the maximum number of faces: {limit}", ("IndexFaces",)),
        "users": Text("The collection exceeds the maximum number of users: {limit}", ("CreateUser",)),
        "faces of user": Text("The user exceeds the maximum number of faces: {limit}", ("AssociateFaces",)),
        "tags": Text("The resource exceeds the maximum number of tags: {limit}", ("TagResource", "CreateCollection")),
    },
    "SessionNotFoundException": {"": Text("Session not found.")},
    "ThrottlingException": {"": Text("Slow down; sudden increase in rate of requests.")},
    "UnknownOperationException": {"": Text("")},
    "UnrecognizedClientException": {"": Text("The security token included in the request is invalid.")},
    "VideoTooLargeException": {
        "size": Text("Video size in bytes: {excess} is more than the maximum limit of: {limit} bytes.", _START)
    },
}


def text(error: str, reason: str = "", /, **values: Any) -> str:
    """The text of an error for a reason. KeyError when the table has none, or a value of the text is missing."""
    return TEXTS[error][reason].template.format(**values)


def default_text(error: str, operation: str, values: Mapping[str, Any]) -> str:
    """The text of an error that depends on the request only.

    values: the parameters of the request, `operation`, `account`, `region`, and, for errors about
    a quota, `limit` and `excess` (= limit + 1).
    An error without a text in the table has the description of botocore's model (simulated).
    """
    for candidate in TEXTS.get(error, {}).values():
        if candidate.by_default and operation in (candidate.operations or (operation,)) and _fits(candidate, values):
            return candidate.template.format_map(values)
    return _description(error)


def _fits(candidate: Text, values: Mapping[str, Any]) -> bool:
    return all(name in values for _, name, _, _ in Formatter().parse(candidate.template) if name)


def _description(error: str) -> str:
    """The description of an error in botocore's model, without HTML tags and list marks."""
    documentation: str = service_model().shape_for(error).documentation
    plain = re.sub(r"<[^>]*>", "", documentation).replace("**", " ")
    return re.sub(r"\s+", " ", plain).strip() or error
