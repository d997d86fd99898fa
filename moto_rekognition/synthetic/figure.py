"""A person as one mesh before the camera: head, ears, hair, neck and shirt."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.synthetic import hair
from moto_rekognition.synthetic.camera import Stance, rotation
from moto_rekognition.synthetic.fields import ridge, step
from moto_rekognition.synthetic.head import Head, Points
from moto_rekognition.synthetic.solids import ellipsoid, normals, triangles, tube

#: Heights above the hairline are kept to this range where they decide between skin and hair, so that interpolation
#: between vertices far from the hairline does not move it.
HAIR_MASK_RANGE = (-0.22, 0.6)

_BELOW = np.array([0, -30, -3.4])  # inside neck and shirt

# Profiles: y, half width, half depth, z of the axis; cm.
_NECK = ((-6, 4.6, 4.2, -3.4), (-13, 4.8, 4.3, -3.3), (-15.5, 5.3, 4.6, -3.2), (-17.2, 7.8, 4.8, -3.2),
         (-19.5, 10.0, 4.8, -3.3))  # fmt: skip
_SHIRT = ((-15.8, 6.1, 5.3, -3.2), (-17.2, 8.7, 5.8, -3.2), (-18.8, 13.0, 6.4, -3.3), (-20.6, 16.3, 6.7, -3.4),
          (-25, 18.4, 7.0, -3.5), (-30, 19.0, 7.2, -3.5), (-60, 19.0, 7.2, -3.5))  # fmt: skip
_TRUNK = ((-59, 19.0, 7.2, -3.5), (-160, 19.0, 7.2, -3.5))


class Part(IntEnum):
    """Of what a vertex is a part."""

    HEAD = 0
    EAR = 1
    HAIR = 2
    NECK = 3
    SHIRT = 4


class _Piece(NamedTuple):
    """A grid of a figure: points and normals in the camera's frame, its own points, height above the hairline."""

    part: Part
    points: Points
    normals: Points
    own: Points
    above: Points | float


class Figure(NamedTuple):
    """points, normals: (n, 3) in the camera's frame; own: (n, 3) in the head's frame at rest; above: (n, 2) height
    above the hairline, and the same kept to HAIR_MASK_RANGE; part: (n,); triangles: (m, 3)."""

    points: Points
    normals: Points
    own: Points
    above: Points
    part: NDArray[np.int8]
    triangles: NDArray[np.integer[Any]]


def build_figure(head: Head, stance: Stance) -> Figure:
    person = head.person

    def turned(part: Part, grid: Points, normal: Points, above: float) -> _Piece:
        return _Piece(part, stance.place(grid), normal @ stance.head.T, grid, above)

    closed, opened = head.grid()
    above, offset = hair.grow(person, closed)
    surface = opened + offset
    pieces = [_Piece(Part.HEAD, stance.place(surface), normals(surface) @ stance.head.T, opened, above)]
    if not hair.covers_ears(person):
        for side in (-1, 1):
            centre = np.array([side * 7.7 * person.skull.width, -1.2, -3.2])
            ear = ellipsoid(np.zeros(3), (0.6, 1.95, 1.3)) @ rotation(side * 24, 0, side * 6).T + centre
            pieces.append(turned(Part.EAR, ear, normals(ear, centre), hair.BARE))
    for grid, centre in hair.hanging(person):
        pieces.append(turned(Part.HAIR, grid, normals(grid, centre), hair.COVERED))

    neck, shirt = tube(_NECK), tube(_SHIRT, columns=44)
    in_front = (shirt[..., 2] > -3.2) * step(-22, -16, shirt[..., 1])
    shirt[..., 1] -= 1.5 * ridge(shirt[..., 0], 0, 3.2) * in_front  # neckline
    for part, grid in ((Part.NECK, neck), (Part.SHIRT, shirt), (Part.SHIRT, tube(_TRUNK, rows=2, columns=44))):
        placed, normal = stance.place_body(grid, normals(grid, _BELOW))
        pieces.append(_Piece(part, placed, normal, grid, hair.BARE))
    return _join(pieces)


def _join(pieces: list[_Piece]) -> Figure:
    sizes = [piece.points.shape[:2] for piece in pieces]
    counts = [rows * columns for rows, columns in sizes]
    starts = np.cumsum([0, *counts[:-1]])
    above = np.concatenate([np.broadcast_to(p.above, size).ravel() for p, size in zip(pieces, sizes, strict=True)])
    return Figure(
        points=np.concatenate([piece.points.reshape(-1, 3) for piece in pieces]),
        normals=np.concatenate([piece.normals.reshape(-1, 3) for piece in pieces]),
        own=np.concatenate([piece.own.reshape(-1, 3) for piece in pieces]),
        above=np.stack([above, np.clip(above, *HAIR_MASK_RANGE)], 1),
        part=np.repeat(np.array([piece.part for piece in pieces], np.int8), counts),
        triangles=np.concatenate([triangles(*size) + start for size, start in zip(sizes, starts, strict=True)]),
    )
