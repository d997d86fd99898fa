"""The fixture `rekognition` keeps a session of boto3. Its clients are as new as those of a new session."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from moto_rekognition import fault, kept_session

CHANGES = [
    lambda client: setattr(client, "list_collections", Mock(return_value={"CollectionIds": ["patched"]})),
    lambda client: setattr(type(client), "list_collections", Mock(return_value={"CollectionIds": ["patched"]})),
    lambda client: client.meta.events.register(
        "before-call.rekognition", lambda **_: (Mock(status_code=200), {"CollectionIds": ["handled"]})
    ),
    lambda client: client.meta.config.retries.update(mode="adaptive"),
    lambda client: client.close(),
]


@pytest.mark.parametrize("change", [*CHANGES, None])
def test_what_a_test_does_to_its_client_ends_with_it(rekognition: Any, change: Any) -> None:
    assert rekognition.list_collections()["CollectionIds"] == []
    assert rekognition.meta.config.retries["mode"] != "adaptive"
    if change is not None:
        change(rekognition)


@pytest.fixture
def retries_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "standard")
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


@pytest.mark.parametrize("test", ["first", "second"])
def test_each_client_has_all_its_retries(retries_at_once: None, rekognition: Any, test: str) -> None:
    tried = []
    for _ in range(60):  # a client has 500 tokens; each retry of a call that fails to the end uses 5 of them up
        with fault("ListCollections", "ThrottlingException") as failing, pytest.raises(ClientError):
            rekognition.list_collections()
        tried.append(failing.calls)
    assert (tried[0], tried[-1]) == (3, 1)


def made(region: str = "us-east-1") -> Any:
    with mock_aws():
        return kept_session.client(region)


def test_the_session_is_kept_while_nothing_changes() -> None:
    made()
    session = kept_session._kept.session
    assert made("eu-west-1").meta.region_name == "eu-west-1"
    assert kept_session._kept.session is session


@pytest.mark.parametrize(
    ("name", "value", "read", "expected"),
    [
        ("AWS_ENDPOINT_URL", "http://localhost:5000", lambda c: c.meta.endpoint_url, "http://localhost:5000"),
        ("AWS_USE_FIPS_ENDPOINT", "true", lambda c: "fips" in c.meta.endpoint_url, True),
        ("AWS_MAX_ATTEMPTS", "7", lambda c: c.meta.config.retries.get("total_max_attempts"), 7),
        ("AWS_SESSION_TOKEN", "mine", lambda c: c._request_signer._credentials.token, "mine"),
    ],
)
def test_the_environment_is_read_as_by_a_new_session(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Any, expected: object
) -> None:
    before = read(made())
    monkeypatch.setenv(name, value)
    assert read(made()) == expected
    monkeypatch.delenv(name)
    assert read(made()) == before != expected


def test_configuration_files_are_read_as_by_a_new_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    before = made().meta.config.retries["mode"]
    for mode in ("adaptive", "legacy"):
        file.write_text(f"[default]\nretry_mode = {mode}\n")
        assert made().meta.config.retries["mode"] == mode
    file.unlink()
    assert made().meta.config.retries["mode"] == before


def test_credentials_that_are_not_of_the_environment_are_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept_session, "_kept", kept_session._KeptSession())
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "credentials"
    file.write_text("[default]\naws_access_key_id = one\naws_secret_access_key = two\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    assert kept_session.client("us-east-1")._request_signer._credentials.access_key == "one"
    assert kept_session._kept.session is None
