"""A picture: the background, people on it, the lens; and the forms in which a picture is handed out."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from moto_rekognition.synthetic.camera import Stance, View
from moto_rekognition.synthetic.glasses import draw_glasses
from moto_rekognition.synthetic.head import Head, Points
from moto_rekognition.synthetic.render import draw_person
from moto_rekognition.synthetic.truth import BOX_TOP, locate
from moto_rekognition.vision.faces import Box

BACKGROUND = (196, 206, 214)
#: Height of the average person's box: from its top to an average chin, cm.
FACE_HEIGHT = BOX_TOP + 12.0

#: The part of the picture plane in which a person may be, cm: left, right, bottom, top.
_REACH = (-20.5, 20.5, -58.0, 16.0)
#: Resolution at which people are drawn, pixels a cm: finer than this is enlarged, coarser is reduced.
_COARSEST, _FINEST = 8.0, 14.0


class Picture(ABC):
    """Something that can be drawn. The drawing is made once, when it is first asked for."""

    @abstractmethod
    def _draw(self) -> Image.Image:
        """The picture, RGB."""

    @cached_property
    def _drawn(self) -> Image.Image:
        return self._draw()

    @property
    def image(self) -> Image.Image:
        """The picture as a Pillow image, RGB; yours to change."""
        return self._drawn.copy()

    @property
    def array(self) -> NDArray[np.uint8]:
        """The picture as (height, width, 3) uint8 RGB; yours to change."""
        return np.array(self._drawn)

    def jpeg(self, quality: int = 92) -> bytes:
        """The picture as a JPEG file. quality: 1..95, as in Pillow."""
        return self._encoded("JPEG", quality=quality)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        return self._encoded("PNG", compress_level=3)

    def _encoded(self, form: str, **options: int) -> bytes:
        buffer = io.BytesIO()
        self._drawn.save(buffer, form, **options)
        return buffer.getvalue()


class Placement:
    """A person at a place of a picture: what is drawn, and where its face is.

    centre: of the face's box, and `face_height` the height of the average person's box; both in pixels of the picture.
    """

    def __init__(
        self, head: Head, stance: Stance, size: tuple[int, int], centre: tuple[float, float], face_height: float
    ) -> None:
        self.head, self.stance = head, stance
        #: The nearer, the larger.
        self.depth = face_height
        wanted = face_height / FACE_HEIGHT
        own = float(np.clip(wanted, _COARSEST, _FINEST))
        if abs(own / wanted - 1) < 0.15:
            own = wanted  # not worth resampling
        self._view = View(*_visible(size, centre, wanted), scale=own)
        width, height = self._view.size
        self._size = max(1, round(width * wanted / own)), max(1, round(height * wanted / own))
        self._zoom = np.array(self._size) / (width, height)
        box, points = locate(head, stance, self._view)
        middle = np.array([box.left + box.width / 2, box.top + box.height / 2]) * self._zoom
        self._corner = np.round(np.array(centre) - middle)
        left, top = np.array([box.left, box.top]) * self._zoom + self._corner
        self.box = Box(float(left), float(top), float(box.width * self._zoom[0]), float(box.height * self._zoom[1]))
        self.landmarks: Points = points * self._zoom + self._corner

    def draw_on(
        self, canvas: Image.Image, light: tuple[float, float], glasses: bool, sunglasses: bool, mask: bool
    ) -> None:
        person = draw_person(self.head, self.stance, self._view, light, mask)
        if glasses or sunglasses:
            person = draw_glasses(person, self.head, self.stance, self._view, dark=sunglasses)
        if person.size != self._size:
            zoom = float(self._zoom[0])
            resampling = Image.Resampling.BILINEAR if zoom > 1 else Image.Resampling.BICUBIC
            person = person.resize(self._size, Image.Resampling.BOX if zoom < 0.5 else resampling)
        x, y = self._corner
        canvas.paste(person, (int(x), int(y)), person)


def _visible(size: tuple[int, int], centre: tuple[float, float], scale: float) -> tuple[float, float, float, float]:
    """The part of a person's reach that can be in the picture, with a margin for the turns of the head; cm."""
    (width, height), (x, y) = size, centre
    left, right, bottom, top = _REACH
    return (
        max(left, -x / scale - 4),
        min(right, (width - x) / scale + 4),
        max(bottom, (y - height) / scale - 7),
        min(top, y / scale + 1),
    )


def backdrop(size: tuple[int, int], colour: tuple[int, int, int]) -> Image.Image:
    """One colour, a little brighter at the top than at the bottom."""
    fade = np.linspace(1.06, 0.90, size[1])[:, None, None] * np.array(colour, float)
    column = np.clip(fade, 0, 255).astype(np.uint8)
    return Image.fromarray(column).resize(size, Image.Resampling.NEAREST)


def photograph(picture: Image.Image, brightness: float, blur: float, noise: float) -> Image.Image:
    """What a camera does to a picture, in this order: blur (sd, pixels), brightness (factor), noise (sd, 0..255)."""
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if brightness != 1:
        picture = picture.point(lambda value: min(255, int(value * brightness + 0.5)))
    if noise:
        grain = np.random.RandomState(7).standard_normal((picture.height, picture.width, 3)).astype(np.float32)
        picture = Image.fromarray(np.clip(np.asarray(picture) + noise * grain, 0, 255).astype(np.uint8))
    return picture
