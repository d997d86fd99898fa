"""The AWS SDK for JavaScript (v3) against the server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clients.conftest import JAVASCRIPT_SDK, Run

pytestmark = pytest.mark.skipif(
    not JAVASCRIPT_SDK.exists(), reason="no JavaScript SDK in NODE_PATH: run `nox -s clients`"
)

HERE = Path(__file__).parent


def test_the_javascript_sdk_reads_every_answer_and_error(node: Run) -> None:
    run = node(HERE / "collections.cjs")

    assert run.returncode == 0, run.stderr
    passed = json.loads(run.stdout)
    assert passed == {
        "collections": ["visitors"],
        "faces": ["ada-1", "ada-2", "bob"],
        "searched": ["ada-1", "ada-2"],
        "user": "CREATED",
        "errors": {
            "ResourceNotFoundException": "The collection id: nobody does not exist",
            "ResourceAlreadyExistsException": "The collection id: visitors already exists.",
            "InvalidImageFormatException": "Request has invalid image format",
            "InvalidS3ObjectException": (
                "Unable to get object metadata from S3. Check object key, region and/or access permissions."
            ),
            "ConflictException": passed["errors"]["ConflictException"],
            "ValidationException": passed["errors"]["ValidationException"],
        },
    }
