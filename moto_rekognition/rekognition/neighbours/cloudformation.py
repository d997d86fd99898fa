"""AWS::Rekognition::Collection, as moto's CloudFormation sees it.

Imported when moto's template parser is loaded, never earlier: defining the model is what makes the parser know it.
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

    physical_resource_id: its CollectionId, which is what Ref gives. tags: those that the template sets; others stay.
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
        with _in_the_words_of_cloudformation():
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
        """Tags change in place; another CollectionId means another collection, and the end of the old one."""
        with _in_the_words_of_cloudformation():
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
        """Replace the tags of the template before by those of the template now."""
        self.backend.untag_resource(self.arn, [key for key in self.tags if key not in tags])
        self.backend.tag_resource(self.arn, tags)
        self.tags = tags

    def remove(self) -> None:
        _remove(self.backend, self.physical_resource_id)


def roll_back(resources: Any) -> None:
    """Delete the collections of a stack whose creation failed; moto itself leaves behind what it created before.

    resources: moto's ResourceMap of the stack. Nothing happens when it is an update of the stack that failed.
    """
    from moto.cloudformation.models import cloudformation_backends  # imports the parser, which may be importing us

    stack = cloudformation_backends[resources._account_id][resources._region_name].get_stack(resources.stack_id)
    if stack.status.endswith("_COMPLETE"):
        return
    for resource in resources._parsed_resources.values():
        if isinstance(resource, CollectionResource):
            resource.remove()


def _backend(account_id: str, region_name: str) -> RekognitionBackend:
    try:
        return rekognition_backends[account_id][region_name]  # type: ignore[no-any-return]
    except KeyError:
        raise UnknownEndpoint(region_name) from None


def _remove(backend: RekognitionBackend, collection_id: str) -> None:
    backend.forget_collection(collection_id)  # it may be gone already, as CloudFormation allows


def _parameters(properties: dict[str, Any]) -> dict[str, Any]:
    """The parameters of CreateCollection for the properties of a template."""
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
    """A number or boolean of a template as the string that CloudFormation takes it for."""
    return json.dumps(value) if isinstance(value, int | float) else value


@contextlib.contextmanager
def _in_the_words_of_cloudformation() -> Iterator[None]:
    """An error of ours as one of CloudFormation, whose clients could not read the other."""
    try:
        yield
    except RekognitionError as error:
        raise ValidationError(message=f"Resource handler returned message: {error.message!r} ({TYPE})") from error
