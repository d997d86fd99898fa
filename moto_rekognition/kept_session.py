"""Clients of Rekognition for tests, one after the other, made by one kept session of boto3.

A new session costs more than all calls of a usual test: it reads botocore's files and registers its hundred handlers.
The session is not shown to the tests, and gives each client its own handlers, configuration and retries. So nothing
that a test does to its client reaches the next one. What depends on the environment or on AWS's configuration files is
not kept when these change.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass
class _KeptSession:
    """The session, and what it was made from."""

    made_from: object = None
    session: Any = field(default=None, repr=False)


_kept = _KeptSession()


def client(region: str) -> Any:
    """A new client of Rekognition, as `boto3.Session().client("rekognition", region)` makes it."""
    made_from = _surroundings()
    if _kept.made_from != made_from:
        session = _new_session()
        credentials = session.get_credentials()
        if getattr(credentials, "method", None) != "env":  # others can end, or come from a mock that has ended
            return session.client("rekognition", region_name=region)
        _kept.made_from, _kept.session = made_from, session
    return _kept.session.client("rekognition", region_name=region)


def _surroundings() -> object:
    """All that a new session would read: the environment, AWS's configuration files, botocore's handlers."""
    from botocore.handlers import BUILTIN_HANDLERS

    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    files = (
        environment.get("AWS_CONFIG_FILE", "~/.aws/config"),
        environment.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    )
    return environment, [_version(Path(file)) for file in files], len(BUILTIN_HANDLERS)


def _version(file: Path) -> tuple[int, int] | None:
    """What tells whether a file has changed; None when there is none."""
    try:
        state = file.expanduser().stat()
    except (OSError, RuntimeError):
        return None
    return state.st_mtime_ns, state.st_size


def _new_session() -> Any:
    import boto3
    import botocore.session

    session = botocore.session.get_session()
    session.register_component("data_loader", _loader(session.get_config_variable("data_path")))
    return boto3.Session(botocore_session=session)


@cache
def _loader(data_path: str | None) -> Any:
    """A loader of botocore's files that keeps what it has read."""
    from botocore.loaders import create_loader

    return create_loader(data_path)
