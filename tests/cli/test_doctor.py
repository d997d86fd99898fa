"""`doctor` tells what works, and what to do about what does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from moto_rekognition.cli import doctor
from tests.cli.conftest import Run


def test_all_is_well(run: Run, rekognition_server: str) -> None:
    output = run("doctor").stdout
    assert "moto's rekognition is answered by moto-rekognition" in output
    assert "self-test: a drawn person was recognised" in output
    assert output.endswith("All is well.\n")


def test_a_missing_model_is_a_problem_with_its_remedy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_MODEL", str(tmp_path / "nowhere.task"))
    output = run("doctor", status=4).stdout
    assert "PROBLEM the face model is missing" in output
    assert f"moto-rekognition download-model --to {tmp_path / 'nowhere.task'}" in output


def test_a_damaged_model_is_a_problem(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "damaged.task").write_bytes(b"half a model")
    monkeypatch.setenv("MOTO_REKOGNITION_MODEL", str(tmp_path / "damaged.task"))
    assert "has another checksum than the official one" in run("doctor", status=4).stdout


def test_a_wrong_setting_is_a_problem(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "99")
    assert (
        "PROBLEM a setting is wrong: moto-rekognition setting face_model_version='99'" in run("doctor", status=4).stdout
    )


def test_a_process_that_dies_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_SELF_TEST", "import os; os.abort()")
    assert "PROBLEM self-test: ended by signal 6" in run("doctor", status=4).stdout


@pytest.mark.parametrize("library", doctor.LIBRARIES)
def test_a_missing_shared_library_names_its_package(run: Run, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    error = f"{library}: cannot open shared object file: No such file or directory"
    monkeypatch.setattr(doctor, "_SELF_TEST", f"raise ImportError({error!r})")
    assert f"apt-get install {doctor.LIBRARIES[library]}" in run("doctor", status=4).stdout


def test_a_server_that_does_not_run_is_a_problem(run: Run) -> None:
    assert "http://127.0.0.1:1 does not answer" in run("doctor", "--endpoint", "http://127.0.0.1:1", status=4).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_for_the_command(run: Run, shell: str) -> None:
    assert "_MOTO_REKOGNITION_COMPLETE" in run("completion", shell).stdout


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    code = """
import sys
from moto_rekognition.cli import main
main(["--help"], standalone_mode=False)
print(sorted({"moto", "boto3", "numpy", "PIL", "mediapipe", "cv2"} & set(sys.modules)))
"""
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "doctor" in output
    assert output.endswith("[]\n")
