"""`group`: several people in one picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from PIL import Image

from moto_rekognition.synthetic import checks
from moto_rekognition.synthetic.placement import Placement
from moto_rekognition.synthetic.portrait import Face
from moto_rekognition.synthetic.rendering import BACKGROUND, Rendering, backdrop, photograph
from moto_rekognition.synthetic.truth import Truth

#: Parameters of a face that, in a group, are those of the picture.
_OF_THE_PICTURE = ("size", "background", "brightness", "blur", "noise")
#: Who stands a row further back is drawn this much smaller.
_FURTHER = 0.9
_SMALLEST = 16  # pixels from mid-forehead to chin


@dataclass(frozen=True)
class Group(Rendering):
    """A picture of several people; made by `group`."""

    faces: tuple[Face, ...]
    size: tuple[int, int]
    background: tuple[int, int, int]
    brightness: float
    blur: float
    noise: float

    @property
    def truth(self) -> tuple[Truth, ...]:
        """What is known of each face, in the order of `faces`."""
        return tuple(face._truth(place) for face, place in zip(self.faces, self._placements, strict=True))

    @cached_property
    def _placements(self) -> tuple[Placement, ...]:
        width, height = self.size
        placements = []
        for face, (x, y, face_height) in zip(self.faces, stand(len(self.faces), self.size), strict=True):
            if face.center:
                x, y = face.center[0] * width, face.center[1] * height
            if face.face_height:
                face_height = face.face_height * height
            placements.append(face._placed(self.size, (x, y), face_height))
        return tuple(placements)

    def _draw(self) -> Image.Image:
        return self._compose({})[0]

    def _compose(self, known: Mapping[Face, Image.Image]) -> tuple[Image.Image, dict[Face, Image.Image]]:
        """The picture, and what each face was drawn as.

        known: drawings to take over, made for the same faces in a picture of this size and number of people.
        """
        canvas = backdrop(self.size, self.background)
        people = list(zip(self.faces, self._placements, strict=True))
        # Far ones first; of those that stand side by side, the outer ones first.
        middle = self.size[0] / 2
        people.sort(key=lambda one: (one[1].depth, -abs(one[1].box.left + one[1].box.width / 2 - middle)))
        drawn = {}
        for face, placement in people:
            drawn[face] = known[face] if face in known else face._cut_out(placement)
            placement.paste(drawn[face], canvas)
        return photograph(canvas, self.brightness, self.blur, self.noise), drawn


def group(
    faces: Iterable[Face],
    *,
    size: tuple[int, int] = (1280, 720),
    background: str | tuple[int, int, int] = BACKGROUND,
    brightness: float = 1.0,
    blur: float = 0.0,
    noise: float = 0.0,
) -> Group:
    """Several people in one picture.

        group([Face("ada"), Face("grace", yaw=-20), Face("alan", glasses=True)]).jpeg()

    They stand in rows, left to right and back to front; `center` and `face_height` of a face, in widths and heights of
    the picture, put it elsewhere, and the larger a face is, the nearer it stands. The other parameters are those of the
    picture, as for `Face`. Beyond about ten people, or with faces under about 60 pixels, not every detector finds all.

    Raises ValueError when there is nobody, when the picture is too small for so many, or when a face says something
    that is the picture's to say.
    """
    people = tuple(faces)
    if not people:
        raise ValueError("a group needs at least one Face")
    dimensions = checks.size(size)
    check_people(people, dimensions, "group")
    return Group(
        people,
        dimensions,
        checks.colour("background", background),
        checks.number("brightness", brightness, 0, 4, "a factor"),
        checks.number("blur", blur, 0, 50, "pixels"),
        checks.number("noise", noise, 0, 100, "8-bit levels"),
    )


def check_people(faces: Iterable[Face], size: tuple[int, int], function: str) -> None:
    """Raise what `group` raises. function: "group" or "film", for the text of the error."""
    own = {field.name: field.default for field in fields(Face)}
    own["size"] = checks.size(own["size"])
    people = tuple(faces)
    for face in people:
        if not isinstance(face, Face):
            raise TypeError(f"a {function} is made of Face objects, not {face!r}")
        for name in _OF_THE_PICTURE:
            if getattr(face, name) != own[name]:
                raise ValueError(f"in a {function}, {name} is the picture's: give it to {function}(), not to a Face")
    if people and min(height for _, _, height in stand(len(people), size)) < _SMALLEST:
        raise ValueError(f"a picture of {size[0]}x{size[1]} pixels is too small for {len(people)} people")


def stand(people: int, size: tuple[int, int]) -> list[tuple[float, float, float]]:
    """Centre (x, y) and height of each face when nothing else is said, pixels; the back row first."""
    width, height = size
    rows = 1 if people <= 5 else 2 if people <= 14 else math.ceil(people / 9)
    a_row = math.ceil(people / rows)
    front = min(0.48 * height / (1 + 0.45 * (rows - 1)), 0.93 * width / (a_row + 0.4))
    places = []
    for row in range(rows):
        here = min(a_row, people - row * a_row)
        stagger = 0.0 if rows == 1 else 0.1 if row % 2 else -0.1
        y = 0.42 if rows == 1 else 0.26 + 0.46 * row / (rows - 1)
        face_height = front * _FURTHER ** (rows - 1 - row)
        places += [(width * (k + 0.5 + stagger) / here, height * y, face_height) for k in range(here)]
    return places
