"""Whether drawn faces do what tests need: are found, are themselves, show what they wear, and are drawn quickly.

    python benchmarks/synthetic_faces.py [--quick] [detection | identity | cast | geometry | attributes | speed ...]

detection: `engine.FaceLandmarker.mesh` on the whole picture.
the others but speed: a boto3 client asks for IndexFaces, SearchFacesByImage and DetectFaces, as a test would.
None of the people here appear in the tests. None was used to make the renderer, but that smiles were widened once after
a run on them.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from moto import mock_aws

from moto_rekognition.synthetic import CAST, Face, film
from moto_rekognition.synthetic.truth import Attributes
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.observation import Box

STRANGER = 70_000  # the first of the people that are measured


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    faces: int
    people: int
    each: int
    pictures: int


FULL, QUICK = Effort(faces=400, people=40, each=40, pictures=30), Effort(faces=80, people=10, each=10, pictures=8)

#: A person's other pictures: another pose, another light, or both.
ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"yaw": 15},
    {"yaw": -25},
    {"pitch": 12, "roll": 10},
    {"light": (60, 20)},
    {"light": (-60, 10), "yaw": 12},
    {"light": (20, 70), "pitch": -12},
    {"yaw": 20, "smile": 0.8, "brightness": 0.7},
    {"yaw": -15, "size": 300, "light": (40, 40), "roll": -15},
)


@contextmanager
def client() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("rekognition", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")


def share(values: list[bool]) -> str:
    return f"{100 * sum(values) / len(values):6.2f} %  of {len(values)}"


def detection(effort: Effort) -> None:
    chance = random.Random(1)
    found = []
    for k in range(effort.faces):
        face = Face(
            STRANGER + k,
            yaw=chance.uniform(-35, 35),
            pitch=chance.uniform(-20, 20),
            roll=chance.uniform(-30, 30),
            light=(chance.uniform(-70, 70), chance.uniform(0, 70)),
            smile=chance.uniform(-0.8, 1),
            mouth_open=chance.choice((0.0, 0.0, chance.random())),
            glasses=chance.random() < 0.2,
            size=chance.randint(160, 640),
        )
        found.append(face_landmarker().mesh(face.array) is not None)
    print(f"detected, |yaw| <= 35, |pitch| <= 20, |roll| <= 30, 60 to 240 px  {share(found)}")


def identity(effort: Effort) -> None:
    tell_apart("", [STRANGER + 1000 + k for k in range(effort.people)])


def cast(effort: Effort) -> None:
    tell_apart(" (cast)", sorted(CAST)[: effort.people])


def tell_apart(who: str, people: Sequence[int | str]) -> None:
    """Enrol each person once, look for them elsewhere."""
    same, different, missing = [], [], 0
    with client() as rekognition:
        rekognition.create_collection(CollectionId="people")
        for person in people:
            rekognition.index_faces(
                CollectionId="people", Image={"Bytes": Face(person).jpeg()}, ExternalImageId=str(person)
            )
        for person in people:
            for elsewhere in ELSEWHERE:
                matches = rekognition.search_faces_by_image(
                    CollectionId="people",
                    Image={"Bytes": Face(person, **elsewhere).jpeg()},
                    FaceMatchThreshold=0,
                    MaxFaces=len(people),
                    QualityFilter="NONE",
                )["FaceMatches"]
                similar = {match["Face"]["ExternalImageId"]: match["Similarity"] for match in matches}
                same.append(similar.pop(str(person), 0.0))
                missing += len(people) - 1 - len(similar)
                different += similar.values()
    different += [0.0] * missing
    same.sort()
    different.sort()
    print(f"same person elsewhere{who}, Similarity >= 99  {share([s >= 99 for s in same])}", end="")
    print(f"  (1st percentile {same[len(same) // 100]:.1f}, median {statistics.median(same):.2f})")
    print(f"different people{who}, Similarity < 80  {share([s < 80 for s in different])}", end="")
    print(f"  (median {statistics.median(different):.1f}, 99th percentile {different[-len(different) // 100]:.1f})")


def geometry(effort: Effort) -> None:
    chance = random.Random(2)
    overlap, errors, turns = [], [], []
    with client() as rekognition:
        for k in range(effort.each):
            face = Face(STRANGER + 6000 + k, yaw=chance.uniform(-25, 25), pitch=chance.uniform(-12, 12))
            truth, size = face.truth, face.image.width
            (seen,) = rekognition.detect_faces(Image={"Bytes": face.jpeg()}, Attributes=["ALL"])["FaceDetails"]
            box = seen["BoundingBox"]
            found = Box(*(size * box[side] for side in ("Left", "Top", "Width", "Height")))
            width = min(found.left + found.width, truth.box.left + truth.box.width) - max(found.left, truth.box.left)
            height = min(found.top + found.height, truth.box.top + truth.box.height) - max(found.top, truth.box.top)
            overlap.append(width * height / (found.area + truth.box.area - width * height))
            eyes = math.dist(truth.landmarks["eyeLeft"], truth.landmarks["eyeRight"])
            errors += [
                math.dist((size * mark["X"], size * mark["Y"]), truth.landmarks[mark["Type"]]) / eyes
                for mark in seen["Landmarks"]
            ]
            turns.append(
                [abs(seen["Pose"][axis.title()] - getattr(truth.pose, axis)) for axis in ("yaw", "pitch", "roll")]
            )
    print(f"box against truth: median overlap (IoU) {statistics.median(overlap):.2f}")
    print(f"landmarks against truth: mean error {statistics.mean(errors):.3f} of the distance between the eyes")
    yaw, pitch, roll = (statistics.mean(axis) for axis in zip(*turns, strict=True))
    print(f"pose against truth: mean error yaw {yaw:.1f}, pitch {pitch:.1f}, roll {roll:.1f} degrees")


#: What is drawn, and the attribute of which it should decide the answer.
SCENES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"eyes_open": True}, "EyesOpen"),
    ({"eyes_open": False}, "EyesOpen"),
    ({"mouth_open": 0}, "MouthOpen"),
    ({"mouth_open": 0.8}, "MouthOpen"),
    ({"smile": 0}, "Smile"),
    ({"smile": 0.9}, "Smile"),
    ({}, "Eyeglasses"),
    ({"glasses": True}, "Eyeglasses"),
    ({}, "Sunglasses"),
    ({"sunglasses": True}, "Sunglasses"),
    ({"beard": False, "mustache": False}, "Beard"),
    ({"beard": True}, "Beard"),
    ({"beard": False, "mustache": False}, "Mustache"),
    ({"beard": False, "mustache": True}, "Mustache"),
    ({}, "FaceOccluded"),
    ({"mask": True}, "FaceOccluded"),
    ({"sunglasses": True}, "FaceOccluded"),
)
KNOWN_AS: dict[str, Callable[[Attributes], bool]] = {
    "EyesOpen": lambda known: known.eyes_open,
    "MouthOpen": lambda known: known.mouth_open,
    "Smile": lambda known: known.smile,
    "Eyeglasses": lambda known: known.eyeglasses,
    "Sunglasses": lambda known: known.sunglasses,
    "Beard": lambda known: known.beard,
    "Mustache": lambda known: known.mustache,
    "FaceOccluded": lambda known: known.face_occluded,
}


def attributes(effort: Effort) -> None:
    right: dict[str, list[bool]] = {}
    scenes: dict[tuple[str, str], list[bool]] = {}
    with client() as rekognition:
        for number, (drawn, attribute) in enumerate(SCENES):
            for k in range(effort.each):
                face = Face(STRANGER + 2000 + 100 * number + k, **drawn)
                details = rekognition.detect_faces(Image={"Bytes": face.jpeg()}, Attributes=["ALL"])["FaceDetails"]
                agrees = bool(details) and details[0][attribute]["Value"] == KNOWN_AS[attribute](face.truth.attributes)
                right.setdefault(attribute, []).append(agrees)
                scenes.setdefault((attribute, ", ".join(f"{n}={v}" for n, v in drawn.items()) or "plain"), []).append(
                    agrees
                )
    for attribute, agreed in right.items():
        print(f"{attribute:13} reported as drawn  {share(agreed)}")
        for (name, scene), answers in scenes.items():
            if name == attribute:
                print(f"    {scene:32} {share(answers)}")


def speed(effort: Effort) -> None:
    Face(STRANGER, size=640).png()  # the first picture warms up
    for size in (200, 400, 640):
        times = []
        for k in range(effort.pictures):
            face = Face(STRANGER + 5000 + k, size=size, yaw=k % 5 * 8 - 16)
            start = time.process_time()
            face.image.load()
            times.append(1000 * (time.process_time() - start))
        print(f"a picture of {size}x{size}: median {statistics.median(times):.0f} ms of one processor", end="")
        print(f", least {min(times):.0f} ms")
    for what, sway in (("who move", 4.0), ("who stand still", 0.0)):
        clip = film([Face(STRANGER + 5100), Face(STRANGER + 5101)], sway=sway, duration=100 * effort.pictures)
        start = time.process_time()
        frames = sum(1 for _ in clip._images())
        spent = 1000 * (time.process_time() - start) / frames
        print(f"a frame of 640x480 with two people {what}: mean {spent:.0f} ms of one processor")


def main() -> None:
    measures = {
        "detection": detection,
        "identity": identity,
        "cast": cast,
        "geometry": geometry,
        "attributes": attributes,
        "speed": speed,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", nargs="*", choices=[[], *measures], default=[])
    parser.add_argument("--quick", action="store_true", help="a fifth of the pictures")
    arguments = parser.parse_args()
    for name in arguments.measure or measures:
        measures[name](QUICK if arguments.quick else FULL)


if __name__ == "__main__":
    main()
