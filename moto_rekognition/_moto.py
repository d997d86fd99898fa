"""What this package reads of moto's internals, and nothing else. It changes nothing: `_register` does.

Nothing of moto is imported here: what is not loaded yet has nothing to tell.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

#: Hosts of the service beside the stock `rekognition.<region>.amazonaws.com`: FIPS, dual-stack, and both. Without them,
#: stock moto answers FIPS with a 404 and lets dual-stack requests leave the mock for the real network.
EXTRA_HOSTS = (
    r"https?://rekognition-fips\.(.+)\.amazonaws\.com",
    r"https?://rekognition(-fips)?\.(.+)\.api\.(aws|amazonwebservices\.com\.cn)",
)
#: Prefix of a region's name -> its partition. moto has `get_partition` since 5.0.8 only.
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}


class MotoChanged(ImportError):
    """The installed moto does not have a part that this package reads or extends."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f"moto-rekognition cannot extend the installed moto: {part} is not what it was. "
            "Upgrade moto-rekognition, or pin moto to a release that it was tested with (see its README)."
        )


def running_mocks() -> int:
    """How many `mock_aws` are running in this process, one within the other. Raises MotoChanged."""
    models = sys.modules.get("moto.core.models")
    if models is None:
        return 0
    count = getattr(getattr(models, "MockAWS", None), "_nested_count", None)
    if not isinstance(count, int):
        raise MotoChanged("moto.core.models.MockAWS._nested_count")
    return count


def is_server() -> bool:
    """Whether this process has loaded moto's server."""
    return "moto.server" in sys.modules


def request_handler(default: type) -> type:
    """What moto's server handles requests with; `default` where it has none of its own (in its older releases)."""
    handler: type = getattr(sys.modules.get("moto.moto_server.werkzeug_app"), "MotoRequestHandler", default)
    return handler


def user_config() -> Mapping[str, Any]:
    """The part of `mock_aws(config=...)` that is for this service. Raises MotoChanged."""
    config = sys.modules.get("moto.core.config")
    if config is None:
        return {}
    everything = getattr(config, "default_user_config", None)
    if not isinstance(everything, dict):
        raise MotoChanged("moto.core.config.default_user_config")
    chosen: Mapping[str, Any] = everything.get("rekognition", {})
    return chosen


def partition(region: str) -> str:
    """The partition that a region belongs to."""
    return next((name for prefix, name in _PARTITIONS.items() if region.startswith(prefix)), "aws")


def s3_backend(account_id: str, partition: str) -> Any:
    """moto's S3 of an account. Importing it takes long, and not every request needs it."""
    from moto.s3.models import s3_backends

    account = s3_backends[account_id]
    return account[partition if partition in account else "global"]  # moto < 5.0.8 has no partitions


def sns_backend(account_id: str, region: str) -> Any:
    """moto's SNS of an account and region. KeyError where it has none."""
    from moto.sns.models import sns_backends

    return sns_backends[account_id][region]
