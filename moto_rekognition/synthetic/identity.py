"""Who is drawn: everything permanent about a person, from one seed."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.synthetic.cast import CAST
from moto_rekognition.synthetic.fields import mix

Colour = NDArray[np.float32]  # (3,) RGB, 0..1

HAIR_STYLES = ("short", "crop", "long", "bob", "bald", "curly", "bun", "swept")
BEARDS = ("stubble", "full", "goatee")

#: From this tone on, dark hair and eyes are the rule.
DARK = 4 / 7
#: How many lines and shadows `skin` knows that are stronger in some faces than in others.
LINES = 13
#: How far people differ, as a multiple of the deviations below.
SPREAD = 1.35


def _palette(*codes: str) -> NDArray[np.float64]:
    return np.array([list(bytes.fromhex(code)) for code in codes]) / 255


SKIN = _palette("f8e2d2", "f2d0b6", "e6b896", "d4a07a", "bb8560", "9c6947", "7c4e35", "5e3b29")
HAIR = _palette("1e1a1a", "352520", "5c3c28", "8a5e38", "c89e62", "96462a", "96948f", "dcd6ce")
IRIS = _palette("4a2e1c", "644226", "6a6438", "4c7050", "54789a", "6e7e88")
SHIRT = _palette(
    "4f7cac", "5a9367", "c4674f", "8d6aa8", "d9a441", "5b6770", "3f8f93", "b85c80", "e8e4da", "33475b"
)  # fmt: skip


@dataclass(frozen=True)
class Skull:
    """Widths are factors of the average head; `chin` and `crown` are its ends, y in cm; `cheek` is relief in cm."""

    width: float
    jaw: float
    chin_width: float
    chin: float
    crown: float
    cheek: float


@dataclass(frozen=True)
class Eyes:
    """`x`: centre of an eye; `half_width`; `height`: of the upper lid above the eye line; all in cm. `tilt`: slope."""

    x: float
    half_width: float
    height: float
    tilt: float


@dataclass(frozen=True)
class Nose:
    """`tip`: y in cm; the others are factors of the average nose."""

    tip: float
    width: float
    projection: float
    bridge: float


@dataclass(frozen=True)
class Mouth:
    """cm."""

    half_width: float
    y: float
    upper_lip: float
    lower_lip: float


@dataclass(frozen=True)
class Brows:
    """cm; `slope` per unit of the brow's length."""

    height: float
    thickness: float
    slope: float
    arch: float


@dataclass(frozen=True, eq=False)
class Person:
    """A person. Lengths in cm of the head frame: x to the image's right, y up, eye line at y = 0, z to the camera."""

    seed: int
    skull: Skull
    eyes: Eyes
    nose: Nose
    mouth: Mouth
    brows: Brows
    skin: Colour
    tone: float  # 0 lightest .. 1 darkest skin
    hair: Colour
    iris: Colour
    rouge: Colour  # what the lips add to the skin,
    rouge_share: float  # and how much of it, 0..1
    shirt: Colour
    style: str  # one of HAIR_STYLES
    hairline: float
    parting: float
    beard: str | None  # one of BEARDS
    mustache: bool
    freckles: float
    blush: float
    moles: tuple[tuple[float, float], ...]
    lines: tuple[float, ...]  # strength of each of skin.LINES, negative: lighter than the skin
    texture: int  # seeds the mottle of the skin and the strands of the hair

    @property
    def lips(self) -> Colour:
        """RGB 0..1."""
        return _colour(mix(self.skin, self.rouge, self.rouge_share) * (0.86 if self.tone > DARK else 0.95))


def seed_of(identity: int | str) -> int:
    """An integer is the seed; a name of the cast has its own, any other name stands for a seed made of it."""
    if isinstance(identity, int):
        return identity
    return CAST.get(identity) or int.from_bytes(hashlib.sha256(identity.encode()).digest()[:6], "big")


def skin_colour(tone: float) -> NDArray[np.float64]:
    """RGB 0..1 of a tone from 0 (lightest) to 1 (darkest)."""
    place = tone * (len(SKIN) - 1)
    below = min(int(place), len(SKIN) - 2)
    return np.asarray(mix(SKIN[below], SKIN[below + 1], place - below))


