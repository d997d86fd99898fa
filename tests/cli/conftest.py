"""Commands are run as the console script runs them; some on drawn photos."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moto_rekognition.cli import main
from moto_rekognition.synthetic import Face, group

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """`run("detect", photo, status=1)`: the command's result, which must have the expected exit status."""

    def run(*arguments: object, status: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(each) for each in arguments])
        assert result.exit_code == status, result.output
        return result

    return run


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with portraits of three people, and below it `album`: other photos."""
    folder = tmp_path_factory.mktemp("photos")
    (folder / "album").mkdir()
    for name in ("ada", "grace"):
        (folder / f"{name}.jpg").write_bytes(Face(name).jpeg())
    (folder / "album" / "ada laughing.jpg").write_bytes(Face("ada", yaw=10, smile=0.9).jpeg())
    (folder / "album" / "alan.jpg").write_bytes(Face("alan", glasses=True).jpeg())
    (folder / "album" / "team.jpg").write_bytes(group([Face("ada"), Face("alan")]).jpeg())
    (folder / "notes.txt").write_text("no photo")
    return folder
