"""Every code block of the documentation does what the page says.

The Python blocks of a page are one test module, in their order. The commands of a console block run in bash, with a
server behind the address that the pages name.
A block that cannot run says why, in a comment before it: `<!-- not run: reason -->`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from moto_rekognition.synthetic import Face

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "examples/**/README.md", "training/*.md", "benchmarks/*.md")
    for page in ROOT.glob(pattern)
    if "node_modules" not in page.parts
)
#: Languages of blocks that show text or a picture, not something to run.
SHOWN = ("", "text", "mermaid")
SERVER = "http://127.0.0.1:5000"


@dataclass(frozen=True)
class Block:
    """A code block. line: of its page, 1 for the first. not_run: why it is not run; empty when it is."""

    page: str
    line: int
    language: str
    code: str
    not_run: str


def blocks_of(page: Path) -> Iterator[Block]:
    comment = ""
    for token in MarkdownIt().parse(page.read_text()):
        if token.type == "html_block":
            comment = token.content
        elif token.type == "fence" and token.map:
            reason = re.search(r"<!-- (?:not run: (.+?)|(ci: .+?)) -->", comment)
            name = str(page.relative_to(ROOT))
            yield Block(name, token.map[0] + 2, token.info.strip(), token.content, reason.group(0) if reason else "")
            comment = ""
        else:
            comment = ""


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def in_language(*languages: str) -> pytest.MarkDecorator:
    found = [block for block in BLOCKS if block.language in languages and not block.not_run]
    return pytest.mark.parametrize("block", found, ids=[f"{block.page}:{block.line}" for block in found])


PYTHON_PAGES = sorted({block.page for block in BLOCKS if block.language == "python" and not block.not_run})


@pytest.mark.parametrize("page", PYTHON_PAGES)
def test_the_python_of_a_page_passes(tmp_path: Path, page: str) -> None:
    lines: list[str] = []
    for block in BLOCKS:
        if block.page == page and block.language == "python" and not block.not_run:
            lines += [""] * (block.line - 1 - len(lines))  # so that a failure names the line of the page
            lines += block.code.splitlines()
    (tmp_path / "test_page.py").write_text("\n".join(lines) + "\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        "test_page.py",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert run.returncode in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED), run.stdout + run.stderr


@in_language("console")
def test_the_commands_of_a_page_succeed(block: Block, tmp_path: Path, rekognition_server: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    (tmp_path / "photo.jpg").write_bytes(Face("ada").jpeg())
    commands = [line.removeprefix("$ ") for line in block.code.splitlines() if line.startswith("$ ")]
    assert commands, "a console block has commands behind `$ `"
    script = "\n".join(commands).replace(SERVER, rekognition_server).replace("curl ", "curl --silent --fail ")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(
        [bash, "-eu"], input=script, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr


@in_language("javascript")
def test_the_javascript_of_a_page_can_be_read(block: Block, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js")
    module = tmp_path / "page.mjs"
    module.write_text(block.code)
    subprocess.run([node, "--check", str(module)], check=True)


@in_language("yaml")
def test_the_yaml_of_a_page_can_be_read(block: Block) -> None:
    assert isinstance(yaml.safe_load(block.code), dict | list)


@in_language("json")
def test_the_json_of_a_page_can_be_read(block: Block) -> None:
    assert isinstance(json.loads(block.code), dict | list)


def test_every_block_is_shown_or_tested_or_says_why_not() -> None:
    tested = ("python", "console", "javascript", "yaml", "json", "dockerfile")
    unknown = [block for block in BLOCKS if block.language not in (*SHOWN, *tested) and not block.not_run]
    assert [f"{block.page}:{block.line} {block.language}" for block in unknown] == []
