"""The surface of a head: lofted cross-sections with the relief of a face on them, moved by the jaw.

Frame of the head, in cm: x to the image's right, y up, z to the camera, eye line at y = 0. Every feature is placed by
its frontal (x, y); the surface answers with z.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.fields import bump, mix, ridge, step
from moto_rekognition.synthetic.identity import Person

Points = NDArray[np.float64]  # (..., 3)

_LEVELS = 300


class Head:
    """The surface of one person with one expression."""

    def __init__(self, person: Person, expression: Expression) -> None:
        self.person = person
        self.expression = expression
        mouth, joy = person.mouth, expression.joy
        self.mouth_corner = (
            mouth.half_width * (1 + 0.24 * joy - 0.15 * expression.mouth_open * (1 - joy)),
            mouth.y + 0.90 * expression.smile - 0.22 * expression.drop,
        )

    @cached_property
    def _sections(self) -> tuple[Points, Points, Points, Points]:
        """Levels y, and at each the squared half width, the z of the widest point and the z of the front."""
        skull = self.person.skull
        chin, crown, wide, jaw, point = skull.chin, skull.crown, skull.width, skull.width * skull.jaw, skull.chin_width
        table = np.array([  # y, half width, z of the widest point, z of the front
            (chin, 0, 3.6, 3.6),
            (chin + 0.3, 1.75 * jaw * point, 3.3, 4.35),
            (chin + 0.8, 2.95 * jaw * point, 2.8, 4.75),
            (chin + 1.5, 3.95 * jaw * point, 2.1, 5.0),
            (-9.4, 5.1 * jaw * point**0.5, 0.9, 5.0),
            (-8.2, 6.05 * jaw, -0.5, 5.15),
            (-6.6, 6.75 * jaw, -1.6, 5.45),
            (-4.8, 7.28 * (wide + jaw) / 2, -2.1, 5.45),
            (-2.6, 7.62 * wide, -2.3, 5.2),
            (-0.4, 7.72 * wide, -2.2, 5.0),
            (1.4, 7.7 * wide, -2.1, 5.2),
            (3.0, 7.62 * wide, -2.0, 5.25),
            (5.2, 7.25 * wide, -2.0, 4.85),
            (7.2, 6.6 * wide, -2.2, 4.05),
            (crown - 1.8, 5.2 * wide, -2.4, 2.5),
            (crown - 0.6, 3.2 * wide, -2.6, 0.4),
            (crown, 0, -2.6, -2.6),
        ])  # fmt: skip
        table = table[np.argsort(table[:, 0])]  # a short chin may pass the fixed levels above it
        levels = np.linspace(chin, crown, _LEVELS)
        kernel = ridge(np.linspace(-2, 2, 15), 0, 1)
        kernel /= kernel.sum()

        def smooth(column: Points) -> Points:
            values = np.interp(levels, table[:, 0], column)
            return np.convolve(np.pad(values, 7, mode="reflect", reflect_type="odd"), kernel, "valid")

        # Squared widths are interpolated, not widths: chin and crown become round instead of pointed.
        squared = np.maximum(smooth(np.square(table[:, 1])), 0)
        squared[[0, -1]] = 0
        return levels, squared, smooth(table[:, 2]), smooth(table[:, 3])

    def section(self, y: Points) -> tuple[Points, Points, Points]:
        """Squared half width, z of the widest point and z of the front, at heights `y` of the closed jaw."""
        levels, squared, side, front = self._sections
        return np.interp(y, levels, squared), np.interp(y, levels, side), np.interp(y, levels, front)

    def half_width(self, y: float) -> float:
        """Of the head at height `y`, cm."""
        return float(np.sqrt(self.section(np.array(y))[0]))

    def _relief(self, x: Points, y: Points) -> Points:
        """What the face adds to the smooth head, cm along z."""
        person, joy = self.person, self.expression.joy
        eyes, nose, mouth, brows, skull = person.eyes, person.nose, person.mouth, person.brows, person.skull
        corner_x, corner_y = self.mouth_corner
        side = np.abs(x)

        z = -0.80 * bump(side, y, eyes.x - 0.35, 0.15, 2.1, 1.25)  # sockets
        z -= 0.35 * bump(side, y, eyes.x - 1.9, 0.1, 0.8, 0.9)  # inner corners
        z += 0.55 * bump(side, y, eyes.x, 0.02, 1.25, 0.85)  # eyeballs under their lids
        z += 0.28 * bump(side, y, eyes.x + 0.3, brows.height - 0.1, 2.4, 0.9)  # brow ridge

        along = np.clip((1.6 - y) / (1.6 - nose.tip), 0, 1)  # 0 at the root of the nose, 1 at its tip
        ends = step(2.8, 0.6, y) * step(nose.tip - 1.25, nose.tip - 0.1, y)
        height = mix(0.3 * nose.bridge, 2.4 * nose.projection, along**1.25) * ends
        z += height * ridge(side, 0, mix(nose.bridge**0.5, 1.15 * nose.width, along * along))
        z += 0.85 * nose.width * bump(side, y, 1.25 * nose.width, nose.tip - 0.38, 0.66, 0.62)  # wings
        z += 0.30 * bump(side, y, 0, nose.tip + 0.05, 0.8, 0.65)

        z += (skull.cheek + 0.35 * joy) * bump(side, y, 4.4, -3 + 0.3 * joy, 2.0, 1.8)
        z -= 0.22 * bump(side, y, 4.6, -6.3, 1.6, 1.8)  # hollow under the cheekbone

        z += 0.55 * bump(side, y, 0, mouth.y + 0.4, 2.4, 1.9)  # the teeth push all of it forward
        z += 0.40 * bump(side, y, 0, mouth.y + 0.55 * mouth.upper_lip + 0.12, 0.68 * mouth.half_width, 0.42)
        z += 0.46 * bump(side, y, 0, mouth.y - 0.62 * mouth.lower_lip, 0.6 * mouth.half_width, 0.5)
        z -= 0.38 * bump(side, y, 0, mouth.y, 0.8 * mouth.half_width, 0.2)  # between the lips
        z -= 0.18 * bump(side, y, mouth.half_width + 0.2, mouth.y, 0.6, 0.6)
        z -= 0.32 * bump(side, y, 0, mouth.y - mouth.lower_lip - 0.95, 1.7, 0.6)
        z -= 0.12 * bump(side, y, 0, mouth.y + 1.5, 0.35, 0.7)  # philtrum
        z += 0.45 * bump(side, y, 0, skull.chin + 1.6, 1.5 * skull.chin_width, 1.0)
        z -= 0.20 * joy * bump(side, y, corner_x + 0.75, corner_y + 1.1, 0.4, 1.1)  # smile folds
        return np.asarray(z)

    def jaw_share(self, x: Points, y: Points) -> Points:
        """0..1: how much a point of the closed face follows the jaw."""
        y_mouth = self.person.mouth.y
        return np.asarray(step(y_mouth + 0.35, y_mouth - 0.75, y) * (1 - 0.75 * step(4.0, 8.0, np.abs(x))))

    def _open_jaw(self, x: Points, y: Points, z: Points) -> Points:
        moved = self.jaw_share(x, y) * self.expression.drop
        return np.stack([x, y - moved, z - 0.3 * moved], -1)

    def surface(self, frontal: Points) -> Points:
        """(n, 3) points of the surface whose frontal positions, with the jaw where it is, are `frontal` (n, 2)."""
        x, y = np.asarray(frontal, float).T
        # Undo the jaw by bisection: `y` grows with `closed`, but too steeply between the lips for anything quicker.
        low, high = y, y + self.expression.drop
        for _ in range(24 if self.expression.drop else 0):
            middle = (low + high) / 2
            below = middle - self.expression.drop * self.jaw_share(x, middle) < y
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        closed = (low + high) / 2
        squared, side, front = self.section(closed)
        towards = np.sqrt(np.clip(1 - x * x / np.maximum(squared, 1e-3), 0, 1))
        z = side + (front - side) * towards + self._relief(x, closed) * step(0, 0.45, towards)
        return self._open_jaw(x, closed, z)

    def grid(self, rows: int = 72, columns: int = 84) -> tuple[Points, Points]:
        """The whole head as a (rows, columns, 3) grid from chin to crown: with the jaw closed, and as it is.

        Columns run around the head, dense in front, with the seam at the back.
        """
        skull = self.person.skull
        heights = np.interp(
            np.linspace(0, 1, rows),
            [0, 0.06, 0.8, 0.95, 1],
            [skull.chin, skull.chin + 0.28, 4.6, skull.crown - 0.5, skull.crown],
        )
        turn = np.linspace(-1, 1, columns)
        y, angle = np.meshgrid(heights, np.sign(turn) * np.abs(turn) ** 1.25 * np.pi, indexing="ij")
        squared, side, front = self.section(y)
        towards = np.cos(angle)
        x = np.sqrt(squared) * np.sin(angle)
        depth = np.sqrt(np.clip(1 - ((y - 3.6) / (skull.crown - 3.58)) ** 2, 0, 1)) * 8.2 * step(-11, -4, y)
        depth += step(skull.crown, skull.crown - 1, y)
        z = side + np.where(towards > 0, front - side, depth) * towards
        z += self._relief(x, y) * step(0, 0.45, towards)
        return np.stack([x, y, z], -1), self._open_jaw(x, y, z)
