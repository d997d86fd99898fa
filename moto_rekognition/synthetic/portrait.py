"""`Face`: a drawn portrait of one person."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PIL import Image

from moto_rekognition.synthetic import checks
from moto_rekognition.synthetic.camera import Stance
from moto_rekognition.synthetic.expression import EXPRESSIONS, Expression
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import BEARDS, HAIR_STYLES, Person, dressed, seed_of
from moto_rekognition.synthetic.placement import Placement
from moto_rekognition.synthetic.rendering import BACKGROUND, Rendering, backdrop, photograph
from moto_rekognition.synthetic.truth import Truth, attributes_of
from moto_rekognition.vision.observation import LANDMARKS, Pose


@dataclass(frozen=True)
class Face(Rendering):
    """A drawn portrait that face detectors take for a face.

        Face(identity=1, yaw=15, smile=0.8).jpeg()

    identity: an integer >= 0 or a name; the same one is the same person in every picture. The names in CAST are people
    chosen to be well apart.
    yaw, pitch, roll: degrees. yaw > 0: nose to the image's right; pitch > 0: up; roll > 0: clockwise.
    expression: one of EXPRESSIONS; the six parameters after it refine it.
    smile: -1 sad .. 1 broad. mouth_open: 0 .. 1. eyes_open: 0 shut .. 1.25 wide, or False/True, or one such value for
    the image's left and one for its right eye. brow: -1 low .. 1 raised. frown: -1 angry .. 1 worried.
    gaze: shift of the irises to the image's right and up, -1 .. 1 each.
    glasses, sunglasses, mask: worn or not.
    beard: one of BEARDS, or True for a full one; mustache: True or False. None: as the person has it; a beard that is
    asked for brings its mustache ("stubble" has none) unless mustache says otherwise.
    hair: one of HAIR_STYLES; skin: tone from 0 (lightest) to 1 (darkest). None: as the person has it.
    light: where it comes from, degrees: azimuth (> 0: from the image's right) and elevation.
    size: pixels of the picture, one number or (width, height). face_height: from mid-forehead to chin, in heights of
    the picture (0.38 unless given). center: of the face, in widths and heights of the picture. background: (r, g, b)
    or a colour Pillow knows.
    brightness: factor. blur, noise: standard deviation in pixels and in 8-bit levels.

    The same parameters give the same pixels on machines of one architecture with the same numpy and Pillow.
    Raises TypeError or ValueError, saying what is allowed, when a parameter makes no sense.
    """

    identity: int | str = 0
    _: dataclasses.KW_ONLY
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    expression: str | None = None
    smile: float | None = None
    mouth_open: float | None = None
    eyes_open: float | tuple[float, float] | None = None
    brow: float | None = None
    frown: float | None = None
    gaze: tuple[float, float] = (0.0, 0.0)
    glasses: bool = False
    sunglasses: bool = False
    mask: bool = False
    beard: str | bool | None = None
    mustache: bool | None = None
    hair: str | None = None
    skin: float | None = None
    light: tuple[float, float] = (-25.0, 35.0)
    size: int | tuple[int, int] = 400
    face_height: float | None = None
    center: tuple[float, float] | None = None
    background: str | tuple[int, int, int] = BACKGROUND
    brightness: float = 1.0
    blur: float = 0.0
    noise: float = 0.0

    def __post_init__(self) -> None:
        def settle(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        def ranged(low: float, high: float, meaning: str, *names: str) -> None:
            for name in names:
                if getattr(self, name) is not None:
                    settle(name, checks.number(name, getattr(self, name), low, high, meaning))

        checks.identity(self.identity)
        ranged(-90, 90, "degrees, positive: the nose points to the image's right", "yaw")
        ranged(-60, 60, "degrees, positive: up", "pitch")
        ranged(-180, 180, "degrees, positive: clockwise", "roll")
        ranged(-1, 1, "0 is neutral", "smile", "brow", "frown")
        ranged(0, 1, "0 is shut", "mouth_open")
        if self.expression is not None:
            checks.choice("expression", self.expression, EXPRESSIONS)
        if self.eyes_open is not None:
            both = self.eyes_open if isinstance(self.eyes_open, (tuple, list)) else (self.eyes_open,) * 2
            meaning = "0 is shut, 1 is open; one number for both eyes or one each"
            settle("eyes_open", checks.numbers("eyes_open", both, ((0, 1.25),) * 2, meaning))
        settle("gaze", checks.numbers("gaze", self.gaze, ((-1, 1),) * 2, "to the image's right, up"))
        for name in ("glasses", "sunglasses", "mask"):
            checks.flag(name, getattr(self, name))
        if self.glasses and self.sunglasses:
            raise ValueError("a face wears glasses or sunglasses, not both")
        if self.mustache is not None:
            checks.flag("mustache", self.mustache)
        if self.beard is not None and not isinstance(self.beard, bool):
            checks.choice("beard", self.beard, BEARDS)
        if self.hair is not None:
            checks.choice("hair", self.hair, HAIR_STYLES)
        ranged(0, 1, "0 is the lightest skin, 1 the darkest", "skin")
        settle("light", checks.numbers("light", self.light, ((-180, 180), (-90, 90)), "azimuth, elevation; degrees"))
        settle("size", checks.size(self.size))
        ranged(0.02, 3, "in heights of the picture", "face_height")
        if self.center is not None:
            settle("center", checks.numbers("center", self.center, ((-1, 2),) * 2, "in widths, heights of the picture"))
        settle("background", checks.colour("background", self.background))
        ranged(0, 4, "a factor", "brightness")
        ranged(0, 50, "pixels", "blur")
        ranged(0, 100, "8-bit levels", "noise")

    @property
    def truth(self) -> Truth:
        """What is known of the face, in pixels of `image`."""
        return self._truth(self._placement)

    @cached_property
    def _placement(self) -> Placement:
        width, height = checks.size(self.size)
        x, y = self.center or (0.5, 0.47)
        return self._placed((width, height), (x * width, y * height), (self.face_height or 0.38) * height)

    def _placed(self, size: tuple[int, int], centre: tuple[float, float], face_height: float) -> Placement:
        stance = Stance(self.yaw, self.pitch, self.roll)
        return Placement(Head(self._person, self._expression), stance, size, centre, face_height)

    def _truth(self, placement: Placement) -> Truth:
        return Truth(
            identity=self.identity,
            box=placement.box,
            landmarks={name: (float(x), float(y)) for name, (x, y) in zip(LANDMARKS, placement.landmarks, strict=True)},
            pose=Pose(roll=self.roll, yaw=self.yaw, pitch=self.pitch),
            attributes=attributes_of(self._person, self._expression, self.glasses, self.sunglasses, self.mask),
        )

    @property
    def _person(self) -> Person:
        beard = self.beard
        if isinstance(beard, bool):
            beard = "full" if beard else "none"
        return dressed(seed_of(self.identity), self.hair, self.skin, beard, self.mustache)

    @property
    def _expression(self) -> Expression:
        values: dict[str, Any] = dict(EXPRESSIONS[self.expression]) if self.expression else {}
        for name in ("smile", "mouth_open", "eyes_open", "brow", "frown"):
            if (given := getattr(self, name)) is not None:
                values[name] = given
        if isinstance(values.get("eyes_open"), float):
            values["eyes_open"] = (values["eyes_open"],) * 2
        # The white of the eye leaves an iris about 0.6 cm to go.
        return Expression(**values, gaze=(0.6 * self.gaze[0], 0.35 * self.gaze[1]))

    def _draw(self) -> Image.Image:
        width, height = checks.size(self.size)
        canvas = backdrop((width, height), checks.colour("background", self.background))
        self._placement.paste(self._cut_out(self._placement), canvas)
        return photograph(canvas, self.brightness, self.blur, self.noise)

    def _cut_out(self, placement: Placement) -> Image.Image:
        return placement.cut_out(self.light, self.glasses, self.sunglasses, self.mask)
