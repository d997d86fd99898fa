"""Saves collections to a file and loads them: `save(path)` and `load(path)`.

A snapshot is a zip archive like numpy's npz: arrays as `.npy`, other data in `snapshot.json`. Loading never unpickles.
`snapshot.json` has the SHA-256 of each array; the comment of the archive is the SHA-256 of `snapshot.json`.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.metadata
import json
import os
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition import settings
from moto_rekognition._moto import backend_of, is_server, running_mocks
from moto_rekognition.outcomes.scope import current
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.collections.face_model import FaceModel
from moto_rekognition.rekognition.faces.face import StoredFace
from moto_rekognition.vision import descriptors
from moto_rekognition.vision.observation import Box, Descriptor

if TYPE_CHECKING:
    from moto_rekognition.rekognition.models import RekognitionBackend

#: Version of the file format. A reader refuses a higher one.
FORMAT = 1
_DOCUMENT = "snapshot.json"
#: What damaged bytes cause; RuntimeError: of `zipfile`, for members that seem encrypted or of another version of zip.
_UNREADABLE = (
    OSError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class SnapshotError(ValueError):
    """A file that is no snapshot, is damaged, or needs another version of this package."""


def save(path: str | os.PathLike[str]) -> None:
    """Save every collection of the running mock to a file: faces, vectors, users, tags, model versions.

    It has all accounts and regions. The file is replaced atomically. Raises OSError.
    """
    target = Path(path)
    content = dump()
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def load(path: str | os.PathLike[str]) -> None:
    """Load the collections of a file into the running mock.

    A collection of the same account, region and id is replaced; others are kept. Raises SnapshotError, which says what
    is wrong with the file, or OSError; then nothing has changed.
    """
    if not running_mocks() and not is_server():
        warnings.warn(f"load({str(path)!r}) came before mock_aws, which begins with nothing", stacklevel=2)
    restore(Path(path).read_bytes(), str(path))


def dump() -> bytes:
    """The content of a snapshot of the running mock."""
    arrays: dict[str, NDArray[Any]] = {}
    described: list[dict[str, Any]] = []
    for account, region, backend in _backends():
        for collection in backend.collections():
            index = len(described)
            with collection.lock:
                described.append({"account": account, "region": region, **_describe(collection, arrays, index)})
    document: dict[str, Any] = {"format": FORMAT, "saved_by": _version(), "collections": described}
    document["identities"] = _identities(arrays)
    contents = {name: _npy(array) for name, array in arrays.items()}
    document["sha256"] = {name: checksum(content).decode() for name, content in contents.items()}
    contents = {_DOCUMENT: json.dumps(document, separators=(",", ":")).encode()} | contents
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # without a time, so that equal states give equal files
        archive.comment = checksum(contents[_DOCUMENT])
    return file.getvalue()


def _describe(collection: Collection, arrays: dict[str, NDArray[Any]], index: int) -> dict[str, Any]:
    """The JSON of a collection. Adds its arrays to `arrays`. The caller holds the collection's lock."""
    faces, vectors = collection.stored()
    arrays[f"{index}.vectors.npy"] = vectors
    boxes = [(face.box.left, face.box.top, face.box.width, face.box.height) for face in faces]
    arrays[f"{index}.boxes.npy"] = np.array(boxes, np.float64).reshape(-1, 4)
    arrays[f"{index}.confidences.npy"] = np.array([face.confidence for face in faces], np.float64)
    descriptor = collection.descriptor
    return {
        "id": collection.collection_id,
        "face_model": collection.face_model.version,
        "descriptor": {"name": descriptor.name, "version": descriptor.version},
        "created": collection.created,
        "tags": collection.tags,
        "faces": {
            "id": [face.face_id for face in faces],
            "image_id": [face.image_id for face in faces],
            "external_image_id": [face.external_image_id for face in faces],
            "size": [face.size for face in faces],
            "face_model": [face.face_model_version for face in faces],
        },
        "users": {user.user_id: list(user.face_ids) for user in collection.users(collection.user_keys)},
    }


def _identities(arrays: dict[str, NDArray[Any]]) -> dict[str, list[str]]:
    """Dimension -> names of declared identities. Adds their vectors to `arrays`: later declarations need them."""
    outcomes = current()
    with outcomes.lock:
        bases = {dimension: dict(basis) for dimension, basis in outcomes.bases.items() if basis}
    for dimension, basis in bases.items():
        arrays[f"identities.{dimension}.npy"] = np.stack(list(basis.values()))
    return {str(dimension): list(basis) for dimension, basis in bases.items()}


