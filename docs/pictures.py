"""Draw the pictures of the documentation.

python docs/pictures.py        writes docs/images/*.jpg
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from moto_rekognition.synthetic import Face, group

IMAGES = Path(__file__).parent / "images"
TILE = 200

PEOPLE = [Face(name, size=TILE, face_height=0.55) for name in ("ada", "grace", "alan", "barbara", "ken", "katherine")]
POSES = [
    Face("ada", size=TILE, face_height=0.55, **turn)  # type: ignore[arg-type]
    for turn in ({"yaw": -35}, {"yaw": 20}, {"pitch": 20}, {"pitch": -20}, {"roll": 25}, {"yaw": 30, "light": (60, 20)})
]
EXPRESSIONS = [
    Face("grace", size=TILE, face_height=0.55, **expression)  # type: ignore[arg-type]
    for expression in (
        {"expression": "happy"},
        {"expression": "surprised"},
        {"expression": "sad"},
        {"expression": "angry"},
        {"eyes_open": False},
        {"eyes_open": (True, False), "smile": 0.7},
    )
]
WORN = [
    Face("donald", size=TILE, face_height=0.55, **worn)  # type: ignore[arg-type]
    for worn in (
        {"glasses": True},
        {"sunglasses": True},
        {"mask": True},
        {"beard": True},
        {"beard": False, "mustache": True},
        {"hair": "curly", "skin": 0.9},
    )
]


def sheet(rows: list[list[Face]]) -> Image.Image:
    picture = Image.new("RGB", (TILE * max(map(len, rows)), TILE * len(rows)))
    for y, row in enumerate(rows):
        for x, face in enumerate(row):
            picture.paste(face.image, (x * TILE, y * TILE))
    return picture


def with_truth() -> Image.Image:
    crowd = group(
        [Face("ada", yaw=10), Face("grace", smile=0.9), Face("alan", yaw=-15, glasses=True)], size=(1200, 560)
    )
    picture = crowd.image
    draw = ImageDraw.Draw(picture)
    for truth in crowd.truth:
        box = truth.box
        draw.rectangle((box.left, box.top, box.left + box.width, box.top + box.height), outline="gold", width=2)
        for x, y in truth.landmarks.values():
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill="springgreen")
    return picture


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    sheet([PEOPLE, POSES, EXPRESSIONS, WORN]).save(IMAGES / "synthetic-faces.jpg", quality=88)
    with_truth().save(IMAGES / "synthetic-group.jpg", quality=88)


if __name__ == "__main__":
    main()
