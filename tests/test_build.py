"""Building the project: every distribution carries the face model, from wherever it can be had."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("setuptools", "77")

ROOT = Path(__file__).parents[1]
ENGINE = Path("moto_rekognition", "vision", "engine")
MODEL = b"a small model" * 100
#: A package of the layout of ours, with nothing else in it.
CONFIGURATION = """
[project]
name = "small"
version = "1"
[tool.setuptools.packages.find]
include = ["moto_rekognition*"]
[tool.setuptools.package-data]
"moto_rekognition.vision.engine" = ["data/*"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with our backend, whose right model is MODEL."""
    project = tmp_path / "project"
    engine = project / ENGINE
    (engine / "data").mkdir(parents=True)
    (project / "pyproject.toml").write_text(CONFIGURATION)
    shutil.copytree(ROOT / "build_backend", project / "build_backend")
    code = (ROOT / ENGINE / "model.py").read_text()
    digest = hashlib.sha256(MODEL).hexdigest()
    (engine / "model.py").write_text(f'{code}\nSHA256 = "{digest}"\nURL = "http://127.0.0.1:9/"\n')
    for package in (engine, engine.parent, engine.parents[1]):
        (package / "__init__.py").touch()
    return project


def build(project: Path, hook: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call a hook of the backend as a build frontend does, where no index and no cache has the model."""
    code = f"import sys; sys.path.insert(0, 'build_backend'); import backend; print(backend.{hook}('dist'))"
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1", "XDG_CACHE_HOME": str(project / "cache")}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTO_REKOGNITION_")}
    (project / "dist").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=inherited | nothing | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> str:
    path = tmp_path / "copy.task"
    path.write_bytes(MODEL)
    return str(path)


def test_a_wheel_carries_the_model(project: Path, copy: str) -> None:
    built = build(project, "build_wheel", MOTO_REKOGNITION_MODEL=copy)
    assert f"face model: from MOTO_REKOGNITION_MODEL={copy}" in built.stderr
    with zipfile.ZipFile(next(project.glob("dist/*.whl"))) as wheel:
        assert wheel.read("moto_rekognition/vision/engine/data/face_landmarker.task") == MODEL


def test_a_source_distribution_carries_the_model_and_needs_none_to_build(project: Path, copy: str) -> None:
    build(project, "build_sdist", MOTO_REKOGNITION_MODEL=copy)
    with tarfile.open(next(project.glob("dist/*.tar.gz"))) as archive:
        archive.extractall(project / "unpacked", filter="data")
    shutil.copytree(project / "build_backend", project / "unpacked" / "small-1" / "build_backend", dirs_exist_ok=True)
    built = build(project / "unpacked" / "small-1", "build_wheel")
    assert built.returncode == 0, built.stderr
    assert "face model" not in built.stderr


@pytest.mark.parametrize("hook", ["build_wheel", "build_sdist"])
def test_nothing_is_released_without_the_model(project: Path, hook: str) -> None:
    built = build(project, hook)
    assert built.returncode != 0
    assert "DownloadFailed: the face model could not be had" in built.stderr
    assert not any(project.glob("dist/*"))


def test_a_wrong_file_is_not_packed(project: Path, copy: str) -> None:
    Path(copy).write_bytes(b"version https://git-lfs.github.com/spec/v1")
    built = build(project, "build_wheel", MOTO_REKOGNITION_MODEL=copy)
    assert built.returncode != 0
    assert f"MOTO_REKOGNITION_MODEL={copy}: its SHA-256 is" in built.stderr


def test_an_editable_installation_warns_without_the_model(project: Path) -> None:
    built = build(project, "build_editable")
    assert built.returncode == 0, built.stderr
    assert "WARNING: the face model could not be had" in built.stderr
    assert "moto-rekognition download-model" in built.stderr
