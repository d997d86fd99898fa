"""The resource type AWS::Rekognition::Collection for moto's CloudFormation.

Imported when moto's template parser is loaded, never earlier: defining the class registers it with the parser.
The resource type: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rekognition-collection.html
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.core.common_models import CloudFormationModel
from moto.rekognition.models import rekognition_backends

from moto_rekognition import _moto
from moto_rekognition.rekognition.exceptions import (
    InvalidParameterException,
    RekognitionError,
    UnknownEndpoint,
)
from moto_rekognition.rekognition.models import RekognitionBackend
from moto_rekognition.rekognition.protocol import validation

TYPE = "AWS::Rekognition::Collection"


class CollectionResource(CloudFormationModel):  # type: ignore[misc]
    """A collection that a stack owns.

    physical_resource_id: the CollectionId, which Ref returns. tags: those set by the template; other tags are kept.
    """

    def __init__(self, backend: RekognitionBackend, parameters: dict[str, Any]) -> None:
        self.backend = backend
        self.tags: dict[str, str] = parameters["Tags"]
        collection = backend.create_collection(parameters["CollectionId"], self.tags)
        self.physical_resource_id = collection.collection_id
        self.arn = collection.arn

    @staticmethod
    def cloudformation_name_type() -> str:
        return "CollectionId"

    @staticmethod
    def cloudformation_type() -> str:
        return TYPE

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr == "Arn"

    def get_cfn_attribute(self, attribute_name: str) -> str:
        if attribute_name != "Arn":
            raise UnformattedGetAttTemplateException
        return self.arn

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str, **_: Any
    ) -> CollectionResource:
        with _errors_of_cloudformation():
            parameters = _parameters(cloudformation_json["Properties"])
            return cls(_backend(account_id, region_name), parameters)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: CollectionResource,
        new_resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
    ) -> CollectionResource:
        """Change tags in place. A changed CollectionId creates a new collection and deletes the old one."""
        with _errors_of_cloudformation():
            parameters = _parameters(cloudformation_json["Properties"])
            if parameters["CollectionId"] == original_resource.physical_resource_id:
                original_resource.retag(parameters["Tags"])
                return original_resource
            replacement = cls(_backend(account_id, region_name), parameters)
            original_resource.remove()
            return replacement

    @classmethod
    def delete_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str
    ) -> None:
        _remove(_backend(account_id, region_name), resource_name)

    def retag(self, tags: dict[str, str]) -> None:
        """Replace the tags of the previous template by those of the new one."""
        self.backend.untag_resource(self.arn, [key for key in self.tags if key not in tags])
        self.backend.tag_resource(self.arn, tags)
        self.tags = tags

    def remove(self) -> None:
        _remove(self.backend, self.physical_resource_id)


def roll_back(resources: Any) -> None:
    """Delete the collections of a stack whose creation failed, because moto keeps what it had created.

    resources: moto's ResourceMap of the stack. Nothing is deleted when an update of the stack failed.
    """
    stack, created = _moto.stack_of(resources)
    if stack.status.endswith("_COMPLETE"):
        return
    for resource in created:
        if isinstance(resource, CollectionResource):
            resource.remove()


def _backend(account_id: str, region_name: str) -> RekognitionBackend:
    try:
        return _moto.backend_of(rekognition_backends, account_id, region_name)  # type: ignore[no-any-return]
    except KeyError:
        raise UnknownEndpoint(region_name) from None


def _remove(backend: RekognitionBackend, collection_id: str) -> None:
    backend.forget_collection(collection_id)  # CloudFormation allows that it was deleted before


def _parameters(properties: dict[str, Any]) -> dict[str, Any]:
    """Convert the properties of a template to the parameters of CreateCollection."""
    tags = properties.get("Tags", [])
    if not isinstance(tags, list):
        raise InvalidParameterException("#/Tags: expected type: JSONArray")
    tags = [tag for tag in tags if tag is not None]  # AWS::NoValue
    request = {
        "CollectionId": _text(properties.get("CollectionId")),
        "Tags": {_text(tag.get("Key", "")): _text(tag.get("Value")) for tag in tags},
    }
    return validation.parse("CreateCollection", json.dumps(request))


def _text(value: Any) -> Any:
    """Convert a number or boolean of a template to a string, as CloudFormation does."""
    return json.dumps(value) if isinstance(value, int | float) else value


@contextlib.contextmanager
def _errors_of_cloudformation() -> Iterator[None]:
    """Convert errors of the service to CloudFormation's ValidationError, which its clients can read."""
    try:
        yield
    except RekognitionError as error:
        raise ValidationError(message=f"Resource handler returned message: {error.message!r} ({TYPE})") from error
