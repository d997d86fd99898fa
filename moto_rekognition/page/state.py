"""What the page shows, read from the service without changing anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import islice
from types import SimpleNamespace
from typing import Any

from moto.rekognition.models import rekognition_backends

from moto_rekognition import control
from moto_rekognition.rekognition import kept_images
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.models import RekognitionBackend
from moto_rekognition.rekognition.users.user import User

#: Faces of a collection on one page, and users.
PAGE, USERS = 50, 500


@dataclass(frozen=True)
class Shown:
    """An image that is kept, or nothing of it: sha256 is None. size: (width, height). details: FaceDetails to draw."""

    sha256: str | None
    size: tuple[int, int]
    details: list[dict[str, Any]]


@dataclass(frozen=True)
class ShownFace:
    """A face of a collection. attributes: what is known of it, in a few words."""

    face_id: str
    image_id: str
    external_image_id: str | None
    user_id: str | None
    confidence: float
    attributes: str
    image: Shown | None


def backends() -> Iterator[RekognitionBackend]:
    """Those that exist, by account and region."""
    for _, regions in sorted(rekognition_backends.items()):
        for _, backend in sorted(regions.items()):
            yield backend


def collections() -> list[tuple[RekognitionBackend, Collection]]:
    """Every collection, by account, region and id."""
    return [(backend, collection) for backend in backends() for collection in backend.collections()]


def find(account: str, region: str, collection_id: str) -> tuple[RekognitionBackend, Collection] | None:
    return next(
        (
            (backend, collection)
            for backend, collection in collections()
            if (backend.account_id, backend.region_name, collection.collection_id) == (account, region, collection_id)
        ),
        None,
    )


def faces(collection: Collection, start: int) -> list[ShownFace]:
    """PAGE faces of a collection by ascending id, from the `start`-th on."""
    with collection.lock:
        page = collection.faces(collection.face_ids()[start : start + PAGE])
        owners = [collection.owner_id(face.face_id) for face in page]
    shown = []
    for face, owner in zip(page, owners, strict=True):
        image, attributes = None, ""
        if (found := _kept(face.image_id)) is not None:
            sha256, kept = found
            width, height = face.size
            left, top = face.box.left / width, face.box.top / height
            detail = min(
                kept.faces,
                key=lambda each: abs(each["BoundingBox"]["Left"] - left) + abs(each["BoundingBox"]["Top"] - top),
                default=None,
            )
            image = Shown(sha256 if kept.jpeg else None, kept.size, [] if detail is None else [detail])
            attributes = "" if detail is None else in_words(detail)
        shown.append(
            ShownFace(face.face_id, face.image_id, face.external_image_id, owner, face.confidence, attributes, image)
        )
    return shown


def users(collection: Collection) -> list[User]:
    """The first USERS users of a collection, in the order of ListUsers."""
    with collection.lock:
        return collection.users(islice(collection.user_keys, USERS))


def images(digests: tuple[str, ...]) -> list[Shown]:
    """Those that are kept."""
    kept = kept_images.current()
    found = [] if kept is None else [(digest, kept.get(digest)) for digest in digests]
    return [Shown(digest if each.jpeg else None, each.size, each.faces) for digest, each in found if each is not None]


def _kept(image_id: str) -> tuple[str, kept_images.KeptImage] | None:
    kept = kept_images.current()
    return None if kept is None else kept.of_image_id(image_id)


def in_words(detail: Mapping[str, Any]) -> str:
    """The attributes of a FaceDetail in a few words."""
    flags = {
        "Smile": "smiling",
        "Eyeglasses": "eyeglasses",
        "Sunglasses": "sunglasses",
        "Beard": "beard",
        "Mustache": "mustache",
        "MouthOpen": "mouth open",
        "FaceOccluded": "occluded",
    }
    pose = detail["Pose"]
    words = [detail["Emotions"][0]["Type"].lower()] if detail.get("Emotions") else []
    words += [word for name, word in flags.items() if detail.get(name, {}).get("Value")]
    words += ["eyes closed"] if detail.get("EyesOpen", {}).get("Value") is False else []
    return ", ".join([*words, *(f"{name.lower()} {round(pose[name])}" for name in ("Yaw", "Pitch", "Roll"))])


#: Outcomes of a section, jobs and sessions that are shown at most: the latest.
LATEST = 200
#: Members of what is declared that nobody needs to see: one changes all the time.
_UNSEEN = ("Id", "Now")


def outcomes() -> dict[str, tuple[list[str], list[dict[str, Any]]]]:
    """What is declared, by section of the control API and as that API tells it: the members that occur, and each."""
    told = {}
    for url, handler in control.url_paths().items():
        section = url.removeprefix(control.PATH).removesuffix("$")
        _, _, answer = handler(SimpleNamespace(method="GET", body=""), "", {})
        said = json.loads(answer)
        declared = said[-LATEST:] if isinstance(said, list) else [said]
        told[section] = list(dict.fromkeys(key for each in declared for key in each if key not in _UNSEEN)), declared
    return told


def work() -> list[tuple[RekognitionBackend, str, str, str]]:
    """Jobs and liveness sessions: backend, kind, id, state."""
    found = []
    for backend in backends():
        for job_id, job in list(backend.state.jobs.items()):
            found.append((backend, job.operation, job_id, job.status))
        for session_id, session in list(backend.state.sessions.items()):
            found.append((backend, "face liveness session", session_id, session.last_status))
    return found[-LATEST:]


def moment(seconds: float) -> str:
    """Seconds since the epoch as UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
