"""Boxes and landmarks over a photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

BOX, POINT, INK = (66, 211, 146), (255, 214, 10), (16, 24, 32)


def annotated(photo: bytes, details: Sequence[Mapping[str, Any]]) -> Image.Image:
    """The photo, upright, with the box, the number and the landmarks of each FaceDetail.

    Raises OSError when `photo` is not a picture.
    """
    picture = ImageOps.exif_transpose(Image.open(BytesIO(photo))).convert("RGB")
    width, height = picture.size
    drawing = ImageDraw.Draw(picture)
    for number, face in enumerate(details, 1):
        box = face["BoundingBox"]
        left, top = box["Left"] * width, box["Top"] * height
        right, bottom = left + box["Width"] * width, top + box["Height"] * height
        stroke = max(1, round((bottom - top) / 100))
        drawing.rectangle((left, top, right, bottom), outline=BOX, width=stroke)
        radius = max(1.0, (bottom - top) / 120)
        for landmark in face.get("Landmarks", ()):
            x, y = landmark["X"] * width, landmark["Y"] * height
            drawing.ellipse((x - radius, y - radius, x + radius, y + radius), fill=POINT)
        _label(drawing, (left, top), str(number), max(10, round((bottom - top) / 10)))
    return picture


def _label(drawing: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int) -> None:
    font = ImageFont.load_default(size)
    *_, right, bottom = drawing.textbbox(at, words, font=font)
    drawing.rectangle((at[0], at[1], right + 4, bottom + 3), fill=BOX)
    drawing.text((at[0] + 2, at[1]), words, fill=INK, font=font)