def restore(content: bytes, name: str = "the snapshot") -> None:
    """Load the content of a snapshot; `name` is for messages. Raises SnapshotError; then nothing has changed."""
    collecting = gc.isenabled()
    gc.disable()  # many new objects would trigger collections that traverse all objects of moto
    try:
        document, arrays = _read(content, name)
        restored = [
            (_backend(each), _collection(each, index, arrays, name))
            for index, each in enumerate(document["collections"])
        ]
        bases = {
            int(dimension): dict(zip(names, arrays[f"identities.{dimension}.npy"], strict=True))
            for dimension, names in document["identities"].items()
        }
    except SnapshotError:
        raise
    except _UNREADABLE as error:
        raise SnapshotError(f"{name} is no snapshot of moto-rekognition, or it is damaged ({error})") from error
    finally:
        if collecting:
            gc.enable()
    outcomes = current()
    with outcomes.lock:
        for dimension, basis in bases.items():
            outcomes.bases[dimension].update(basis)
    for backend, collection in restored:
        backend.put_collection(collection)


def _read(content: bytes, name: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(BytesIO(content)))
        raw = archive.read(_DOCUMENT)
        document: dict[str, Any] = json.loads(raw)
        if document["format"] > FORMAT:
            raise SnapshotError(
                f"{name} was saved by moto-rekognition {document['saved_by']} in format {document['format']}; this is "
                f"{_version()}, which reads format {FORMAT}: upgrade moto-rekognition"
            )
        if checksum(raw) != archive.comment:
            raise ValueError(f"the checksum of {_DOCUMENT} is wrong")
        arrays = {}
        for member, digest in document["sha256"].items():
            array = archive.read(member)
            if checksum(array).decode() != digest:
                raise ValueError(f"the checksum of {member} is wrong")
            arrays[member] = np.load(BytesIO(array), allow_pickle=False)
    return document, arrays


def _collection(described: Mapping[str, Any], index: int, arrays: Mapping[str, NDArray[Any]], name: str) -> Collection:
    faces = described["faces"]
    collection = Collection(
        described["id"],
        _backend(described).collection_arn(described["id"]),
        FaceModel(described["face_model"]),
        _descriptor(described, name),
        described["tags"],
        described["created"],
    )
    stored = [
        StoredFace(face_id, image_id, external, Box(*box), tuple(size), confidence, model)
        for face_id, image_id, external, box, size, confidence, model in zip(
            faces["id"],
            faces["image_id"],
            faces["external_image_id"],
            arrays[f"{index}.boxes.npy"].tolist(),
            faces["size"],
            arrays[f"{index}.confidences.npy"].tolist(),
            faces["face_model"],
            strict=True,
        )
    ]
    collection.restore(stored, arrays[f"{index}.vectors.npy"], described["users"])
    return collection


def _descriptor(described: Mapping[str, Any], name: str) -> Descriptor:
    wanted = described["descriptor"]
    try:
        found = descriptors.get(wanted["name"], settings.current().sface_model)
    except (ValueError, OSError, ImportError) as error:
        raise SnapshotError(f"{name}: collection {described['id']!r} needs a descriptor: {error}") from error
    if found.version != wanted["version"]:
        raise SnapshotError(
            f"{name}: the vectors of collection {described['id']!r} are of descriptor {wanted['name']} "
            f"{wanted['version']}, and {found.name} {found.version} is installed; the two cannot be compared: "
            "index the photos again"
        )
    return found


def checksum(content: bytes) -> bytes:
    """The SHA-256 of a member, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest().encode()


def _npy(array: NDArray[Any]) -> bytes:
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _version() -> str:
    try:
        return importlib.metadata.version("moto-rekognition")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _backends() -> list[tuple[str, str, RekognitionBackend]]:
    from moto.rekognition.models import rekognition_backends

    return [
        (account, region, backend)
        for account, regions in list(rekognition_backends.items())
        for region, backend in list(regions.items())
    ]


def _backend(described: Mapping[str, Any]) -> RekognitionBackend:
    from moto.rekognition.models import rekognition_backends

    found: RekognitionBackend = backend_of(rekognition_backends, described["account"], described["region"])
    return found
