"""Collections saved to a file and loaded again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from moto_rekognition import declare, face, load, save, snapshots
from moto_rekognition.snapshots import SnapshotError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.npz"


def client(region: str = "us-east-1") -> Any:
    return boto3.client("rekognition", region, aws_access_key_id="testing", aws_secret_access_key="testing")


def fill(rekognition: Any) -> None:
    """A collection `people` with two users, three faces and a tag."""
    rekognition.create_collection(CollectionId="people", Tags={"team": "door"})
    for name, picture in (("ada", b"1"), ("ada", b"2"), ("eve", b"3")):
        declare(picture, [face(name)])
        rekognition.index_faces(CollectionId="people", Image={"Bytes": picture}, ExternalImageId=name)
    faces = rekognition.list_faces(CollectionId="people")["Faces"]
    for name in ("ada", "eve", "nobody"):
        rekognition.create_user(CollectionId="people", UserId=name)
        ids = [each["FaceId"] for each in faces if each["ExternalImageId"] == name]
        if ids:
            rekognition.associate_faces(CollectionId="people", UserId=name, FaceIds=ids)


def everything(rekognition: Any) -> list[Any]:
    """All that the service tells about `people`."""
    described = rekognition.describe_collection(CollectionId="people")
    answers = [
        described,
        rekognition.list_faces(CollectionId="people"),
        rekognition.list_users(CollectionId="people"),
        rekognition.list_tags_for_resource(ResourceArn=described["CollectionARN"]),
        *(
            rekognition.search_faces(CollectionId="people", FaceId=each["FaceId"], FaceMatchThreshold=0)
            for each in rekognition.list_faces(CollectionId="people")["Faces"]
        ),
        rekognition.search_users(CollectionId="people", UserId="ada", UserMatchThreshold=0),
    ]
    for answer in answers:
        del answer["ResponseMetadata"]
    return answers


def test_what_is_loaded_answers_as_what_was_saved(path: Path) -> None:
    with mock_aws():
        fill(client())
        before = everything(client())
        save(path)
    with mock_aws():
        load(path)
        assert everything(client()) == before


def test_a_declared_person_is_known_again_in_another_mock(path: Path) -> None:
    with mock_aws():
        fill(client())
        save(path)
    with mock_aws():
        load(path)
        declare(b"another picture", [face("eve")])
        answer = client().search_faces_by_image(CollectionId="people", Image={"Bytes": b"another picture"})
        assert [match["Face"]["ExternalImageId"] for match in answer["FaceMatches"]] == ["eve"]


def test_the_same_state_is_the_same_file(path: Path) -> None:
    with mock_aws():
        fill(client())
        save(path)
        first = path.read_bytes()
        load(path)
        save(path)
    assert path.read_bytes() == first


def test_every_region_is_in_the_file(path: Path) -> None:
    with mock_aws():
        client("eu-west-1").create_collection(CollectionId="abroad")
        client().create_collection(CollectionId="home")
        save(path)
    with mock_aws():
        load(path)
        assert client("eu-west-1").list_collections()["CollectionIds"] == ["abroad"]
        assert client().list_collections()["CollectionIds"] == ["home"]


def test_loading_replaces_a_collection_and_leaves_the_others(path: Path) -> None:
    with mock_aws():
        fill(client())
        save(path)
        before = everything(client())
        client().create_collection(CollectionId="other")
        client().delete_user(CollectionId="people", UserId="ada")
        load(path)
        assert everything(client()) == before
        assert client().list_collections()["CollectionIds"] == ["other", "people"]


def test_a_collection_goes_on_after_it_was_loaded(path: Path) -> None:
    with mock_aws():
        fill(client())
        save(path)
        load(path)
        declare(b"4", [face("eve")])
        indexed = client().index_faces(CollectionId="people", Image={"Bytes": b"4"}, ExternalImageId="eve")
        face_id = indexed["FaceRecords"][0]["Face"]["FaceId"]
        changes = client().associate_faces(CollectionId="people", UserId="eve", FaceIds=[face_id])
        assert changes["AssociatedFaces"] == [{"FaceId": face_id}]
        client().delete_user(CollectionId="people", UserId="eve")
        client().delete_faces(CollectionId="people", FaceIds=[face_id])
        assert client().describe_collection(CollectionId="people")["FaceCount"] == 3


def test_before_the_mock_it_warns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        save(path)
    monkeypatch.delitem(__import__("sys").modules, "moto.server", raising=False)
    with pytest.warns(UserWarning, match="came before mock_aws, which begins with nothing"):
        load(path)


def rewritten(content: bytes, **changes: Any) -> bytes:
    """A snapshot with another document, and checksums to match."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.dumps(json.loads(members["snapshot.json"]) | changes).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, member in (members | {"snapshot.json": document}).items():
            archive.writestr(name, member)
        archive.comment = snapshots.checksum(document)
    return file.getvalue()


