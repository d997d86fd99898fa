"""`moto-rekognition compare`: is the largest face of one photo in another."""

from __future__ import annotations

import json
from pathlib import Path

import click

from moto_rekognition.cli.exits import NOTHING_FOUND
from moto_rekognition.cli.service import Where, client, content, endpoint_options


@click.command("compare", short_help="Look for the face of one photo in another.")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--threshold", type=click.FloatRange(0, 100), default=80.0, show_default=True, help="Least Similarity.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of CompareFaces.")
@endpoint_options
def command(source: Path, target: Path, threshold: float, as_json: bool, where: Where) -> None:
    """Compare the largest face of SOURCE with every face of TARGET.

    Exits with 1 when no face matches.
    """
    with client(where) as rekognition:
        answer = rekognition.compare_faces(
            SourceImage={"Bytes": content(source)},
            TargetImage={"Bytes": content(target)},
            SimilarityThreshold=threshold,
        )
    answer.pop("ResponseMetadata")
    if as_json:
        click.echo(json.dumps(answer))
    else:
        for match in answer["FaceMatches"]:
            box = match["Face"]["BoundingBox"]
            click.echo(f"match: similarity {match['Similarity']:.2f}, at {box['Left']:.3f} {box['Top']:.3f}")
        click.echo(f"{len(answer['FaceMatches'])} matching, {len(answer['UnmatchedFaces'])} other faces")
    if not answer["FaceMatches"]:
        raise click.exceptions.Exit(NOTHING_FOUND)
