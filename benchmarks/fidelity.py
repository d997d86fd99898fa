"""How near the answers are to those of the real service: writes docs/fidelity.md.

    python benchmarks/fidelity.py [--photos FOLDER] [--portraits FOLDER] [--people 40]

Everything is asked with boto3, as a user would. Drawn faces need nothing. Recorded answers are not part of the project:
--photos      NAME.jpg or NAME.png beside NAME.json, a recorded DetectFaces response, at any depth;
--portraits   pictures of one face and attributes.json: by file name, what DetectFaces said of Smile, Emotions,
              Gender and AgeRange.
Figures whose folder is not given are left out of the report. "photos, left out" has the same photos, those of each
folder with constants that are fitted again to those of the other folders (benchmarks/left_out.py).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from left_out import left_out, replaced
from moto import mock_aws
from PIL import Image, ImageDraw, ImageFont, ImageOps
from scores import (
    BOOLEANS,
    FRONTAL,
    OURS_SURE,
    SMALLEST,
    SURE,
    SURE_EMOTION,
    Detail,
    Scores,
    compare,
    compare_attributes,
    is_recent,
    pairs,
)

from moto_rekognition.synthetic import Face, group

DOCS = Path(__file__).parents[1] / "docs"
#: What follows in the page is written by hand.
BY_HAND = "## How to read this\n"
#: Boolean of DetectFaces -> attribute of a drawn face's truth, and a way to draw it.
DRAWN: dict[str, tuple[str, dict[str, Any]]] = {
    "EyesOpen": ("eyes_open", {"eyes_open": False}),
    "MouthOpen": ("mouth_open", {"mouth_open": 0.8, "smile": 0.0}),
    "Smile": ("smile", {"smile": 0.9}),
    "Eyeglasses": ("eyeglasses", {"glasses": True}),
    "Sunglasses": ("sunglasses", {"sunglasses": True}),
    "Beard": ("beard", {"beard": True}),
    "Mustache": ("mustache", {"mustache": True, "beard": False}),
    "FaceOccluded": ("face_occluded", {"mask": True}),
}


def detect(client: Any, picture: Path | bytes) -> list[Detail]:
    content = picture if isinstance(picture, bytes) else picture.read_bytes()
    details: list[Detail] = client.detect_faces(Image={"Bytes": content}, Attributes=["ALL"])["FaceDetails"]
    return details


def recorded(folder: Path) -> Iterator[tuple[Path, tuple[int, int], list[Detail]]]:
    """Picture, its upright size, and what the service saw in it."""
    for answer in sorted(folder.rglob("*.json")):
        pictures = [answer.with_suffix(end) for end in (".jpg", ".jpeg", ".png")]
        picture = next((path for path in pictures if path.exists()), None)
        details = json.loads(answer.read_text()).get("FaceDetails")
        if picture and details is not None:
            with Image.open(picture) as image:
                size = ImageOps.exif_transpose(image).size
            yield picture, size, details


def photos(client: Any, folder: Path, source: str | None = None, scores: Scores | None = None) -> Scores:
    """source: only the photos in a folder of this name."""
    scores = scores or Scores()
    for picture, size, truth in recorded(folder):
        if source not in (None, picture.parent.name):
            continue
        found = detect(client, picture)
        matched = pairs(truth, found)
        for i, face in enumerate(truth):
            box = face["BoundingBox"]
            if min(box["Width"] * size[0], box["Height"] * size[1]) >= SMALLEST:
                scores.add("recall", i in matched)
        for j in range(len(found)):
            scores.add("precision", j in matched.values())
        for i, j in matched.items():
            compare(scores, truth[i], found[j], size, is_recent(truth[i]))
    return scores


def photos_left_out(client: Any, folder: Path) -> Scores:
    """Each photo with constants that are fitted to the photos of the other folders."""
    scores = Scores()
    for source, constants in left_out(folder):
        with replaced(constants):
            photos(client, folder, source, scores)
    return scores


def portraits(client: Any, folder: Path) -> Scores:
    scores = Scores()
    for name, truth in json.loads((folder / "attributes.json").read_text()).items():
        found = detect(client, folder / name)
        scores.add("recall", bool(found))
        if found:
            compare_attributes(scores, truth, found[0])
    return scores


def drawn(client: Any, people: int) -> Scores:
    scores = Scores()
    for identity in range(people):
        for name, (attribute, drawing) in DRAWN.items():
            for face in (Face(identity, **drawing), Face(identity, smile=0.0)):
                for detail in detect(client, face.jpeg())[:1]:
                    scores.add(name, detail[name]["Value"] == as_said(face, attribute))
        turned = Face(
            identity, yaw=-25 + 5 * (identity % 11), pitch=-15 + 6 * (identity % 6), roll=-12 + 4 * (identity % 7)
        )
        for face in (Face(identity, smile=0.0), turned):
            details = detect(client, face.jpeg())
            scores.add("recall", bool(details))
            if details:
                compare(scores, as_detail(face), details[0], face.image.size)
    return scores


def as_said(face: Face, attribute: str) -> bool:
    """What the service would say of a drawn face: of a beard it does not say that a mustache is a part of it."""
    truth = face.truth.attributes
    return bool(getattr(truth, attribute)) and not (attribute == "mustache" and truth.beard)


def as_detail(face: Face) -> Detail:
    """What is known of the box, landmarks and pose of a drawn face, as the service would say it."""
    truth, (width, height) = face.truth, face.image.size
    box, pose = truth.box, truth.pose
    return {
        "BoundingBox": {
            "Left": box.left / width,
            "Top": box.top / height,
            "Width": box.width / width,
            "Height": box.height / height,
        },
        "Landmarks": [{"Type": n, "X": x / width, "Y": y / height} for n, (x, y) in truth.landmarks.items()],
        "Pose": {"Roll": pose.roll, "Yaw": pose.yaw, "Pitch": pose.pitch},
    }


#: What | target | key | whether it is a share (or a median error).
ROWS: tuple[tuple[str, str, str, bool], ...] = (
    (f"recall of the service's faces of {SMALLEST} pixels or more", "≥ 0.92", "recall", True),
    ("precision", "≥ 0.98", "precision", True),
    ("box: intersection over union", "≥ 0.88", "box", False),
    ("landmarks, the five: error / distance of the eyes, frontal", "≤ 0.05", "five", False),
    ("landmarks, the other 25", "≤ 0.06", "others", False),
    ("roll, degrees, frontal", "≤ 1.5", "Roll", False),
    ("yaw", "≤ 3", "Yaw", False),
    ("pitch", "≤ 3", "Pitch", False),
    ("pitch, signed", "", "Pitch bias", False),
    ("Brightness", "≤ 1.5", "Brightness", False),
    ("Sharpness", "≤ 6", "Sharpness", False),
    *((name, "≥ 0.95", name, True) for name in BOOLEANS[:3]),
    *((name, "≥ 0.90", name, True) for name in BOOLEANS[3:5]),
    *((name, "≥ 0.80", name, True) for name in BOOLEANS[5:]),
    *(
        (f"{name}: found where worn", "≥ 0.85" if name == "Eyeglasses" else "≥ 0.80", f"{name} found", True)
        for name in ("Eyeglasses", "Beard", "Mustache", "FaceOccluded")
    ),
    *(
        (f"{name}: said where there is none", "≤ 0.03", f"{name} false", True)
        for name in ("Eyeglasses", "Beard", "Mustache", "FaceOccluded")
    ),
    ("top emotion", "≥ 0.85", "Emotion", True),
    ("top emotion, where it is neither HAPPY nor CALM", "≥ 0.50", "other Emotion", True),
    ("Gender", "≥ 0.90", "Gender", True),
    (f"right where ours is {OURS_SURE} sure, all of these", "≥ 0.90", "sure", True),
    ("EyeDirection yaw, degrees", "≤ 6", "EyeDirection Yaw", False),
    ("EyeDirection pitch", "≤ 8", "EyeDirection Pitch", False),
    ("middle of AgeRange (a guess), years", "", "Age", False),
)


def report(columns: dict[str, Scores], command: str) -> str:
    lines = [
        "# Fidelity",
        "",
        "How near the answers are to those of the real service, and to the truth of drawn faces. Asked with boto3, by",
        "",
        f"    {command}",
        "",
        "Shares are means, errors medians; in brackets the number of faces behind each. An agreement counts where the",
        f"service was {SURE} sure or more ({SURE_EMOTION} for emotions); frontal is under {FRONTAL}° on every axis.",
        "",
        f"| what | target | {' | '.join(columns)} |",
        f"|---|---|{'---|' * len(columns)}",
    ]
    for what, target, key, is_share in ROWS:
        cells = [scores.share(key) if is_share else scores.median(key) for scores in columns.values()]
        if any(cells):
            lines.append(f"| {what} | {target} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def picture(client: Any, path: Path) -> None:
    """Drawn people with what was found on them."""
    people = group(
        [Face(1, smile=0.8), Face(5, yaw=30), Face(8, sunglasses=True), Face(12, mouth_open=0.8), Face(17, roll=25)]
    )
    image = people.image.copy()
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    width, height = image.size
    for face in detect(client, people.jpeg()):
        box = face["BoundingBox"]
        left, top = box["Left"] * width, box["Top"] * height
        draw.rectangle((left, top, left + box["Width"] * width, top + box["Height"] * height), outline="white", width=2)
        for point in face["Landmarks"]:
            x, y = point["X"] * width, point["Y"] * height
            draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill="lime")
        said = [name for name in BOOLEANS if face[name]["Value"]]
        emotion = max(face["Emotions"], key=lambda e: e["Confidence"])["Type"]
        draw.multiline_text(
            (left, top + box["Height"] * height + 4), "\n".join([emotion, *said]), fill="black", font=font
        )
    image.save(path, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--people", type=int, default=40, help="how many drawn people to ask about")
    given = parser.parse_args()
    command = "python benchmarks/fidelity.py"
    columns: dict[str, Scores] = {}
    with mock_aws():
        client = boto3.client("rekognition", "us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
        if given.photos:
            columns["photos"] = photos(client, given.photos)
            columns["photos, left out"] = photos_left_out(client, given.photos)
            command += " --photos FOLDER"
        if given.portraits:
            columns["generated portraits"] = portraits(client, given.portraits)
            command += " --portraits FOLDER"
        columns["drawn faces"] = drawn(client, given.people)
        picture(client, DOCS / "fidelity.png")
    text = report(columns, command)
    page = DOCS / "fidelity.md"
    _, by_hand = page.read_text().split(BY_HAND)
    page.write_text(f"{text}\n{BY_HAND}{by_hand}")
    print(text)


if __name__ == "__main__":
    main()
