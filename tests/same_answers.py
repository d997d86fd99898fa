"""Whether environments give the same answers to the same pictures. `nox -s same_answers` runs it in several.

    python tests/same_answers.py draw FOLDER            write the pictures
    python tests/same_answers.py ask FOLDER FILE        write what a boto3 client is answered for each of them
    python tests/same_answers.py compare FILE FILE      fail if the answers differ by more than is promised

Promised: the same faces, values, types and ids; where the releases of MediaPipe and OpenCV are the same, the same
numbers; where they differ, numbers within TOLERANCE.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NATIVE = ("mediapipe", "opencv-python-headless")
#: By the last member of a number's path: shares of the picture, years, and else percentages and degrees.
TOLERANCE = {"Left": 0.004, "Top": 0.004, "Width": 0.004, "Height": 0.004, "X": 0.004, "Y": 0.004, "Low": 1, "High": 1}
OTHERWISE = 2.5


def draw(folder: str) -> None:
    from PIL import Image
    from skimage import data

    from moto_rekognition.synthetic import Face, group

    pictures = Path(folder)
    pictures.mkdir(parents=True, exist_ok=True)
    Image.fromarray(data.astronaut()).save(pictures / "astronaut.png")
    Image.fromarray(data.astronaut()).save(pictures / "astronaut.jpg", quality=90)
    for k in range(8):
        pose = {"yaw": 10 * k - 35, "pitch": 10 * (k % 3 - 1), "roll": 10 * (k % 4)}
        face = Face(k, **pose, glasses=k % 3 == 0, smile=k / 8, size=(480, 360))  # type: ignore[arg-type]
        (pictures / f"face-{k}.jpg").write_bytes(face.jpeg())
    crowd = group([Face(identity) for identity in range(20, 28)], size=(1200, 900))
    (pictures / "group.jpg").write_bytes(crowd.jpeg())


def ask(folder: str, file: str) -> None:
    import boto3
    from moto import mock_aws

    import moto_rekognition  # noqa: F401 (registers the service)

    pictures = {path.name: {"Bytes": path.read_bytes()} for path in sorted(Path(folder).iterdir())}
    with mock_aws():
        client = boto3.client("rekognition", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.create_collection(CollectionId="c")
        answers: dict[str, dict[str, Any]] = {name: {} for name in pictures}
        for name, image in pictures.items():
            answers[name]["detected"] = client.detect_faces(Image=image, Attributes=["ALL"])["FaceDetails"]
            indexed = client.index_faces(CollectionId="c", Image=image, ExternalImageId=name)
            answers[name]["indexed"] = [record["Face"] for record in indexed["FaceRecords"]]
        for name, image in pictures.items():
            found = client.search_faces_by_image(CollectionId="c", Image=image, FaceMatchThreshold=0)
            matches = {match["Face"]["FaceId"]: match["Similarity"] for match in found["FaceMatches"]}
            answers[name]["similarity"] = dict(sorted(matches.items()))
    versions = {name: importlib.metadata.version(name) for name in ("numpy", "pillow", *NATIVE)}
    versions["python"] = platform.python_version()
    Path(file).write_text(json.dumps({"versions": versions, "answers": answers}))


def compare(one: str, other: str) -> None:
    first, second = (json.loads(Path(file).read_text()) for file in (one, other))
    exact = all(first["versions"][name] == second["versions"][name] for name in NATIVE)
    x, y = dict(leaves(first["answers"])), dict(leaves(second["answers"]))
    pairs = {path: (x.get(path), y.get(path)) for path in sorted({*x, *y})}
    differing = [f"{path}: {a} and {b}" for path, (a, b) in pairs.items() if not same(path, a, b, exact)]
    print(first["versions"], second["versions"], sep="\n")
    equal = sum(a == b for a, b in pairs.values())
    print(f"{len(pairs)} values, {equal} equal, {len(differing)} differ by more than is promised")
    if differing or not x:
        sys.exit("\n".join(differing[:20]))


def same(path: str, a: Any, b: Any, exact: bool) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (a, b))
    if exact or not numbers:
        return bool(a == b)
    return bool(abs(a - b) <= TOLERANCE.get(path.rpartition(".")[2], OTHERWISE))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each scalar of an answer with its path; items of lists by their Type or else their place."""
    if isinstance(value, dict) and set(value) == {"Value", "Confidence"}:
        # The confidence in yes (or Male): a Value whose Confidence is near 50 may change within the tolerance.
        confidence = value["Confidence"]
        yield f"{path}.Confidence", confidence if value["Value"] in (True, "Male") else 100 - confidence
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            name = item["Type"] if isinstance(item, dict) and "Type" in item else place
            yield from leaves(item, f"{path}[{name}]")
    else:
        yield path, value


if __name__ == "__main__":
    {"draw": draw, "ask": ask, "compare": compare}[sys.argv[1]](*sys.argv[2:])
