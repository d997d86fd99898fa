"""`moto-rekognition detect`: the faces of photos."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from moto_rekognition.cli.exits import NOTHING_FOUND, REFUSED, Refused
from moto_rekognition.cli.service import Where, client, content, endpoint_options, trouble

#: Members of FaceDetail with a Value, and what the text output says when it is true.
FLAGS = {
    "Smile": "smiling",
    "Eyeglasses": "eyeglasses",
    "Sunglasses": "sunglasses",
    "Beard": "beard",
    "Mustache": "mustache",
    "MouthOpen": "mouth open",
    "FaceOccluded": "occluded",
}


@click.command("detect", short_help="Find the faces of photos, with their attributes.")
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=click.Path(path_type=Path))
@click.option("--draw", metavar="OUT", type=click.Path(path_type=Path), help="Write the photo with boxes and landmarks "
              "drawn to this file; with several photos, or without an extension, into this folder.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the answer of DetectFaces, one JSON object a photo.")
@endpoint_options
def command(photos: Sequence[Path], draw: Path | None, as_json: bool, where: Where) -> None:
    """Find the faces of photos, with all attributes.

    \b
    moto-rekognition detect me.jpg --draw seen.png
    moto-rekognition detect *.jpg --json | jq '.FaceDetails | length'
    """
    from botocore.exceptions import ClientError

    faces, refused = 0, 0
    with client(where) as rekognition:
        for photo in photos:
            try:
                picture = content(photo)
                details = rekognition.detect_faces(Image={"Bytes": picture}, Attributes=["ALL"])["FaceDetails"]
            except (ClientError, Refused) as error:
                refused += 1
                click.echo(trouble(photo, error), err=True)
                continue
            faces += len(details)
            click.echo(json.dumps({"File": str(photo), "FaceDetails": details}) if as_json else text(photo, details))
            if draw is not None:
                is_folder = len(photos) > 1 or draw.is_dir() or not draw.suffix
                _draw(picture, details, draw / f"{photo.stem}.png" if is_folder else draw)
    if refused:
        raise click.exceptions.Exit(REFUSED)
    if not faces:
        raise click.exceptions.Exit(NOTHING_FOUND)


def _draw(picture: bytes, details: Sequence[Any], to: Path) -> None:
    from moto_rekognition.cli import drawing

    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        drawing.annotated(picture, details).save(to)
    except (OSError, ValueError) as error:  # Pillow: an unknown extension is a ValueError
        raise Refused(f"{to}: {error}") from error
    click.echo(f"Drawn: {to}", err=True)


def text(photo: Path, details: Sequence[Any]) -> str:
    """One line for the photo and one for each face."""
    count = f"{len(details)} face{'' if len(details) == 1 else 's'}"
    lines = [f"{click.style(str(photo), bold=True)}: {count}"]
    for number, face in enumerate(details, 1):
        box, pose, quality = face["BoundingBox"], face["Pose"], face["Quality"]
        flags = [word for name, word in FLAGS.items() if face[name]["Value"]]
        flags += [] if face["EyesOpen"]["Value"] else ["eyes closed"]
        lines.append(
            f"  {number:>2}  {face['Confidence']:.1f} % sure"
            f"  box {box['Left']:.3f} {box['Top']:.3f} {box['Width']:.3f} x {box['Height']:.3f}"
            f"  yaw {round(pose['Yaw']):+} pitch {round(pose['Pitch']):+} roll {round(pose['Roll']):+}"
            f"  brightness {quality['Brightness']:.0f} sharpness {quality['Sharpness']:.0f}"
            f"  {', '.join([face['Emotions'][0]['Type'].lower(), *flags])}"
        )
    return "\n".join(lines)
