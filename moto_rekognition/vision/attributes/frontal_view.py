"""The frontal view of a face in colour, and what rectangles of it look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors import frontal
from moto_rekognition.vision.geometry.canonical import on_canonical
from moto_rekognition.vision.observation import Floats, Mesh, Pixels, Pose

_PER_UNIT = frontal.SIZE / (frontal.BOTTOM - frontal.TOP)
#: Up to this yaw or pitch, degrees, the frontal view is fully trusted; from the second on, not at all. Chosen by hand:
#: at 65 degrees half of the face is hidden.
_SEEN_WELL, _SEEN_TO = 30.0, 65.0


@dataclass(frozen=True)
class Rectangle:
    """A rectangle on the canonical face, in its centimetres: y below the eye line, x to each side of the middle line.

    inner 0: one rectangle across the middle; otherwise one on each side.
    """

    top: float
    bottom: float
    inner: float
    outer: float


#: Skin in almost every face: the reference for colours and texture.
CHEEKS = Rectangle(2.4, 4.8, 2.1, 4.2)
#: Cheeks darker than this lightness, 0..100, count as this light.
_DARKEST = 8.0
#: Added to the roughness of the cheeks before dividing by it, as blurred faces have none.
_SMOOTH = 0.3


class FrontalView:
    """The frontal view of one face.

    skin: (3,) median colour of the cheeks, CIE L*a*b*, L* 0..100.
    light: lightness of the cheeks, by which other lightnesses are divided.
    pixel: size of a pixel of the picture, centimetres of the canonical face.
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
        self._skin_roughness = self.roughness(CHEEKS)

    def lab(self, rectangle: Rectangle) -> list[NDArray[np.float32]]:
        """(rows, columns, 3) L*a*b* of the rectangle on each side, the image's left first; both run outwards."""
        return _cut(self._lab, rectangle)

    def colour(self, rectangle: Rectangle) -> Floats:
        """(3,): the median L*a*b* of both sides together."""
        return quantile(self.lab(rectangle), 0.5)

    def roughness(self, rectangle: Rectangle) -> float:
        """Mean deviation of lightness from its blur over 0.3 cm, 0..100, mean of both sides: the texture of hair."""
        return float(np.mean(self._roughness_of_sides(rectangle)))

    def hairiness(self, rectangle: Rectangle) -> Floats:
        """(6,) features by which hair differs from skin, each against the cheeks.

        Lightness (median, and darkest quarter) over that of the cheeks, of the lighter side: a shadow is on one side;
        a*, b*; log roughness over that of the cheeks, and over their lightness, of the smoother side.
        """
        sides = [np.sort(side.reshape(-1, 3), axis=0) for side in self.lab(rectangle)]
        medians = np.array([side[len(side) // 2] for side in sides])
        dark = max(float(side[len(side) // 4, 0]) for side in sides)
        a, b = medians[:, 1:].mean(axis=0) - self.skin[1:]
        rough = min(self._roughness_of_sides(rectangle))
        lighter = [(value - self.skin[0]) / self.light for value in (medians[:, 0].max(), dark)]
        ratios = rough / (self._skin_roughness + _SMOOTH) + 0.2, 100 * rough / self.light + 0.3
        return np.array([*lighter, a, b, *np.log(ratios)])

    def difference(self, rectangle: Rectangle) -> Floats:
        """(4,): by how much median L*, a*, b* and log roughness of the right side exceed those of the left one."""
        left, right = (quantile([side], 0.5) for side in self.lab(rectangle))
        rough = np.log(np.array(self._roughness_of_sides(rectangle)) + _SMOOTH)
        return np.array([*(right - left), rough[1] - rough[0]])

    def _roughness_of_sides(self, rectangle: Rectangle) -> list[float]:
        return [float(side.mean()) for side in _cut(self._roughness, rectangle)]


def frontal_view(pixels: Pixels, mesh: Mesh) -> FrontalView:
    """The face of `mesh`, in pixels of `pixels`, seen from the front."""
    return FrontalView(frontal.colours(pixels, mesh), on_canonical(mesh).scale)


def quantile(rectangles: list[NDArray[np.float32]], part: float) -> Floats:
    """The quantile `part` (0..1) of all pixels of some (rows, columns[, n]) rectangles together; rounds down."""
    values = np.sort(np.concatenate([r.reshape(-1, *r.shape[2:]) for r in rectangles]), axis=0)
    return np.asarray(values[int(part * (len(values) - 1))], np.float64)


def _cut(plane: NDArray[np.float32], rectangle: Rectangle) -> list[NDArray[np.float32]]:
    rows = slice(_row(rectangle.top), _row(rectangle.bottom))
    columns = slice(_column(rectangle.inner), _column(rectangle.outer))
    if rectangle.inner == 0:
        return [plane[rows, _column(-rectangle.outer) : columns.stop]]
    return [plane[rows, ::-1][:, columns], plane[rows, columns]]


def faded(log_odds: float, pose: Pose, prior: float) -> float:
    """`log_odds` of what the frontal view shows, drawn towards `prior` as the face turns away and the view shows less.

    The share of `log_odds` falls from 1 at `_SEEN_WELL` to 0 at `_SEEN_TO`.
    """
    turned = max(abs(pose.yaw), abs(pose.pitch))
    clear = min(max((_SEEN_TO - turned) / (_SEEN_TO - _SEEN_WELL), 0.0), 1.0)
    return clear * log_odds + (1 - clear) * prior


def _column(x: float) -> int:
    return round(x * _PER_UNIT + (frontal.SIZE - 1) / 2)


def _row(y: float) -> int:
    return round((y - frontal.TOP) * _PER_UNIT - 0.5)
