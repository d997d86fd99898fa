"""Everything that this package changes in moto, so that moto's `rekognition` answers with our classes.

Importing this module imports nothing of moto. Each function extends one module of moto right after that module is
loaded, or at once if it is loaded already. So the order of imports does not matter, and runs without Rekognition have
no cost. Every function is idempotent and raises `MotoChanged` when the part of moto that it extends has changed.
"""

from __future__ import annotations

import functools
import re
from types import FunctionType, ModuleType
from typing import Any

from moto_rekognition import _after_import
from moto_rekognition._moto import EXTRA_HOSTS, REGIONAL_HOST, MotoChanged

#: What the `X-Amz-Target` of the service's requests begins with.
TARGET = "RekognitionService"
#: An Authorization with the scope of a credential: date, region, service.
_SIGNED = re.compile(r"\S+ Credential=[^/,]*/[^/,]*/[^/,]+/[^/,]+/")


def install() -> None:
    """Extend each module of moto as soon as it is loaded."""
    _after_import.call(
        {
            "moto.backend_index": extend_hosts,
            "moto.rekognition.models": extend_backends,
            "moto.rekognition.responses": extend_responses,
            "moto.moto_server.werkzeug_app": extend_server,
            "moto.moto_api._internal.urls": extend_control,
            "moto.cloudformation.parsing": extend_cloudformation,
        }
    )


def _part(module: ModuleType | type, name: str, kind: type) -> Any:
    part = getattr(module, name, None)
    if not isinstance(part, kind):
        raise MotoChanged(f"{module.__name__}.{name}")
    return part


def extend_hosts(backend_index: ModuleType) -> None:
    """Route the service's other hosts to it; let moto find its usual host first, and not behind a hundred others."""
    patterns: list[tuple[str, re.Pattern[str]]] = _part(backend_index, "backend_url_patterns", list)
    routed = {pattern.pattern for service, pattern in patterns if service == "rekognition"}
    if not routed:
        raise MotoChanged(f"{backend_index.__name__}.backend_url_patterns (it has no rekognition)")
    patterns.extend(("rekognition", re.compile(host)) for host in EXTRA_HOSTS if host not in routed)
    if REGIONAL_HOST not in routed:
        patterns.insert(0, ("rekognition", re.compile(REGIONAL_HOST)))


def extend_backends(models: ModuleType) -> None:
    """Make moto's `rekognition_backends` create our backend, and convert the backends that exist already.

    The object is not replaced, because users import it. Stock backends have no state that the conversion could lose.
    """
    from moto.core.base_backend import BackendDict, backend_lock

    from moto_rekognition.rekognition.models import RekognitionBackend

    backends = _part(models, "rekognition_backends", BackendDict)
    if not hasattr(backends, "backend"):
        raise MotoChanged("moto.core.base_backend.BackendDict.backend")
    with backend_lock:
        backends.backend = RekognitionBackend
        for account_id, regions in dict.items(backends):
            regions.backend = RekognitionBackend
            for region_name, region in dict.items(regions):
                if not isinstance(region, RekognitionBackend):
                    region.__class__ = RekognitionBackend
                    region.__init__(region_name, account_id)


#: Methods of moto's response class that ours overrides or calls. Overriding one that moto no longer calls would fail
#: silently.
_RESPONSE_METHODS = (
    "_dispatch",
    "_get_action",
    "_authenticate_and_authorize_normal_action",
    "_enrich_response",
    "_transform_response",
    "call_action",
    "get_current_account",
    "setup_class",
)


def extend_responses(responses: ModuleType) -> None:
    """Forward requests from the stock response class to ours, because a running server keeps the stock class."""
    from moto_rekognition.rekognition.responses import RekognitionResponse

    stock = _part(responses, "RekognitionResponse", type)
    for name in _RESPONSE_METHODS:
        if not issubclass(RekognitionResponse, stock) or not callable(getattr(stock, name, None)):
            raise MotoChanged(f"{responses.__name__}.RekognitionResponse.{name}")

    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        return RekognitionResponse.dispatch(*args, **kwargs)

    stock._dispatch = forward


def extend_server(werkzeug_app: ModuleType) -> None:
    """Let the server recognise unsigned requests by their target, and those whose Authorization cannot be read.

    Without this, moto takes them for requests to S3, or fails.
    """
    unsigned = _part(werkzeug_app, "UNSIGNED_REQUESTS", dict)
    application = _part(werkzeug_app, "DomainDispatcherApplication", type)
    infer = _part(application, "infer_service_region_host", FunctionType)
    unsigned[TARGET] = "rekognition", "us-east-1"
    if hasattr(infer, "__wrapped__"):
        return

    @functools.wraps(infer)
    def infer_by_target(self: Any, *args: Any) -> Any:
        environ = next(each for each in args if isinstance(each, dict))  # the first, or behind the body in moto < 5.1
        is_ours = environ.get("HTTP_X_AMZ_TARGET", "").startswith(f"{TARGET}.")
        if is_ours and not _SIGNED.match(environ.get("HTTP_AUTHORIZATION", "")):
            return "{}.{}.amazonaws.com".format(*unsigned[TARGET])
        return infer(self, *args)

    setattr(application, infer.__name__, infer_by_target)


def extend_cloudformation(parsing: ModuleType) -> None:
    """Support collections in templates, and delete them when the creation of their stack fails."""
    create = _part(parsing, "parse_and_create_resource", FunctionType)
    if hasattr(create, "__wrapped__"):
        return
    from moto_rekognition.rekognition.neighbours import cloudformation

    for name in ("get_model_list", "get_model_map", "get_name_type_map"):
        models: Any = getattr(parsing, name, None)
        if not hasattr(models, "cache_clear"):
            raise MotoChanged(f"{parsing.__name__}.{name}")
        models.cache_clear()

    @functools.wraps(create)
    def create_or_roll_back(logical_id: str, resource_json: Any, resources_map: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return create(logical_id, resource_json, resources_map, *args, **kwargs)
        except Exception:
            cloudformation.roll_back(resources_map)
            raise

    setattr(parsing, create.__name__, create_or_roll_back)


def extend_control(urls: ModuleType) -> None:
    """Serve declared outcomes, snapshots and the page over HTTP, below moto's own /moto-api."""
    from moto_rekognition import control
    from moto_rekognition.page.urls import url_paths

    _part(urls, "url_paths", dict).update(control.url_paths() | url_paths())
