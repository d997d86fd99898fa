"""`moto-rekognition search`: whose face is it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from moto_rekognition.cli.exits import NOTHING_FOUND, REFUSED, Refused
from moto_rekognition.cli.service import (
    Where,
    client,
    collections_of,
    content,
    endpoint_options,
    snapshot_option,
    trouble,
)


@click.command("search", short_help="Find out whose face a photo shows.")
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=click.Path(path_type=Path))
@click.option("--collection", required=True, metavar="NAME")
@click.option("--threshold", type=click.FloatRange(0, 100), default=80.0, show_default=True, help="Least Similarity.")
@click.option("--max-faces", type=click.IntRange(1, 4096), default=5, show_default=True, help="Most matches a photo.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of SearchFacesByImage, one object a photo.")
@snapshot_option
@endpoint_options
def command(
    photos: Sequence[Path],
    collection: str,
    threshold: float,
    max_faces: int,
    as_json: bool,
    snapshot: Path | None,
    where: Where,
) -> None:
    """Search a collection for the largest face of each photo.

    Exits with 1 when nobody is found.
    """
    from botocore.exceptions import ClientError

    found, refused = 0, 0
    with client(where) as rekognition, collections_of(where, snapshot):
        for photo in photos:
            try:
                answer = rekognition.search_faces_by_image(
                    CollectionId=collection,
                    Image={"Bytes": content(photo)},
                    FaceMatchThreshold=threshold,
                    MaxFaces=max_faces,
                )
            except (ClientError, Refused) as error:
                refused += 1
                click.echo(trouble(photo, error), err=True)
                continue
            answer.pop("ResponseMetadata")
            found += len(answer["FaceMatches"])
            if as_json:
                click.echo(json.dumps({"File": str(photo), **answer}))
                continue
            click.echo(f"{click.style(str(photo), bold=True)}: {len(answer['FaceMatches'])} matches")
            for match in answer["FaceMatches"]:
                face = match["Face"]
                name = face.get("ExternalImageId", face["FaceId"])
                user = f"  user {face['UserId']}" if "UserId" in face else ""
                click.echo(f"  {match['Similarity']:6.2f}  {name}{user}")
    if refused:
        raise click.exceptions.Exit(REFUSED)
    if not found:
        raise click.exceptions.Exit(NOTHING_FOUND)
