"""The model file of Face Landmarker: where it is looked for, and fetching it from Google's public model storage."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import platformdirs
import requests

VARIABLE = "MOTO_REKOGNITION_MODEL"
#: MediaPipe's official bundle, Apache-2.0: https://ai.google.dev/edge/mediapipe/solutions/vision/face_landmarker
URL = "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task"
SIZE = 3_758_596
SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
_CHUNK = 2**16
_TIMEOUT = (10, 30)


class ModelMissing(RuntimeError):
    """A picture is to be looked at, and there is no model to look with."""


class DownloadFailed(RuntimeError):
    """The model could not be fetched, or what was fetched is not the model."""


def cached() -> Path:
    """Where the downloaded model is kept for this user, whether it is there or not."""
    return platformdirs.user_cache_path("moto-rekognition") / "face_landmarker.task"


def locate(given: str | None = None) -> Path:
    """The model file: the one given, else that of the environment variable, else the user's cache.

    Raises ModelMissing, saying how to get one.
    """
    chosen = given or os.environ.get(VARIABLE)
    path = Path(chosen) if chosen else cached()
    if path.is_file():
        return path
    complaint = f"there is no file {path}" if chosen else "the installed mediapipe comes without its face model"
    raise ModelMissing(
        f"{complaint}. Run `moto-rekognition download-model` once ({SIZE / 1e6:.1f} MB), "
        f"or set {VARIABLE} to a copy of face_landmarker.task (from {URL})."
    )


def is_intact(path: Path) -> bool:
    """Whether the file is there and is the model."""
    return path.is_file() and _sha256(path) == SHA256


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def download(
    path: Path, url: str, sha256: str, progress: Callable[[int, int | None], object] = lambda *_: None
) -> None:
    """Fetch the model to `path`, going on from what an earlier attempt left; `path` only ever holds all of it.

    progress: called with the bytes there are and those there will be, None while that is unknown.
    Raises DownloadFailed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    try:
        _fetch(url, partial, progress)
    except (requests.RequestException, OSError) as error:
        raise DownloadFailed(f"{url}: {error}. What has arrived is kept; run the command again to go on.") from error
    found = _sha256(partial)
    if found != sha256:
        partial.unlink()
        raise DownloadFailed(f"{url}: its SHA-256 is {found}, not {sha256}. Nothing was kept.")
    partial.replace(path)


def _fetch(url: str, partial: Path, progress: Callable[[int, int | None], object]) -> None:
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        if response.status_code == requests.codes.requested_range_not_satisfiable:
            return  # there is nothing beyond what we have: the checksum will tell
        response.raise_for_status()
        if response.status_code != requests.codes.partial_content:
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        with partial.open("ab" if have else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                file.write(chunk)
                have += len(chunk)
                progress(have, total)
    if total is not None and have < total:
        raise OSError(f"the connection ended after {have} of {total} bytes")
