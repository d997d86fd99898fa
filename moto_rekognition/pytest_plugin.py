"""The pytest plugin. Loading it registers the service; its fixtures import moto when a test uses them."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from moto_rekognition import _moto

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from moto_rekognition.outcomes import Declaration, DeclaredFace
    from moto_rekognition.outcomes.declarations import What

    class Declare(Protocol):
        """The type of the fixture `declare_faces`: that of `moto_rekognition.declare`."""

        def __call__(
            self, what: What = None, faces: Sequence[DeclaredFace] | None = None, **video: Any
        ) -> Declaration: ...


@pytest.fixture
def rekognition() -> Iterator[Any]:
    """A boto3 client under `mock_aws`, in AWS_DEFAULT_REGION or us-east-1."""
    import boto3
    import botocore.session
    from moto import mock_aws

    with mock_aws():
        # mock_aws drops boto3's default session, and a new one reads botocore's JSON files anew: 50 ms for each test.
        session = botocore.session.get_session()
        session.register_component("data_loader", _botocore_loader())
        region = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
        yield boto3.Session(botocore_session=session).client("rekognition", region_name=region)


@functools.cache
def _botocore_loader() -> Any:
    """A loader of botocore's JSON files that keeps what it has read, for all tests."""
    from botocore.loaders import create_loader

    return create_loader()


@pytest.fixture
def rekognition_collection(rekognition: Any) -> str:
    """The id of an empty collection of the client `rekognition`."""
    rekognition.create_collection(CollectionId="collection")
    return "collection"


@pytest.fixture
def declare_faces() -> Iterator[Declare]:
    """`moto_rekognition.declare`; the declarations end with the test, even if the mock or server continues."""
    from moto_rekognition import declare

    with ExitStack() as declarations:
        yield lambda what=None, faces=None, **video: declarations.enter_context(declare(what, faces, **video))


@pytest.fixture(scope="session")
def rekognition_server() -> Iterator[str]:
    """The URL of a moto server in this process, for the whole session. Each worker of pytest-xdist has its own server.

    The server shares its state with `mock_aws` in this process. `POST {url}/moto-api/reset` clears the state.
    """
    try:
        from moto.server import ThreadedMotoServer
    except ImportError as error:
        pytest.fail(f"rekognition_server needs moto's server ({error}): pip install 'moto-rekognition[server]'")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = _moto.server_address(server)
    yield f"http://{host}:{port}"
    server.stop()