@lru_cache(64)
def person(seed: int) -> Person:
    """The person behind a seed. Uses numpy's legacy generator, whose stream is frozen, so people do not change."""
    random = np.random.RandomState(zlib.crc32(b"moto-rekognition person %d" % seed))

    def vary(mean: float, deviation: float) -> float:
        return float(mean + SPREAD * deviation * np.clip(random.standard_normal(), -1.8, 1.8))

    eyes = Eyes(x=vary(3.18, 0.20), half_width=vary(1.40, 0.12), height=vary(0.65, 0.07), tilt=vary(0, 0.12))
    skull = Skull(
        width=vary(1, 0.05),
        jaw=vary(1, 0.08),
        chin_width=vary(1, 0.11),
        chin=vary(-12, 0.55),
        crown=vary(10.9, 0.35),
        cheek=vary(0.45, 0.22),
    )
    nose = Nose(tip=vary(-3.55, 0.34), width=vary(1, 0.13), projection=vary(1, 0.16), bridge=vary(1, 0.2))
    mouth = Mouth(
        half_width=vary(2.45, 0.22), y=vary(-6.95, 0.28), upper_lip=vary(0.56, 0.13), lower_lip=vary(0.78, 0.16)
    )
    brows = Brows(height=vary(1.9, 0.28), thickness=vary(0.43, 0.13), slope=vary(0, 0.26), arch=vary(0.5, 0.21))

    tone = float(random.uniform(0, 1))
    dark = tone > DARK
    skin = np.clip(skin_colour(tone) + 0.012 * random.standard_normal(3), 0, 1)
    hair_weights = [0.5, 0.3, 0.1, 0, 0, 0, 0.07, 0.03] if dark else [0.2, 0.2, 0.2, 0.13, 0.11, 0.08, 0.05, 0.03]
    iris_weights = [0.7, 0.25, 0.05, 0, 0, 0] if dark else [0.28, 0.24, 0.15, 0.11, 0.13, 0.09]
    hair = HAIR[random.choice(len(HAIR), p=hair_weights)] * vary(1, 0.08)
    iris = IRIS[random.choice(len(IRIS), p=iris_weights)]
    rouge = np.array([(0.74, 0.32, 0.31), (0.66, 0.22, 0.32)][random.randint(2)])
    rouge_share = float(random.uniform(0.32, 0.6))
    style = HAIR_STYLES[random.choice(len(HAIR_STYLES), p=[0.16, 0.13, 0.18, 0.14, 0.06, 0.11, 0.08, 0.14])]
    hairline, parting = vary(6.3, 0.45), vary(0, 1.2)
    growth: tuple[tuple[str | None, bool], ...] = (
        (None, False), ("stubble", False), ("full", True), (None, True), ("goatee", True),
    )  # fmt: skip
    beard, mustache = growth[random.choice(len(growth), p=[0.55, 0.13, 0.16, 0.06, 0.10])]
    if style in ("long", "bob", "bun"):
        beard, mustache = None, False
    freckles, blush = max(0.0, vary(-0.4, 0.7)), float(random.uniform(0.05, 0.35))
    moles = tuple(
        (float(random.uniform(-5.2, 5.2)), float(random.uniform(-9.5, -1.8))) for _ in range(random.randint(0, 3))
    )
    return Person(
        seed=seed,
        skull=skull,
        eyes=eyes,
        nose=nose,
        mouth=mouth,
        brows=brows,
        skin=_colour(skin),
        tone=tone,
        hair=_colour(hair),
        iris=_colour(iris),
        rouge=_colour(rouge),
        rouge_share=rouge_share,
        shirt=_colour(SHIRT[random.randint(len(SHIRT))]),
        style=style,
        hairline=hairline,
        parting=parting,
        beard=beard,
        mustache=mustache,
        freckles=freckles,
        blush=blush,
        moles=moles,
        lines=tuple(random.uniform(-0.8, 1.0, LINES).tolist()),
        texture=int(random.randint(1 << 30)),
    )


def _colour(rgb: NDArray[np.float64]) -> Colour:
    return np.clip(rgb, 0, 1).astype(np.float32)


@lru_cache(64)
def dressed(seed: int, style: str | None, tone: float | None, beard: str | None, mustache: bool | None) -> Person:
    """The person behind a seed with another hair style, skin tone, beard or mustache; None leaves what they have.

    beard: one of BEARDS, or "none" for a shaved chin.
    """
    someone = person(seed)
    if style is not None:
        someone = replace(someone, style=style)
    if tone is not None:
        someone = replace(someone, tone=tone, skin=_colour(skin_colour(tone)))
    if beard is not None:
        someone = replace(someone, beard=None if beard == "none" else beard, mustache=beard in ("full", "goatee"))
    if mustache is not None:
        someone = replace(someone, mustache=mustache)
    return someone
