"""What cannot be looked at says why, by name, and what to do; what needs no looking works all the same."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.analysis import analyze
from moto_rekognition.vision.engine import native
from moto_rekognition.vision.engine.model import ModelInvalid


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:64184e\nsize 3758596\n", "a Git LFS pointer"),
        (b"\n<!DOCTYPE html><title>404</title>", "an HTML or XML page"),
        (b"", "something else of 0 bytes"),
        (b"PK\x05\x06" + bytes(18), "something else"),  # an empty zip file
    ],
)
def test_a_file_that_is_no_model_is_named_with_the_setting(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "face_landmarker.task"
    path.write_bytes(content)
    with pytest.raises(ModelInvalid) as error:
        analyze(content, lambda: Face(1).array, str(path))
    assert f"{path} is not MediaPipe's face model" in str(error.value)
    assert kind in str(error.value)
    assert "MOTO_REKOGNITION_MODEL (or the setting `model`)" in str(error.value)


@pytest.fixture
def import_error(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """What importing native code raises: put it into the list."""
    errors: list[Exception] = []

    def fail(name: str) -> None:
        raise errors[0]

    monkeypatch.setattr(importlib, "import_module", fail)
    native.load.cache_clear()
    yield errors
    native.load.cache_clear()


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (ImportError("libGL.so.1: cannot open shared object file: No such file or directory"), "install libgl1$"),
        (OSError("libEGL.so.1: cannot open shared object file: No such file or directory"), "install libegl1$"),
        (OSError("libnew.so.3: cannot open shared object file"), "the system library libnew.so.3 is missing"),
        (ImportError("numpy.core.multiarray failed to import"), "pip install --force-reinstall mediapipe"),
    ],
)
def test_a_missing_system_library_is_named_with_its_package(
    import_error: list[Exception], error: Exception, advice: str
) -> None:
    import_error.append(error)
    with pytest.raises(native.EngineUnavailable, match=advice):
        analyze(b"never looked at", lambda: Face(1).array)


def test_without_mediapipe_only_looking_is_impossible() -> None:
    script = """
        import sys
        sys.modules["mediapipe"] = None
        import boto3
        from moto import mock_aws
        from moto_rekognition import declare, face
        from moto_rekognition.synthetic import Face

        with mock_aws():
            client = boto3.client("rekognition", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
            client.create_collection(CollectionId="c")
            declare(b"declared", [face("ada")])
            index = client.index_faces
            print(index(CollectionId="c", Image={"Bytes": b"declared"})["FaceRecords"][0]["Face"]["FaceId"] != "")
            try:
                index(CollectionId="c", Image={"Bytes": Face("ada").jpeg()})
            except RuntimeError as error:
                print(error)
            print(client.describe_collection(CollectionId="c")["FaceCount"])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, env=os.environ
    )
    first, refusal, last = done.stdout.splitlines()
    assert (first, last, done.stderr) == ("True", "1", "")
    assert refusal.startswith("pictures cannot be looked at: mediapipe is not installed, and may have no wheel")


def test_what_a_dying_process_said_while_it_was_kept_quiet_is_not_lost() -> None:
    script = """
        import ctypes, os
        from moto_rekognition.vision.engine.quiet import quiet
        with quiet():
            os.write(2, b"F0000 00:00:1 1 cpu.cc:1] Check failed: no processor")
            ctypes.CDLL(None).abort()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True)
    assert done.returncode < 0
    assert "Check failed: no processor" in done.stderr
