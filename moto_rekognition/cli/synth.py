"""`moto-rekognition synth`: drawn faces as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from moto_rekognition.cli.exits import Broken, Refused

_NAMES = click.argument("names", nargs=-1, required=True, metavar="NAME...")
_SETTINGS = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of moto_rekognition.synthetic.Face, as yaw=15, smile=0.8, glasses=true; repeatable.",
)


class _Size(click.ParamType[tuple[int, int]]):
    name = "WIDTHxHEIGHT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        width, _, height = str(value).partition("x")
        if not (width.isdecimal() and height.isdecimal()):
            self.fail(f"{value!r} is no size; give WIDTHxHEIGHT, as 1280x720", param, ctx)
        return int(width), int(height)


@click.group("synth", short_help="Draw people into JPEG and MP4 files.")
def command() -> None:
    """Draw people: pictures that face detectors take for faces, made without any photo.

    A NAME is a person: the same name is the same person in every picture.
    """


@command.command()
@_NAMES
@click.option("--out", type=click.Path(path_type=Path), default=".", show_default="this folder", help="Folder.")
@_SETTINGS
def portraits(names: Sequence[str], out: Path, settings: Sequence[str]) -> None:
    """One JPEG for each person: OUT/NAME.jpg.

    \b
    moto-rekognition synth portraits ada grace alan --out portraits --set yaw=10
    """
    chosen = parameters(settings)
    for name in names:
        if not name or Path(name).name != name:
            raise click.UsageError(f"{name!r} cannot be the name of a file")
        write(out / f"{name}.jpg", _face(name, chosen).jpeg())


@command.command("group")
@_NAMES
@click.option("--out", type=click.Path(path_type=Path), required=True, help="JPEG file.")
@click.option("--size", type=_Size(), default="1280x720", show_default=True)
@_SETTINGS
def group_of(names: Sequence[str], out: Path, size: tuple[int, int], settings: Sequence[str]) -> None:
    """Several people in one JPEG.

    \b
    moto-rekognition synth group ada grace alan --out team.jpg --size 1920x1080
    """
    from moto_rekognition.synthetic import group

    chosen = parameters(settings)
    faces = [_face(name, chosen) for name in names]
    try:
        picture = group(faces, size=size)
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    write(out, picture.jpeg())


@command.command()
@_NAMES
@click.option("--out", type=click.Path(path_type=Path), required=True, help="MP4 or MOV file.")
@click.option("--size", type=_Size(), default="640x480", show_default=True)
@click.option("--seconds", type=click.FloatRange(0.5, 600), default=3.0, show_default=True)
@click.option("--fps", type=click.FloatRange(0.5, 120), default=10.0, show_default=True)
@click.option("--talk", is_flag=True, help="Their mouths move.")
@_SETTINGS
def clip(
    names: Sequence[str],
    out: Path,
    size: tuple[int, int],
    seconds: float,
    fps: float,
    talk: bool,
    settings: Sequence[str],
) -> None:
    """A video of people who turn their heads. Needs PyAV: pip install 'moto-rekognition[video]'.

    \b
    moto-rekognition synth clip ada grace --out visit.mp4 --seconds 5 --talk
    """
    from moto_rekognition.synthetic import film

    container = out.suffix.lower()
    if container not in (".mp4", ".mov"):
        raise click.UsageError(f"--out {out}: give a file that ends in .mp4 or .mov")
    chosen = parameters(settings)
    faces = [_face(name, chosen) for name in names]
    talking = [face.identity for face in faces] if talk else []
    try:
        video = film(faces, duration=1000 * seconds, fps=fps, size=size, talking=talking, sway=15)
        content = video.mov() if container == ".mov" else video.mp4()
    except ModuleNotFoundError as error:
        raise Broken(str(error)) from error
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    write(out, content)


def parameters(settings: Sequence[str]) -> dict[str, Any]:
    """`["yaw=15", "hair=long"]` -> `{"yaw": 15, "hair": "long"}`: JSON values, anything else is a string."""
    chosen: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(f"--set {setting}: give KEY=VALUE, as yaw=15")
        try:
            chosen[key] = json.loads(value)
        except ValueError:
            chosen[key] = value
        if isinstance(chosen[key], list):
            chosen[key] = tuple(chosen[key])
    return chosen


def _face(name: str, chosen: Mapping[str, Any]) -> Any:
    from moto_rekognition.synthetic import Face

    try:
        return Face(int(name) if name.isdecimal() else name, **chosen)
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error).removeprefix("Face.__init__() ")) from error


def write(path: Path, content: bytes) -> None:
    """Write a file and say so."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error
    click.echo(str(path))
