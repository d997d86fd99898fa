"""What this package changes in moto, and nothing else: moto's `rekognition` answers with our classes.

Nothing of moto is imported here. Each function extends one module of moto right after that module is loaded (or at
once, when it is loaded already), so it does not matter who imports what first, and a run that never touches Rekognition
pays nothing. Every function is idempotent and raises `MotoChanged` when the part of moto that it extends is gone.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Sequence
from types import FunctionType, ModuleType
from typing import Any

from moto_rekognition._moto import EXTRA_HOSTS, MotoChanged


class _MotoImported:
    """Waits for moto's first import, so that a run without moto does not even load the import hooks."""

    waiting = True

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "moto" and self.waiting:
            self.waiting = False  # it stays in sys.meta_path: whoever asks it is iterating over that list
            _extend_when_loaded()


def install() -> None:
    """Extend each module of moto as soon as it is loaded."""
    if "moto" in sys.modules:
        _extend_when_loaded()
    else:
        sys.meta_path.insert(0, _MotoImported())


def _extend_when_loaded() -> None:
    import wrapt

    for extend, module in (
        (extend_hosts, "moto.backend_index"),
        (extend_backends, "moto.rekognition.models"),
        (extend_responses, "moto.rekognition.responses"),
        (extend_server, "moto.moto_server.werkzeug_app"),
        (extend_control, "moto.moto_api._internal.urls"),
        (extend_cloudformation, "moto.cloudformation.parsing"),
    ):
        wrapt.register_post_import_hook(extend, module)


def _part(module: ModuleType, name: str, kind: type) -> Any:
    part = getattr(module, name, None)
    if not isinstance(part, kind):
        raise MotoChanged(f"{module.__name__}.{name}")
    return part


def extend_hosts(backend_index: ModuleType) -> None:
    """Route the service's other hosts to it."""
    patterns: list[tuple[str, re.Pattern[str]]] = _part(backend_index, "backend_url_patterns", list)
    known = {pattern.pattern for service, pattern in patterns if service == "rekognition"}
    if not known:
        raise MotoChanged(f"{backend_index.__name__}.backend_url_patterns (it has no rekognition)")
    patterns.extend(("rekognition", re.compile(host)) for host in EXTRA_HOSTS if host not in known)


def extend_backends(models: ModuleType) -> None:
    """Make moto's own `rekognition_backends` create our backend, and turn the regions that exist already into ours.

    The object stays the same one, because users import it. Stock regions hold no state: starting them anew loses none.
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


def extend_responses(responses: ModuleType) -> None:
    """Send what reaches the stock response class to ours: a running server caches an application bound to it."""
    from moto_rekognition.rekognition.responses import RekognitionResponse

    stock = _part(responses, "RekognitionResponse", type)
    if not issubclass(RekognitionResponse, stock) or not callable(getattr(stock, "_dispatch", None)):
        raise MotoChanged(f"{responses.__name__}.RekognitionResponse._dispatch")

    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        return RekognitionResponse.dispatch(*args, **kwargs)

    stock._dispatch = forward


def extend_server(werkzeug_app: ModuleType) -> None:
    """Let the server recognise an unsigned request by its target; stock takes it for one to S3."""
    _part(werkzeug_app, "UNSIGNED_REQUESTS", dict)["RekognitionService"] = ("rekognition", "us-east-1")


def extend_cloudformation(parsing: ModuleType) -> None:
    """Let templates have collections, and a stack that cannot be created leave none behind."""
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
    """Serve over HTTP what a test declares, snapshots and the page, beside moto's own /moto-api."""
    from moto_rekognition import control
    from moto_rekognition.page.urls import url_paths

    _part(urls, "url_paths", dict).update(control.url_paths() | url_paths())
