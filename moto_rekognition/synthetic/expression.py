"""What a face does: smile, mouth, eyelids, brows and gaze."""

from __future__ import annotations

from dataclasses import dataclass

#: Named expressions: what each changes of the parameters of `Expression`.
EXPRESSIONS: dict[str, dict[str, float]] = {
    "calm": {"smile": 0.0, "brow": 0.0},
    "happy": {"smile": 0.9},
    "surprised": {"smile": 0.0, "mouth_open": 1.0, "eyes_open": 1.25, "brow": 1.0},
    "sad": {"smile": -1.0, "frown": 1.0, "eyes_open": 0.8},
    "angry": {"smile": -0.7, "frown": -1.0, "brow": -0.9, "eyes_open": 0.85},
    "sleepy": {"smile": 0.0, "eyes_open": 0.3},
}


@dataclass(frozen=True)
class Expression:
    """smile -1..1; mouth_open 0..1; eyes_open 0..1.25 for the image's (left, right) eye; brow -1 low..1 raised;
    frown -1 angry..1 worried; gaze: shift of the irises in cm, x to the image's right, y up."""

    smile: float = 0.06
    mouth_open: float = 0.0
    eyes_open: tuple[float, float] = (1.0, 1.0)
    brow: float = 0.1
    frown: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)

    @property
    def joy(self) -> float:
        """The part of `smile` above neutral."""
        return max(self.smile, 0.0)

    @property
    def grin(self) -> float:
        """The part of `smile` that parts the lips."""
        return max(self.smile - 0.4, 0.0)

    @property
    def drop(self) -> float:
        """How far the jaw hangs, cm."""
        return 2.1 * self.mouth_open
