"""Hair on the head: where it begins, how far it stands off, what hangs beside it, and its strands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moto_rekognition.synthetic.fields import mix, ridge, step
from moto_rekognition.synthetic.head import Points
from moto_rekognition.synthetic.identity import Person
from moto_rekognition.synthetic.solids import ellipsoid, tube

#: A height far from every hairline, cm: surely skin, surely hair.
BARE, COVERED = -9.0, 9.0


@dataclass(frozen=True)
class _Style:
    """`temple` and `nape`: where hair ends beside and behind the face, y in cm; `volume`: how far it stands off, cm."""

    temple: float
    nape: float
    volume: float


_STYLES = {
    "short": _Style(-1.0, -6.0, 0.8),
    "crop": _Style(0.6, -5.0, 0.35),
    "long": _Style(-9.0, -12.0, 0.85),
    "bob": _Style(-9.0, -9.0, 1.05),
    "curly": _Style(-1.6, -7.0, 1.5),
    "bun": _Style(-0.5, -5.5, 0.5),
    "swept": _Style(-0.8, -6.0, 1.0),
}


def covers_ears(person: Person) -> bool:
    return person.style in ("long", "bob")


def grow(person: Person, grid: Points) -> tuple[NDArray[np.float64], Points]:
    """Height above the hairline (cm, negative on the face) and offset of the hair's surface at each point of a head."""
    x, y, z = np.moveaxis(grid, -1, 0)
    if person.style == "bald":
        return np.full(x.shape, BARE), np.zeros_like(grid)
    style = _STYLES[person.style]
    beside = mix(_front(person, x), style.temple, step(0.3, -1.9, z))
    above = y - mix(beside, style.nape, step(-3.8, -5.5, z))
    volume = style.volume * step(0.05, 2.0, above)
    if person.style == "swept":
        volume = volume * (1.15 - 0.09 * x * np.sign(person.parting))
    elif person.style == "curly":
        volume = volume * (1 + 0.22 * np.sin(2.1 * x) * np.sin(2.3 * y + z))
    outwards = grid - np.array([0, 2, -2])
    outwards /= np.linalg.norm(outwards, axis=-1, keepdims=True) + 1e-6
    return above, outwards * volume[..., None]


def _front(person: Person, x: Points) -> Points:
    """The hairline over the forehead: y in cm at each x."""
    side, towards = np.abs(x), np.sign(person.parting)
    line = person.hairline - 0.04 * np.maximum(side - 0.8, 0) ** 2 + 0.16 * np.sin(1.3 * x + 3 * person.parting)
    if person.style in ("short", "crop", "bun"):
        line = line + ridge(side, 4.7, 1.5) + 0.25 * ridge(x, 0, 1.1) * (-1 if person.parting > 0 else 0.6)
    elif person.style == "swept":
        line = line - 0.35 - 0.16 * x * towards + 0.9 * ridge(x, 3 * towards, 1.1)
    elif person.style == "bob":
        line = line - 1.3 + 0.03 * side**2
    elif person.style == "long":
        line = line + 0.5 + ridge(x, person.parting, 0.9) - 0.02 * side**2
    return np.asarray(line)


def hanging(person: Person) -> list[tuple[Points, Points]]:
    """Hair beyond the head itself: grids and their centres."""
    if person.style == "bun":
        centre = np.array([0, 11.2, -4.0])
        return [(ellipsoid(centre, (2.9, 2.5, 2.9)), centre)]
    if not covers_ears(person):
        return []
    end = -15.5 if person.style == "long" else -10.8
    curtain = tube([  # y, half width, half depth, z of the axis
        (8, 5.0, 4.5, -4.5), (5, 7.7, 6.0, -4.3), (1, 8.7, 6.7, -4.2), (-4, 8.9, 6.0, -4.1), (-8, 8.8, 5.4, -4.1),
        (end + 3, 8.8, 4.8, -4.3), (end + 0.8, 8.2, 4.2, -4.4), (end, 7.0, 3.4, -4.4),
    ])  # fmt: skip
    return [(curtain, np.array([0, 0, -4.6]))]


@lru_cache(8)
def _strands(texture: int, curly: bool) -> NDArray[np.float32]:
    """(256, 256) tileable pattern around -1..1, long in y unless curly."""
    random = np.random.RandomState((texture + 8) & 0x7FFFFFFF)
    coarse = random.rand(*((48, 48) if curly else (10, 160))).astype(np.float32) * 2 - 1
    tiled = Image.fromarray(np.tile(coarse, (2, 2))).resize((512, 512), Image.Resampling.BICUBIC)
    return np.asarray(tiled)[128:384, 128:384].copy()


def strands(person: Person, x: Points, y: Points, z: Points) -> NDArray[np.float32]:
    """The pattern of the hair, around -1..1, at points of the head."""
    curly = person.style == "curly"
    across = (x + 0.6 * z) * 14 if curly else np.arctan2(x, z + 5.5) * 70
    pattern = _strands(person.texture, curly)
    shown: NDArray[np.float32] = pattern[(y * 14).astype(np.int32) & 255, across.astype(np.int32) & 255]
    return shown


def shadow(above: Points, z: Points) -> Points:
    """0..1: the soft shadow of the hair on the forehead below it."""
    return np.asarray(step(-1.1, -0.1, above) * step(-4.0, -1.0, z))
