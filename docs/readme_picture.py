"""Draw the picture of the README: a drawn group as the service answers it.

python docs/readme_picture.py        writes docs/images/what-it-does.jpg
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws
from PIL import Image, ImageDraw, ImageFont

import moto_rekognition  # noqa: F401  registers the service
from moto_rekognition.synthetic import Face, group

TARGET = Path(__file__).parent / "images" / "what-it-does.jpg"
SIZE = (1280, 520)
KNOWN = ("ada", "grace", "alan")
GROUP = group(
    [
        Face("ada", yaw=18, smile=0.8),
        Face("barbara", expression="surprised"),
        Face("grace", glasses=True, pitch=-6),
        Face("ken", sunglasses=True),
        Face("alan", yaw=-14, smile=0.6),
    ],
    size=SIZE,
)
BOX, POINT, INK, PAPER = (66, 211, 146), (255, 214, 10), (16, 24, 32), (244, 247, 250)


def best_name(rekognition: Any, photo: Image.Image, box: dict[str, float]) -> str:
    """The name of the most similar known person, with its Similarity; "not known" where nobody is similar."""
    width, height = photo.size
    margin = 0.4 * box["Height"] * height
    left, top = box["Left"] * width, box["Top"] * height
    crop = photo.crop(
        (
            max(0, round(left - margin)),
            max(0, round(top - margin)),
            min(width, round(left + box["Width"] * width + margin)),
            min(height, round(top + box["Height"] * height + margin)),
        )
    )
    matches = rekognition.search_faces_by_image(
        CollectionId="visitors", Image={"Bytes": _jpeg(crop)}, FaceMatchThreshold=80
    )["FaceMatches"]
    if not matches:
        return "not known"
    return f"{matches[0]['Face']['ExternalImageId']}  {matches[0]['Similarity']:.1f}"


def described(face: dict[str, Any]) -> list[str]:
    """What DetectFaces says of a face, in a few lines."""
    said = [name for name in ("Smile", "Eyeglasses", "Sunglasses", "Beard", "MouthOpen") if face[name]["Value"]]
    return [f"yaw {round(face['Pose']['Yaw'])}°", *said]


def _jpeg(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=95)
    return file.getvalue()


@mock_aws
def main() -> None:
    rekognition = boto3.client("rekognition", "us-east-1")
    rekognition.create_collection(CollectionId="visitors")
    for name in KNOWN:
        rekognition.index_faces(
            CollectionId="visitors", Image={"Bytes": Face(name).jpeg()}, ExternalImageId=name, MaxFaces=1
        )
    picture = GROUP.image.copy()
    details = rekognition.detect_faces(Image={"Bytes": GROUP.jpeg()}, Attributes=["ALL"])["FaceDetails"]
    drawing, font = ImageDraw.Draw(picture), ImageFont.load_default(22)
    small = ImageFont.load_default(17)
    for face in details:
        box = face["BoundingBox"]
        left, top = box["Left"] * SIZE[0], box["Top"] * SIZE[1]
        right, bottom = left + box["Width"] * SIZE[0], top + box["Height"] * SIZE[1]
        drawing.rectangle((left, top, right, bottom), outline=BOX, width=3)
        for landmark in face["Landmarks"]:
            x, y = landmark["X"] * SIZE[0], landmark["Y"] * SIZE[1]
            drawing.ellipse((x - 2, y - 2, x + 2, y + 2), fill=POINT)
        name = best_name(rekognition, GROUP.image, box)
        end = drawing.textlength(name, font=font)
        drawing.rectangle((left - 1, top - 32, left + end + 12, top), fill=BOX)
        drawing.text((left + 5, top - 30), name, fill=INK, font=font)
        said = "\n".join(described(face))
        x0, y0, x1, y1 = drawing.multiline_textbbox((left + 6, bottom + 8), said, font=small)
        drawing.rectangle((x0 - 6, y0 - 5, x1 + 6, y1 + 5), fill=PAPER)
        drawing.multiline_text((left + 6, bottom + 8), said, fill=INK, font=small)
    picture.save(TARGET, quality=88)


if __name__ == "__main__":
    main()
