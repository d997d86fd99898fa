"""`moto-rekognition index`: a folder of portraits into a collection."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from moto_rekognition.cli import folder as folders
from moto_rekognition.cli.exits import NOTHING_FOUND, REFUSED
from moto_rekognition.cli.service import Where, client, collections_of, endpoint_options, snapshot_option


@click.command("index", short_help="Put the photos of a folder into a collection.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--collection", required=True, metavar="NAME", help="Created when it is not there.")
@click.option("--max-faces", type=click.IntRange(1, 100), default=1, show_default=True, help="Of each photo.")
@click.option("--jobs", type=click.IntRange(1, 32), default=min(4, os.cpu_count() or 1), show_default=True,
              help="Photos at the same time.")  # fmt: skip
@snapshot_option
@endpoint_options
def command(folder: Path, collection: str, max_faces: int, jobs: int, snapshot: Path | None, where: Where) -> None:
    """Index the photos below DIR; the external image id of each is its file name without the extension.

    Photos whose id is in the collection already are left out: run it again to go on after an interruption.

    \b
    moto-rekognition index portraits/ --collection people --endpoint http://127.0.0.1:5000
    moto-rekognition index portraits/ --collection people --snapshot people.npz
    """
    wanted = folders.photos(folder)
    with client(where) as rekognition, ExitStack() as stack:
        stack.enter_context(collections_of(where, snapshot, save=True))
        bar = stack.enter_context(click.progressbar(length=len(wanted), label=f"Indexing {folder}", file=sys.stderr))
        report = folders.index(rekognition, collection, wanted, max_faces=max_faces, jobs=jobs, done=bar.update)
    for photo in report.without_face:
        click.echo(f"{photo}: no face that could be indexed", err=True)
    for line in report.refused:
        click.echo(line, err=True)
    click.echo(
        f"{report.indexed} indexed, {report.there} were there, {len(report.without_face)} without a face, "
        f"{len(report.refused)} refused"
    )
    if report.refused:
        raise click.exceptions.Exit(REFUSED)
    if not report.indexed + report.there:
        raise click.exceptions.Exit(NOTHING_FOUND)
