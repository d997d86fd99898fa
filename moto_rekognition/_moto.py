"""Everything that this package reads of moto's internals. It changes nothing; `_register` does.

Importing this module imports nothing of moto. Modules of moto that are not loaded yet hold no state to read.
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
#: The stock host with the name of a region, and not with any text, which a bucket's host could match too.
REGIONAL_HOST = r"https?://rekognition\.[a-z]{2}(-[a-z]+)+-\d+\.amazonaws\.com(\.cn)?/"
#: Prefix of a region's name -> its partition. moto has `get_partition` since 5.0.8 only.
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}


class MotoChanged(ImportError):
    """The installed moto does not have a part that this package reads or extends."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f"moto-rekognition cannot extend the installed moto: {part} is not what it was. "
            "Upgrade moto-rekognition, or pin moto to a release that it was tested with (see its README)."
        )


def _member(owner: Any, name: str) -> Any:
    """An attribute of one of moto's objects. Raises MotoChanged when it has none of that name."""
    try:
        return getattr(owner, name)
    except AttributeError:
        kind = type(owner)
        raise MotoChanged(f"{kind.__module__}.{kind.__qualname__}.{name}") from None


def running_mocks() -> int:
    """The number of nested `mock_aws` that are running in this process. Raises MotoChanged."""
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
    """The class with which moto's server handles requests; `default` in older releases, which have no own class."""
    handler: type = getattr(sys.modules.get("moto.moto_server.werkzeug_app"), "MotoRequestHandler", default)
    return handler


def server_address(server: Any) -> tuple[str, int]:
    """(host, port) of a ThreadedMotoServer that was started. Raises MotoChanged.

    moto has `get_host_and_port` since 5.0.10 only.
    """
    host, port = _member(_member(server, "_server"), "server_address")[:2]
    return host, port


def user_config() -> Mapping[str, Any]:
    """The entry "rekognition" of `mock_aws(config=...)`. Raises MotoChanged."""
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


def backend_of(backends: Any, account_id: str, region: str) -> Any:
    """One of the backends of a BackendDict of moto, also while another thread resets moto. KeyError when there is none.

    moto makes an account's backends and then looks them up: a reset between the two empties the dictionary.
    """
    from moto.core.base_backend import backend_lock

    with backend_lock:
        return backends[account_id][region]


def s3_backend(account_id: str, partition: str) -> Any:
    """moto's S3 backend of an account. Imported on demand, because the import is slow and few requests need it."""
    from moto.core.base_backend import backend_lock
    from moto.s3.models import s3_backends

    with backend_lock:
        account = s3_backends[account_id]
        return account[partition if partition in account else "global"]  # moto < 5.0.8 has no partitions


def s3_restore(s3_object: Any) -> str:
    """The header x-amz-restore of an object of moto's S3; "" when it has none. Raises MotoChanged."""
    return str(_member(s3_object, "response_dict").get("x-amz-restore", ""))


def sns_backend(account_id: str, region: str) -> Any:
    """moto's SNS backend of an account and region. KeyError when there is none."""
    from moto.sns.models import sns_backends

    return backend_of(sns_backends, account_id, region)


def authorize_action(request: Any, permission: type, resource: str) -> None:
    """Let moto check the signature of a request and the permission of its sender.

    request: a BaseResponse of moto. permission: a subclass of IAMRequest, which names the action.
    Raises MotoChanged, and the errors of moto's IAM.
    """
    _member(request, "_authenticate_and_authorize_action")(permission, resource)


def iam_access_key(request: Any) -> Any:
    """The access key of the sender of an IAMRequest. Raises MotoChanged."""
    return _member(request, "_access_key")


def iam_action(request: Any) -> str:
    """The action that an IAMRequest needs the permission for. Raises MotoChanged."""
    return str(_member(request, "_action"))


def stack_of(resources: Any) -> tuple[Any, list[Any]]:
    """The CloudFormation stack of a ResourceMap, and the resources that it has created so far. Raises MotoChanged."""
    from moto.cloudformation.models import cloudformation_backends  # imports the parser, so it must not be loaded early

    account_id, region = _member(resources, "_account_id"), _member(resources, "_region_name")
    stack = backend_of(cloudformation_backends, account_id, region).get_stack(_member(resources, "stack_id"))
    return stack, list(_member(resources, "_parsed_resources").values())
