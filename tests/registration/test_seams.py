"""What this package extends in moto: hosts, state, the stock operations, and how it fails when moto changes."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from types import ModuleType

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.base_backend import BackendDict
from moto.rekognition.models import rekognition_backends

from moto_rekognition import _moto, _register


@mock_aws
@pytest.mark.parametrize("dualstack", [False, True])
@pytest.mark.parametrize("fips", [False, True])
@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "eu-west-1"])
def test_no_endpoint_variant_leaves_the_mock(region: str, fips: bool, dualstack: bool) -> None:
    config = Config(use_fips_endpoint=fips, use_dualstack_endpoint=dualstack, retries={"max_attempts": 0})
    rekognition = boto3.client("rekognition", region, config=config)
    rekognition.create_collection(CollectionId="c")
    assert rekognition.list_collections()["CollectionIds"] == ["c"]


@mock_aws
def test_state_belongs_to_an_account_and_a_region() -> None:
    boto3.client("rekognition", "us-east-1").create_collection(CollectionId="here")
    assert boto3.client("rekognition", "eu-west-1").list_collections()["CollectionIds"] == []
    role = boto3.client("sts", "us-east-1").assume_role(
        RoleArn="arn:aws:iam::210987654321:role/other", RoleSessionName="other"
    )["Credentials"]
    elsewhere = boto3.client(
        "rekognition",
        "us-east-1",
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )
    assert elsewhere.list_collections()["CollectionIds"] == []


def test_state_goes_away_with_reset() -> None:
    with mock_aws():
        rekognition = boto3.client("rekognition", "us-east-1")
        rekognition.create_collection(CollectionId="c")
        rekognition_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].reset()
        assert rekognition.list_collections()["CollectionIds"] == []


def test_registration_is_idempotent() -> None:
    import moto.backend_index as backend_index

    before = len(backend_index.backend_url_patterns)
    _register.install()
    assert len(backend_index.backend_url_patterns) == before


@pytest.mark.parametrize(
    "extend",
    [
        _register.extend_hosts,
        _register.extend_backends,
        _register.extend_responses,
        _register.extend_server,
        _register.extend_cloudformation,
    ],
)
def test_a_changed_moto_is_named_and_says_what_to_do(extend) -> None:
    with pytest.raises(_register.MotoChanged, match=r"moto\.changed\.\w+.*[Uu]pgrade moto-rekognition, or pin moto"):
        extend(ModuleType("moto.changed"))


@pytest.mark.parametrize(
    "name", ["_dispatch", "_get_action", "_authenticate_and_authorize_normal_action", "_enrich_response"]
)
def test_a_response_class_without_a_method_that_ours_overrides_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moto.core.responses import ActionAuthenticatorMixin, BaseResponse
    from moto.rekognition import responses

    for kind in (responses.RekognitionResponse, BaseResponse, ActionAuthenticatorMixin):
        if name in vars(kind):
            monkeypatch.delattr(kind, name)
    with pytest.raises(_register.MotoChanged, match=rf"RekognitionResponse\.{name} "):
        _register.extend_responses(responses)


class Changed:
    """An object of a moto that has lost the attributes that this package reads."""


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (lambda: _moto.s3_restore(Changed()), "response_dict"),
        (lambda: _moto.authorize_action(Changed(), object, "*"), "_authenticate_and_authorize_action"),
        (lambda: _moto.iam_access_key(Changed()), "_access_key"),
        (lambda: _moto.iam_action(Changed()), "_action"),
        (lambda: _moto.stack_of(Changed()), "_account_id"),
        (lambda: _moto.server_address(Changed()), "_server"),
    ],
)
def test_an_object_of_moto_without_what_we_read_is_named(read: Callable[[], object], name: str) -> None:
    with pytest.raises(_moto.MotoChanged, match=rf"Changed\.{name} .*[Uu]pgrade moto-rekognition, or pin moto"):
        read()


def test_a_backend_index_without_rekognition_is_named() -> None:
    changed = ModuleType("moto.changed")
    changed.backend_url_patterns = [("s3", re.compile("s3"))]
    with pytest.raises(_register.MotoChanged, match="it has no rekognition"):
        _register.extend_hosts(changed)


def test_a_template_parser_without_its_cache_is_named() -> None:
    changed = ModuleType("moto.changed")
    changed.parse_and_create_resource = lambda: None
    with pytest.raises(_register.MotoChanged, match=r"moto\.changed\.get_model_list"):
        _register.extend_cloudformation(changed)


def test_hosts_of_iso_partitions_follow_the_setting_of_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = rekognition_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    monkeypatch.setenv("MOTO_ENABLE_ISO_REGIONS", "false")
    assert not any("c2s" in url for url in backend.urls)
    monkeypatch.setenv("MOTO_ENABLE_ISO_REGIONS", "true")
    assert any("c2s" in url for url in backend.urls)


@pytest.mark.parametrize("statement", ["import moto_rekognition", "import moto_rekognition_autoload"])
def test_importing_the_package_loads_nothing_heavy(statement: str) -> None:
    heavy = ("moto", "boto3", "botocore", "numpy", "mediapipe", "cv2", "PIL")
    code = f"{statement}, sys; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_operations_without_an_image_do_not_load_mediapipe() -> None:
    code = """
import sys, boto3, moto_rekognition
from moto import mock_aws
with mock_aws():
    rekognition = boto3.client("rekognition", "us-east-1")
    rekognition.create_collection(CollectionId="c")
    rekognition.describe_collection(CollectionId="c")
    rekognition.list_faces(CollectionId="c")
    rekognition.delete_faces(CollectionId="c", FaceIds=["11111111-2222-4333-8444-555555555555"])
    rekognition.delete_collection(CollectionId="c")
assert "mediapipe" not in sys.modules and "cv2" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_reset_in_another_thread_takes_no_backend_away_while_it_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    make = BackendDict._create_account_specific_backend
    resets: list[threading.Thread] = []

    def make_while_another_resets(backends: BackendDict, account_id: str) -> None:
        make(backends, account_id)
        if not resets:
            resets.append(threading.Thread(target=BackendDict.reset))
            resets[0].start()
            resets[0].join(0.2)

    monkeypatch.setattr(BackendDict, "_create_account_specific_backend", make_while_another_resets)
    assert _moto.backend_of(rekognition_backends, "123456789012", "us-east-1").region_name == "us-east-1"
    resets[0].join()
