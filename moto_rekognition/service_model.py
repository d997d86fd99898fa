"""botocore's own model of the service: what its operations take, answer and raise."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def service_model() -> Any:
    """The botocore ServiceModel of Rekognition, loaded at the first call."""
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    return ServiceModel(Loader().load_service_model("rekognition", "service-2"), "rekognition")
