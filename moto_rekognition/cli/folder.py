"""A folder of portraits into a collection: what `index` and the server's `--seed` do. An interrupted run can go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto_rekognition.cli.exits import Refused
from moto_rekognition.cli.service import content, trouble

SUFFIXES = (".jpg", ".jpeg", ".png")


@dataclass
class Report:
    """What became of a folder's photos.

    there: were in the collection already. without_face: no face was indexed. refused: what went wrong, with the photo.
    """

    there: int = 0
    indexed: int = 0
    without_face: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def photos(folder: Path) -> dict[str, Path]:
    """External image id -> photo, for each JPEG and PNG below a folder, by path.

    The id is the path below the folder without its extension: `ada.jpg` is `ada`, `team/ada.jpg` is `team:ada`, and
    what an external image id cannot have becomes `_`.
    Raises Refused when there is no such folder, or two photos would get the same id.
    """
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder")
    found: dict[str, Path] = {}
    for photo in sorted(folder.rglob("*")):
        if photo.suffix.lower() not in SUFFIXES or not photo.is_file():
            continue
        below = photo.relative_to(folder).with_suffix("")
        name = ":".join(re.sub(r"[^a-zA-Z0-9_.\-]", "_", part) for part in below.parts)
        if name in found:
            raise Refused(f"{found[name]} and {photo} would both get the external image id {name!r}: rename one")
        found[name] = photo
    return found


def index(
    rekognition: Any,
    collection_id: str,
    wanted: Mapping[str, Path],
    *,
    max_faces: int = 1,
    jobs: int = 2,
    done: Callable[[int], object] = lambda _: None,
) -> Report:
    """Index photos under their external image ids, creating the collection if need be.

    Those whose id the collection has already are left out, so that an interrupted run can go on.
    done: called with 1 for each photo, or with the number of those that were there. Raises ClientError when the
    collection cannot be used; what is wrong with a photo is reported.
    """
    from botocore.exceptions import ClientError

    there = _external_ids(rekognition, collection_id)
    report = Report(there=len(there & wanted.keys()))
    done(report.there)

    def index_one(name: str, photo: Path) -> int:
        answer = rekognition.index_faces(
            CollectionId=collection_id,
            Image={"Bytes": content(photo)},
            ExternalImageId=name,
            MaxFaces=max_faces,
        )
        return len(answer["FaceRecords"])

    with ThreadPoolExecutor(jobs) as pool:
        asked = {pool.submit(index_one, *each): each[1] for each in wanted.items() if each[0] not in there}
        try:
            for answered in as_completed(asked):
                photo = asked[answered]
                try:
                    faces = answered.result()
                except (ClientError, Refused) as error:
                    report.refused.append(trouble(photo, error))
                else:
                    report.indexed += faces > 0
                    if not faces:
                        report.without_face.append(photo)
                done(1)
        finally:
            pool.shutdown(cancel_futures=True)
    return report


def _external_ids(rekognition: Any, collection_id: str) -> set[str]:
    """The external image ids of a collection, which is created when it is not there."""
    try:
        rekognition.create_collection(CollectionId=collection_id)
    except rekognition.exceptions.ResourceAlreadyExistsException:
        pages: Iterable[Any] = rekognition.get_paginator("list_faces").paginate(CollectionId=collection_id)
        return {face["ExternalImageId"] for page in pages for face in page["Faces"] if "ExternalImageId" in face}
    return set()
