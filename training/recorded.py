"""Photos with recorded answers of DetectFaces: a folder that has, at any depth, NAME.json beside NAME.jpg."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from people import read

from moto_rekognition.vision.observation import Box, Pixels


@dataclass(frozen=True, eq=False)
class RecordedPhoto:
    """source: the folder of the photo; details: the FaceDetails of the answer, one or more."""

    source: str
    pixels: Pixels
    details: list[dict[str, Any]]

    def box(self, detail: dict[str, Any]) -> Box:
        """The BoundingBox of one of `details`, in pixels."""
        height, width = self.pixels.shape[:2]
        box = detail["BoundingBox"]
        return Box(box["Left"] * width, box["Top"] * height, box["Width"] * width, box["Height"] * height)


def photos(folder: Path) -> Iterator[RecordedPhoto]:
    """The photos in which the service saw a face, in the order of their names."""
    for answer in sorted(folder.rglob("*.json")):
        picture = answer.with_suffix(".jpg")
        details = json.loads(answer.read_text()).get("FaceDetails") if picture.exists() else None
        if details:
            yield RecordedPhoto(answer.parent.name, read(picture), details)