def test_a_newer_file_says_which_version_it_needs(path: Path) -> None:
    with mock_aws():
        save(path)
        path.write_bytes(rewritten(path.read_bytes(), format=2, saved_by="9.9"))
        with pytest.raises(SnapshotError, match=r"saved by moto-rekognition 9\.9 in format 2; .* upgrade"):
            load(path)


def test_vectors_of_another_descriptor_are_refused(path: Path) -> None:
    with mock_aws():
        fill(client())
        save(path)
        with zipfile.ZipFile(path) as archive:
            collections = json.loads(archive.read("snapshot.json"))["collections"]
        collections[0]["descriptor"]["version"] = "older"
        path.write_bytes(rewritten(path.read_bytes(), collections=collections))
        with pytest.raises(SnapshotError, match=r"'people' are of descriptor \w+ older, .* index"):
            load(path)


@pytest.mark.parametrize("at", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_a_damaged_file_is_one_clear_error_and_changes_nothing(path: Path, at: float) -> None:
    with mock_aws():
        fill(client())
        save(path)
        content = bytearray(path.read_bytes())
        start = int(at * (len(content) - 100))  # a zip archive has single bytes that nobody reads
        content[start : start + 100] = bytes(byte ^ 0xFF for byte in content[start : start + 100])
        path.write_bytes(content)
        client().delete_user(CollectionId="people", UserId="nobody")
        before = everything(client())
        with pytest.raises(SnapshotError, match=r"people\.npz is no snapshot of .*, or it is damaged"):
            load(path)
        assert everything(client()) == before


@pytest.mark.parametrize(
    ("place", "value"),
    [(6, 99), (8, 1), (8, 32), (10, 77)],
    ids=["version of zip", "encrypted", "patched", "compression"],
)
def test_a_damaged_list_of_the_members_is_one_clear_error(path: Path, place: int, value: int) -> None:
    with mock_aws():
        fill(client())
        save(path)
        content = bytearray(path.read_bytes())
        content[content.index(b"PK\x01\x02") + place] = value  # of the first member, in the central directory
        path.write_bytes(content)
        with pytest.raises(SnapshotError, match="or it is damaged"):
            load(path)


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1])
def test_a_file_that_was_cut_is_one_clear_error(path: Path, kept: float) -> None:
    with mock_aws():
        fill(client())
        save(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(kept if abs(kept) >= 1 else kept * len(content))])
        with pytest.raises(SnapshotError, match="or it is damaged"):
            load(path)


def test_objects_are_never_unpickled(path: Path) -> None:
    import numpy as np

    with mock_aws():
        fill(client())
        save(path)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        document = json.loads(members["snapshot.json"])
        pickled = io.BytesIO()
        np.save(pickled, np.array([{"a": "pickle"}], object), allow_pickle=True)
        members["0.vectors.npy"] = pickled.getvalue()
        document["sha256"]["0.vectors.npy"] = snapshots.checksum(pickled.getvalue()).decode()
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, member in members.items():
                archive.writestr(name, member)
        path.write_bytes(rewritten(file.getvalue(), sha256=document["sha256"]))
        with pytest.raises(SnapshotError, match="allow_pickle=False"):
            load(path)


def test_saving_where_nobody_may_write_leaves_the_old_file(path: Path) -> None:
    path.write_bytes(b"old")
    with mock_aws():
        with pytest.raises(OSError, match="No such file"):
            save(path.parent / "missing" / "people.npz")
        assert path.read_bytes() == b"old"
        assert [each.name for each in path.parent.iterdir()] == ["people.npz"]
