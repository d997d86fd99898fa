"""Runs the JavaScript example's own tests against a moto server; `npm install` in this directory makes it possible."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.skipif(not (HERE / "node_modules").is_dir(), reason="run `npm install` in examples/javascript first")
def test_the_example_passes_its_tests(rekognition_server):
    run = subprocess.run(
        ["node", "--test"],
        cwd=HERE,
        env={**os.environ, "MOTO_URL": rekognition_server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
