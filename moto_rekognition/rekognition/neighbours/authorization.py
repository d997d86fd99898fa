"""IAM permissions of requests, where moto enforces IAM (its `set_initial_no_auth_action_count`).

moto checks policies and signatures. This module names the resources and raises the service's errors, not moto's XML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from moto.core.exceptions import AccessDeniedError, InvalidClientTokenIdError, SignatureDoesNotMatchError
from moto.core.responses import BaseResponse
from moto.iam.access_control import IAMPolicy, IAMRequest, PermissionResult

from moto_rekognition import _moto
from moto_rekognition.rekognition.exceptions import (
    AccessDeniedException,
    IncompleteSignatureException,
    InvalidS3ObjectException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    RekognitionError,
    UnrecognizedClientException,
)
from moto_rekognition.rekognition.media.s3 import S3Location
from moto_rekognition.rekognition.models import RekognitionBackend

#: The parameters of an Authorization.
_SIGNATURE = {
    "Credential": re.compile(r"\bCredential=[^/,]+(/[^/,]+){4}(,|$)"),
    "Signature": re.compile(r"\bSignature=\w+"),
    "SignedHeaders": re.compile(r"\bSignedHeaders=[^,]+"),
}
_DATE_IS_SIGNED = re.compile(r"\bSignedHeaders=([^,]*;)?x-amz-date([;,]|$)")


def authorize(request: BaseResponse, backend: RekognitionBackend) -> None:
    """Check the signature of a request and the permission of its sender.

    Raises AccessDeniedException, IncompleteSignatureException, InvalidSignatureException,
    MissingAuthenticationTokenException or UnrecognizedClientException.
    """
    _check_completeness(request.headers)
    parameters = _parameters(request.body)
    resource = _resource(parameters, backend)
    _permit(request, _Request, resource)
    if parameters.get("Tags") and "CollectionId" in parameters:
        _permit(request, _request_for("rekognition:TagResource"), resource)


def _check_completeness(headers: Mapping[str, str]) -> None:
    """Raise the service's error unless there is all of a signature that moto reads.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    """
    authorization = headers.get("Authorization")
    if not authorization:
        raise MissingAuthenticationTokenException
    lacking = [
        f"Authorization header requires '{name}' parameter."
        for name, pattern in _SIGNATURE.items()
        if not pattern.search(authorization)
    ]
    if "X-Amz-Date" not in headers:
        lacking.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if lacking:
        raise IncompleteSignatureException.lacking(" ".join(lacking), authorization.split(" ")[0])
    if not _DATE_IS_SIGNED.search(authorization):
        raise InvalidSignatureException


def authorize_reading(request: BaseResponse, parameters: Mapping[str, Any], backend: RekognitionBackend) -> None:
    """Check the permissions that the service uses for the sender: to read S3 objects, to pass a channel's role.

    Raises InvalidS3ObjectException for an image, AccessDeniedException for a video or a role.
    """
    for name, location in _s3_locations(parameters):
        refusal = None if name == "Video" else InvalidS3ObjectException
        _permit(request, _request_for(location.permission), location.arn(backend.partition), refusal)
    if "NotificationChannel" in parameters:
        _permit(request, _request_for("iam:PassRole"), parameters["NotificationChannel"]["RoleArn"])


def _permit(
    request: BaseResponse, kind: type[_Request], resource: str, refusal: type[RekognitionError] | None = None
) -> None:
    """Raise `refusal`, or AccessDeniedException with the reason if it is None, when the sender lacks the permission."""
    try:
        _moto.authorize_action(request, kind, resource)
    except AccessDeniedError as denial:
        if refusal is not None:
            raise refusal from None
        where = "" if resource == "*" else f" on resource: {resource}"
        raise AccessDeniedException(f"{denial.message}{where} {_reason(denial)}") from None
    except InvalidClientTokenIdError:
        raise UnrecognizedClientException from None
    except SignatureDoesNotMatchError:
        raise InvalidSignatureException from None


class _ExplicitlyDeniedError(AccessDeniedError):  # type: ignore[misc]
    """A policy explicitly denies the action. This overrides the policies that allow it."""


def _reason(denial: AccessDeniedError) -> str:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""
    if isinstance(denial, _ExplicitlyDeniedError):
        return "with an explicit deny in an identity-based policy"
    action = denial.message.rpartition(" ")[2]
    return f"because no identity-based policy allows the {action} action"


class _Request(IAMRequest):  # type: ignore[misc]
    """A request that needs the permission named after its operation."""

    def check_action_permitted(self, resource: str) -> None:
        try:
            super().check_action_permitted(resource)
        except AccessDeniedError:
            key, action = _moto.iam_access_key(self), _moto.iam_action(self)
            for policy in key.collect_policies():
                if IAMPolicy(policy).is_action_permitted(action, resource) == PermissionResult.DENIED:
                    raise _ExplicitlyDeniedError(key.arn, action) from None
            raise


@cache
def _request_for(action: str) -> type[_Request]:
    """A request that needs the permission `action` instead of the one named after its operation."""

    class Request(_Request):
        def check_action_permitted(self, resource: str) -> None:
            if _moto.iam_action(self) != action:
                self._action = action
            super().check_action_permitted(resource)

    return Request


def _parameters(body: bytes | str) -> dict[str, Any]:
    """The parameters of a request, not validated; {} when the body cannot be read."""
    try:
        parameters = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return parameters if isinstance(parameters, dict) else {}


def _resource(parameters: Mapping[str, Any], backend: RekognitionBackend) -> str:
    """The ARN that the permission is checked for, as in the service authorization reference; "*" for none.

    CreateCollection is checked for its collection too, because AWS accepts policies that allow it for one collection.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html
    """
    if "CollectionId" in parameters:
        return backend.collection_arn(str(parameters["CollectionId"]))
    return str(parameters.get("ResourceArn") or parameters.get("ProjectVersionArn") or "*")


def _s3_locations(parameters: Mapping[str, Any]) -> Iterator[tuple[str, S3Location]]:
    """(parameter, the S3 object that it names)."""
    for name, value in parameters.items():
        s3_object = value.get("S3Object", {}) if isinstance(value, dict) else {}
        if "Bucket" in s3_object and "Name" in s3_object:
            yield name, S3Location(s3_object["Bucket"], s3_object["Name"], s3_object.get("Version"))
