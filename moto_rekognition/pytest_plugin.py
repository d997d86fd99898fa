"""The pytest plugin. Loading it registers the service; its fixtures import moto when a test uses them."""

from __future__ import annotations

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
    from moto import mock_aws

    from moto_rekognition import kept_session

    with mock_aws():
        yield kept_session.client(os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))


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
