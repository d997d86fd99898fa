"""The operations on tags: what they do to the state."""

from __future__ import annotations

import re
from collections.abc import Collection as Container
from collections.abc import Mapping

from moto_rekognition.rekognition.backend import FamilyBackend
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import InvalidParameterException, ResourceNotFoundException

_ARN = re.compile(r"arn:[^:]+:rekognition:[^:]*:[^:]*:.+")


class TagsBackend(FamilyBackend):
    """One method per operation."""

    def tag_resource(self, arn: str, tags: Mapping[str, str]) -> None:
        self._tagged(arn).tag(tags)

    def untag_resource(self, arn: str, keys: Container[str]) -> None:
        self._tagged(arn).untag(keys)

    def list_tags_for_resource(self, arn: str) -> dict[str, str]:
        return self._tagged(arn).tags

    def _tagged(self, arn: str) -> Collection:
        if not _ARN.fullmatch(arn):
            raise InvalidParameterException
        collection = self.find_collection(arn.rpartition("/")[2])
        if collection is None or collection.arn != arn:
            raise ResourceNotFoundException.resource(arn)
        return collection
