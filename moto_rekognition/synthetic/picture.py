"""A picture: the background, people on it, the lens; and the forms in which a picture is handed out."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from moto_rekognition.synthetic.camera import Stance, View
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.glasses import draw_glasses
from moto_rekognition.synthetic.head import Head, Points
from moto_rekognition.synthetic.render import draw_person
from moto_rekognition.synthetic.truth import BOX_TOP, face_box, locate
from moto_rekognition.vision.faces import Box

BACKGROUND = (196, 206, 214)
#: Height of the average person's box: from its top to an average chin, cm.
FACE_HEIGHT = BOX_TOP + 12.0

#: The part of the picture plane in which a person may be, cm: left, right, bottom, top.
_REACH = (-25.0, 25.0, -150.0, 16.0)
_MARGIN = 1.0
_CENTIMETRES = View(0, 0, 0, 0, scale=1.0)
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
        # Not the expression's but the pose's box is centred: a person who opens the mouth stays where they are.
        box = face_box(Head(head.person, Expression()), stance, _CENTIMETRES)
        anchor = box.left + box.width / 2, box.top + box.height / 2
        self._view = _visible(size, centre, anchor, wanted, own, stance.topple)
        width, height = self._view.size
        self._size = max(1, round(width * wanted / own)), max(1, round(height * wanted / own))
        self._zoom = np.array(self._size) / (width, height)
        box, points = locate(head, stance, self._view)
        middle = np.array([anchor[0] - self._view.left, self._view.top + anchor[1]]) * own * self._zoom
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


def _visible(
    size: tuple[int, int],
    centre: tuple[float, float],
    anchor: tuple[float, float],
    wanted: float,
    own: float,
    topple: float,
) -> View:
    """The part of a person's reach that is in the picture when `anchor` (cm, y down) lies at `centre` (pixels).

    wanted, own: resolution of the picture and of the view, pixels a cm.
    """
    (width, height), (x, y) = size, centre
    left, right, bottom, top = _REACH
    turn = np.radians(topple)
    corners = np.array([(left, bottom), (left, top), (right, bottom), (right, top)])
    corners = corners @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    (left, bottom), (right, top) = corners.min(0), corners.max(0)
    return View(  # at least a centimetre, should the person be elsewhere
        left=float(np.clip(anchor[0] - x / wanted - _MARGIN, left, right - 1)),
        right=float(np.clip(anchor[0] + (width - x) / wanted + _MARGIN, left + 1, right)),
        bottom=float(np.clip(-anchor[1] - (height - y) / wanted - _MARGIN, bottom, top - 1)),
        top=float(np.clip(-anchor[1] + y / wanted + _MARGIN, bottom + 1, top)),
        scale=own,
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
