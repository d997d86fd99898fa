"""`Placement`: one person at one place of a picture, as a cut-out image and as truth."""

from __future__ import annotations

import numpy as np
from PIL import Image

from moto_rekognition.synthetic.camera import Stance, View
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.glasses import draw_glasses
from moto_rekognition.synthetic.head import Head, Points
from moto_rekognition.synthetic.render import draw_person
from moto_rekognition.synthetic.truth import BOX_TOP, face_box, locate
from moto_rekognition.vision.observation import Box

#: Height of the average person's box: from its top to an average chin, cm.
FACE_HEIGHT = BOX_TOP + 12.0

#: The part of the picture plane in which a person may be, cm: left, right, bottom, top.
_REACH = (-25.0, 25.0, -150.0, 16.0)
_MARGIN = 1.0
_CENTIMETRES = View(0, 0, 0, 0, scale=1.0)
#: Resolution at which people are drawn, pixels a cm: finer than this is enlarged, coarser is reduced.
_COARSEST, _FINEST = 8.0, 14.0


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

    def cut_out(self, light: tuple[float, float], glasses: bool, sunglasses: bool, mask: bool) -> Image.Image:
        """The person as an RGBA image, to be given to `paste`. light: azimuth and elevation, degrees."""
        person = draw_person(self.head, self.stance, self._view, light, mask)
        if glasses or sunglasses:
            person = draw_glasses(person, self.head, self.stance, self._view, dark=sunglasses)
        if person.size != self._size:
            zoom = float(self._zoom[0])
            resampling = Image.Resampling.BILINEAR if zoom > 1 else Image.Resampling.BICUBIC
            person = person.resize(self._size, Image.Resampling.BOX if zoom < 0.5 else resampling)
        return person

    def paste(self, cut_out: Image.Image, canvas: Image.Image) -> None:
        """Put the person on `canvas`, in place."""
        x, y = self._corner
        canvas.paste(cut_out, (int(x), int(y)), cut_out)


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
