"""What `moto_rekognition_server` does beyond `moto_server`."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import requests
from moto import mock_aws
from moto import server as moto_server

from moto_rekognition.outcomes.scope import current
from moto_rekognition.server import declared, options
from moto_rekognition.server.declared import FileError
from moto_rekognition.synthetic import Face
from tests.server.conftest import Start, free_port


@pytest.fixture(scope="module")
def portraits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to seed: ada and grace in `people`, alan in `staff`."""
    folder = tmp_path_factory.mktemp("seed")
    for collection, name in (("people", "ada"), ("people", "grace"), ("staff", "alan")):
        (folder / collection).mkdir(exist_ok=True)
        (folder / collection / f"{name}.jpg").write_bytes(Face(name).jpeg())
    return folder


def refused(*arguments: object) -> str:
    """What a server says that does not even start."""
    command = [sys.executable, "-m", "moto_rekognition.server", "-p", str(free_port()), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 1, run.stderr
    return run.stderr.strip()


def flags(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", text))


def test_it_has_every_flag_of_motos_server() -> None:
    helps = []
    for parse in (moto_server.main, options.parse):
        with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.suppress(SystemExit):
            parse(["--help"])
        helps.append(flags(output.getvalue().partition("Rekognition:")[0]))
    assert helps[0] <= helps[1]


def test_is_ready_when_the_model_is_loaded_and_the_folder_is_indexed(start: Start, portraits: Path) -> None:
    server = start("--preload", "--seed", portraits, until=503)
    assert server.health().json()["Status"] == "starting"
    while server.health().status_code == 503:
        pass
    assert server.health().json() == {"Status": "ready"}
    assert server.rekognition.list_collections()["CollectionIds"] == ["people", "staff"]
    photo = {"Bytes": Face("ada", yaw=10).jpeg()}
    (match,) = server.rekognition.search_faces_by_image(CollectionId="people", Image=photo)["FaceMatches"]
    assert match["Face"]["ExternalImageId"] == "ada"


def test_what_it_had_at_its_end_is_there_at_the_next_start(start: Start, tmp_path: Path, portraits: Path) -> None:
    file = tmp_path / "state.npz"
    first = start("--snapshot", file, "--seed", portraits)
    faces = first.rekognition.list_faces(CollectionId="people")["Faces"]
    first.rekognition.create_user(CollectionId="people", UserId="ada")
    first.stop()
    assert first.process.returncode == 0
    second = start("--snapshot", file, "--seed", portraits)
    assert second.rekognition.list_faces(CollectionId="people")["Faces"] == faces
    assert [user["UserId"] for user in second.rekognition.list_users(CollectionId="people")["Users"]] == ["ada"]


def test_a_server_that_is_stopped_while_it_seeds_goes_on_at_the_next_start(
    start: Start, tmp_path: Path, portraits: Path
) -> None:
    (tmp_path / "slow.yaml").write_text("faults: [{Operation: IndexFaces, After: 1, Latency: 1}]")
    options = ("--seed", portraits, "--snapshot", tmp_path / "state.npz")
    first = start(*options, "--declare", tmp_path / "slow.yaml", until=503)
    while "1 of 2" not in first.health().text:
        assert first.health().status_code == 503
    first.stop()
    assert first.process.returncode == 0
    second = start(*options)
    faces = second.rekognition.list_faces(CollectionId="people")["Faces"]
    assert sorted(face["ExternalImageId"] for face in faces) == ["ada", "grace"]


def test_a_request_that_is_being_answered_is_finished(start: Start) -> None:
    server = start()
    faults = f"{server.url}/moto-api/static/rekognition/faults"
    requests.post(faults, json={"Operation": "ListCollections", "Latency": 2}, timeout=10)
    answers: list[object] = []
    asking = Thread(target=lambda: answers.append(server.rekognition.list_collections()["CollectionIds"]))
    asking.start()
    while requests.get(faults, timeout=10).json()[0]["Calls"] == 0:
        pass
    server.stop()
    asking.join()
    assert answers == [[]]
    assert server.process.returncode == 0


OUTCOMES = """
# who is where
declarations:
  - File: portrait.jpg
    Faces: [{Identity: ada, Sunglasses: true}]
faults:
  - {Operation: ListUsers, Error: ThrottlingException}
lags:
  Faces: 0.5
"""


def test_declares_what_a_file_says(start: Start, tmp_path: Path) -> None:
    (tmp_path / "outcomes.yaml").write_text(OUTCOMES)
    (tmp_path / "portrait.jpg").write_bytes(b"any bytes at all")
    server = start("--declare", tmp_path / "outcomes.yaml")
    answer = server.rekognition.detect_faces(Image={"Bytes": b"any bytes at all"}, Attributes=["ALL"])
    assert answer["FaceDetails"][0]["Sunglasses"]["Value"] is True
    control = f"{server.url}/moto-api/static/rekognition"
    assert requests.get(f"{control}/faults", timeout=10).json()[0]["Operation"] == "ListUsers"
    assert requests.get(f"{control}/lags", timeout=10).json()[0]["Faces"] == 0.5


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", "declarations:\n  - Faces: []\n  - Faces: [{Sunglass: 1}]\n", r":3: .*did you mean 'Sunglasses'\?"),
        ("a.yaml", "faults: []\nfault: []\n", r":2: .* has no 'fault', did you mean 'faults'\?"),
        ("a.yaml", "faults:\n  - IndexFaces\n", ":2: give names and values, not 'IndexFaces'"),
        ("a.yaml", "faults: [\n", ":2: this is not YAML"),
        ("a.yaml", "declarations:\n  - File: nowhere.jpg\n    Faces: []\n", r":2: File: .*nowhere\.jpg: No such file"),
        ("a.yaml", "", ":1: the file is empty"),
        ("a.yaml", "faults: []\n# caf\xe9\n", ":2: this is not UTF-8"),
        ("a.yaml", "faults:\n  - Operation: !!python/name:os.system\n", ":2: could not determine a constructor"),
        ("a.yaml", "faults: []\nlags: []\nfaults: []\n", ":3: faults is given twice, first in line 1"),
        ("a.yaml", "lags:\n  - Faces: 1\n    Users: 1\n    Faces: 2\n", ":4: Faces is given twice, first in line 2"),
        ("a.json", '{\n"lags": [\n{"Faces": 1,\n"Faces": 2}]}', ":4: Faces is given twice, first in line 3"),
        ("a.json", '{\n"faults": [,]}', ":2: this is not JSON"),
        ("a.json", '{\n\t"lags": [\n\t\t{"Faces": -1}]}', ":3: .*give seconds"),
    ],
)
def test_a_wrong_file_names_the_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="latin-1")
    with mock_aws(), pytest.raises(FileError, match=re.escape(str(tmp_path / name)) + message):
        declared.load(tmp_path / name)


