"""The service that a command asks: this process, or an endpoint."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from moto_rekognition.cli.exits import Broken, Refused

#: The most bytes that an Image parameter carries: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
LARGEST_PHOTO = 5 * 1024 * 1024


@dataclass(frozen=True)
class Where:
    """Whom to ask. endpoint: a URL; None for this process."""

    endpoint: str | None
    region: str


def endpoint_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add --endpoint and --region, which become the argument `where`."""

    @click.option(
        "--endpoint",
        metavar="URL",
        help="Ask this server, as http://127.0.0.1:5000. Without it, this process looks itself.",
    )
    @click.option("--region", envvar="AWS_DEFAULT_REGION", default="us-east-1", show_default=True)
    @functools.wraps(command)
    def asked(*arguments: Any, endpoint: str | None, region: str, **options: Any) -> None:
        from botocore.utils import is_valid_endpoint_url

        if endpoint is not None and not (endpoint.startswith("http") and is_valid_endpoint_url(endpoint)):
            raise click.UsageError(f"--endpoint {endpoint}: give a URL, such as http://127.0.0.1:5000")
        command(*arguments, where=Where(endpoint, region), **options)

    return asked


snapshot_option = click.option(
    "--snapshot",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Without --endpoint: the file that holds the collections, see `moto_rekognition.save`.",
)


@contextmanager
def collections_of(where: Where, snapshot: Path | None, save: bool = False) -> Iterator[None]:
    """The collections of this process are those of a snapshot; save: written back, also after an interruption.

    Raises UsageError unless exactly one of an endpoint and a snapshot is given, Refused for an unusable file.
    """
    if (where.endpoint is None) == (snapshot is None):
        raise click.UsageError("say where the collection is: --endpoint URL or --snapshot FILE")
    if snapshot is None:
        yield
        return
    from moto_rekognition import snapshots

    try:
        if save and not snapshot.parent.is_dir():
            raise Refused(f"{snapshot}: there is no folder {snapshot.parent}")
        if snapshot.exists() or not save:
            snapshots.load(snapshot)
        try:
            yield
        finally:
            if save:
                snapshots.save(snapshot)
    except (snapshots.SnapshotError, OSError) as error:
        raise Refused(str(error)) from error


@contextmanager
def client(where: Where) -> Iterator[Any]:
    """A boto3 client for `where`; errors of the service and of its surroundings end the command with a message."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError
    from moto import mock_aws

    try:
        if where.endpoint is None:
            with mock_aws():
                yield boto3.client("rekognition", region_name=where.region)
        else:
            session = boto3.Session(region_name=where.region)
            known = session.get_credentials() is not None
            # A mock takes any credentials, so that nobody needs to have some.
            keys = {} if known else {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
            config = Config(retries={"total_max_attempts": 3, "mode": "standard"}, max_pool_connections=32)
            yield session.client("rekognition", endpoint_url=where.endpoint, config=config, **keys)
    except ClientError as error:
        raise Refused(said(error)) from error
    except (ConnectionError, HTTPClientError) as error:
        raise Broken(f"{error} Is the server running? Start one with: moto_rekognition_server") from error
    except BotoCoreError as error:
        raise Refused(str(error)) from error
    except (RuntimeError, ImportError) as error:  # no engine, no model, a native library that is missing
        raise Broken(f"{error}\nTo see what is wrong, run: moto-rekognition doctor") from error


def said(error: Any) -> str:
    """What the service said, in one line."""
    body = error.response.get("Error", {})
    return f"{error.operation_name}: {body.get('Code', '?')}: {body.get('Message', '')}"


def trouble(photo: Path, error: Exception) -> str:
    """What is wrong with a photo, in one line that names it: for a ClientError or a Refused of `content`."""
    return error.message if isinstance(error, Refused) else f"{photo}: {said(error)}"


def content(photo: Path) -> bytes:
    """The content of a photo, small enough for a request. Raises Refused, which names the photo."""
    try:
        if photo.stat().st_size > LARGEST_PHOTO:
            raise Refused(f"{photo}: {photo.stat().st_size / 2**20:.1f} MB; a request carries at most 5 MB")
        return photo.read_bytes()
    except OSError as error:
        raise Refused(f"{photo}: {error.strerror or error}") from error
