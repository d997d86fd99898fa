"""Patches of a face: the frontal view in colour, asked for by place on the canonical face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors import frontal
from moto_rekognition.vision.geometry.canonical import on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Pose

_PER_UNIT = frontal.SIZE / (frontal.BOTTOM - frontal.TOP)
#: Up to and from which yaw or pitch, in degrees, pixels of the frontal view can be trusted fully and not at all.
_SEEN_WELL, _SEEN_TO = 30.0, 65.0


@dataclass(frozen=True)
class Place:
    """A rectangle on the canonical face, in its centimetres: below the eye line, and to each side of the middle line.

    inner 0 means across the middle; otherwise there is one such rectangle on each side.
    """

    top: float
    bottom: float
    inner: float
    outer: float


#: Where a face is skin, whatever it wears or does.
CHEEKS = Place(2.4, 4.8, 2.1, 4.2)
#: Cheeks in the dark count as this light, 0..100.
_DARKEST = 8.0
#: Cheeks without any texture, of blurred faces, count as this rough.
_SMOOTH = 0.3


class Patches:
    """The frontal view of one face.

    skin: (3,) the colour of its cheeks, CIE L*a*b*, L 0..100; light: their lightness, to compare others with;
    pixel: size of a pixel of the picture, in centimetres of the canonical face.
    """

    def __init__(self, rgb: Pixels, pixel: float) -> None:
        """rgb: (SIZE, SIZE, 3), the frontal view."""
        import cv2

        self._lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        lightness = self._lab[..., 0]
        self._roughness = np.abs(lightness - cv2.GaussianBlur(lightness, (0, 0), 2))
        self.skin = self.colour(CHEEKS)
        self.light = max(float(self.skin[0]), _DARKEST)
        self.pixel = pixel

    def lightness(self, place: Place) -> list[NDArray[np.float32]]:
        """(rows, columns) 0..100 of each rectangle of `place`, the image's left first; both run outwards."""
        return _cut(self._lab[..., 0], place)

    def redness(self, place: Place) -> list[NDArray[np.float32]]:
        """(rows, columns) a* of each rectangle of `place`, as `lightness`."""
        return _cut(self._lab[..., 1], place)

    def colour(self, place: Place) -> Floats:
        """(3,): the median L*a*b*, of both sides together."""
        return quantile(_cut(self._lab, place), 0.5)

    def roughness(self, place: Place) -> float:
        """How much lightness varies over less than half a centimetre, 0..100: the texture of hair."""
        return float(np.mean([patch.mean() for patch in _cut(self._roughness, place)]))

    def rougher(self, place: Place) -> float:
        """The roughness of `place` over that of the cheeks."""
        return self.roughness(place) / (self.roughness(CHEEKS) + _SMOOTH)


def patches(pixels: Pixels, mesh: Mesh) -> Patches:
    """The face of `mesh`, in pixels of `pixels`, seen from the front."""
    return Patches(frontal.colours(pixels, mesh), on_canonical(mesh).scale)


def quantile(rectangles: list[NDArray[np.float32]], part: float) -> Floats:
    """Of all pixels of some (rows, columns[, n]) rectangles together: the value `part` (0..1) of them are not above."""
    values = np.sort(np.concatenate([r.reshape(-1, *r.shape[2:]) for r in rectangles]), axis=0)
    return np.asarray(values[int(part * (len(values) - 1))], np.float64)


def _cut(plane: NDArray[np.float32], place: Place) -> list[NDArray[np.float32]]:
    rows = slice(_row(place.top), _row(place.bottom))
    columns = slice(_column(place.inner), _column(place.outer))
    if place.inner == 0:
        return [plane[rows, _column(-place.outer) : columns.stop]]
    return [plane[rows, ::-1][:, columns], plane[rows, columns]]


def in_doubt(log_odds: float, pose: Pose, prior: float) -> float:
    """The log-odds of what pixels show, drawn towards `prior` as the face turns away and pixels show less."""
    turned = max(abs(pose.yaw), abs(pose.pitch))
    clear = min(max((_SEEN_TO - turned) / (_SEEN_TO - _SEEN_WELL), 0.0), 1.0)
    return clear * log_odds + (1 - clear) * prior


def _column(x: float) -> int:
    return round(x * _PER_UNIT + (frontal.SIZE - 1) / 2)


def _row(y: float) -> int:
    return round((y - frontal.TOP) * _PER_UNIT - 0.5)