def test_a_file_may_use_the_aliases_and_merges_of_yaml(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.yaml"
    file.write_text("lags:\n  - &one {Faces: 1}\n  - *one\n  - {<<: *one, <<: {Users: 2}, Faces: 3}\n")
    with mock_aws():
        declared.load(file)
        assert [(lag.faces, lag.users) for lag in current().lags] == [(1, 0), (1, 0), (3, 2)]


def test_a_wrong_file_stops_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("clocks: {}")
    assert "wrong.yaml:1: a file of outcomes has no 'clocks'" in refused("--declare", tmp_path / "wrong.yaml")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--seed", "--seed: {path} is no folder"),
        ("--declare", "[Errno 2] No such file or directory: '{path}'"),
    ],
)
def test_what_is_not_there_stops_it_at_once(tmp_path: Path, option: str, message: str) -> None:
    path = tmp_path / "nowhere"
    assert refused(option, path) == "moto_rekognition_server: " + message.format(path=path)


def test_photos_outside_a_collections_folder_stop_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "ada.jpg").write_bytes(b"")
    assert "put photos into a folder with the name of their collection" in refused("--seed", tmp_path)


def test_a_damaged_snapshot_stops_it_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "state.npz").write_bytes(b"damaged")
    assert "is no snapshot of moto-rekognition" in refused("--snapshot", tmp_path / "state.npz")
    assert (tmp_path / "state.npz").read_bytes() == b"damaged"


def test_an_engine_that_cannot_be_loaded_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_MODEL", str(tmp_path / "nowhere.task"))
    assert "could not get ready: there is no file" in refused("--preload")


def test_a_port_that_is_taken_leaves_the_snapshot_alone(start: Start, tmp_path: Path) -> None:
    server = start()
    port = server.url.rpartition(":")[2]
    assert "Address already in use" in refused("-p", port, "--snapshot", tmp_path / "state.npz")
    assert not (tmp_path / "state.npz").exists()


def test_an_open_address_is_warned_of(start: Start) -> None:
    assert "everybody who reaches this machine can use the server" in start("-H", "0.0.0.0").stop()
    assert "warning: " not in start().stop()


def test_the_log_has_the_requests_of_clients_only(start: Start) -> None:
    server = start()
    requests.get(f"{server.url}/moto-api/rekognition/", timeout=30)
    server.rekognition.list_collections()
    printed = server.stop()
    assert '"POST / HTTP/1.1" 200' in printed
    assert "/moto-api/rekognition" not in printed


def test_a_snapshot_that_cannot_be_saved_stops_it_at_the_start(tmp_path: Path) -> None:
    snapshot = tmp_path / "nowhere" / "state.npz"
    assert f"--snapshot: there is no folder {snapshot.parent}" in refused("--snapshot", snapshot)


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options.parse([f"--port={port}"])
    assert "give a number from 0 to 65535" in capsys.readouterr().err
