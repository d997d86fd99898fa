"""A declared video: the visible faces from each moment on, or why it cannot be analysed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, TypeAlias

from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.fields import check_name, is_number, require_text

#: The faces that are visible at a moment, or a mapping with the member "faces".
MomentFaces: TypeAlias = "Sequence[DeclaredFace] | Mapping[str, Any]"
#: (milliseconds, faces visible from then on), or only faces, visible all the time.
Moments: TypeAlias = "Sequence[tuple[float, MomentFaces]] | Sequence[DeclaredFace]"

#: Milliseconds from the last moment to the end of a video without a declared duration.
AFTER_LAST = 1000
FPS = 30.0
SIZE = (1280, 720)
MOST_FACES = 100
#: Limits in milliseconds, frames per second, pixels. Above the service's limits, so that a test can exceed those.
LONGEST, FASTEST, LARGEST = 24 * 3600 * 1000, 1000, 16384


@dataclass(frozen=True)
class Moment:
    """faces: visible from this time (milliseconds) to the next moment."""

    milliseconds: float
    faces: tuple[DeclaredFace, ...]


@dataclass(frozen=True)
class DeclaredVideo:
    """duration: milliseconds. fps: frames per second. size: (width, height), pixels.

    failure: why the analysis fails; None when it succeeds.
    """

    moments: tuple[Moment, ...]
    duration: int
    fps: float
    size: tuple[int, int]
    failure: str | None = None

    def __str__(self) -> str:
        if self.failure is not None:
            return f"failure={self.failure!r}"
        moments = ", ".join(f"({m.milliseconds:g}, [{', '.join(map(str, m.faces))}])" for m in self.moments)
        return f"video=[{moments}]"

    @property
    def faces(self) -> tuple[DeclaredFace, ...]:
        """Every face of every moment."""
        return tuple(face for moment in self.moments for face in moment.faces)


def make(moments: Any, duration: Any = None, fps: Any = None, size: Any = None) -> DeclaredVideo:
    """Check the parameters of `declare`. Raises TypeError or ValueError, saying what is allowed."""
    parsed = _moments(moments)
    duration = parsed[-1].milliseconds + AFTER_LAST if duration is None else _number("duration", duration, 1, LONGEST)
    if duration <= parsed[-1].milliseconds:
        raise ValueError(f"duration={duration!r}: the last moment begins at {parsed[-1].milliseconds:g} milliseconds")
    return DeclaredVideo(
        parsed,
        int(duration),
        FPS if fps is None else _number("fps", fps, 0.001, FASTEST),
        SIZE if size is None else _size(size),
    )


def failing(message: Any) -> DeclaredVideo:
    """A video that cannot be analysed. Raises TypeError or ValueError."""
    if not isinstance(message, str) or not message:
        raise TypeError(f"failure={message!r}: give the StatusMessage of the job, as 'Unsupported codec/format.'")
    require_text("failure", message)
    return DeclaredVideo((), AFTER_LAST, FPS, SIZE, message)


def _moments(given: Any) -> tuple[Moment, ...]:
    if not isinstance(given, (list, tuple)):
        raise TypeError(
            f"video={given!r}: give a list of (milliseconds, faces), or of faces that are seen all the time"
        )
    if all(isinstance(one, DeclaredFace) for one in given):
        return (Moment(0, check_faces(given)),)
    moments = tuple(_moment(one) for one in given)
    times = [moment.milliseconds for moment in moments]
    if times != sorted(set(times)):
        raise ValueError(f"video: the moments begin at {times} milliseconds; give them in ascending order")
    return moments


def _moment(given: Any) -> Moment:
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise TypeError(f"video: {given!r} is no moment; give (milliseconds, faces), as in (1500, [face('ada')])")
    milliseconds, seen = given
    if isinstance(seen, Mapping):
        for name in seen:
            check_name(name, ("faces",), "a moment")
        seen = seen.get("faces", [])
    return Moment(_number("milliseconds", milliseconds, 0, LONGEST - AFTER_LAST), check_faces(seen))


def check_faces(given: Any) -> tuple[DeclaredFace, ...]:
    """The faces of one image or moment. Raises TypeError or ValueError."""
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, DeclaredFace) for one in given):
        raise TypeError(f"faces={given!r}: give a list of face(...), [] for nobody")
    if len(given) > MOST_FACES:
        raise ValueError(f"{len(given)} faces: the service reports {MOST_FACES} at most")
    return tuple(given)


def _number(name: str, value: Any, least: float, most: float) -> float:
    """`value`. Raises TypeError or ValueError unless it is a number in this range."""
    if not is_number(value):
        raise TypeError(f"{name}={value!r}: give a number")
    if not least <= value <= most:
        raise ValueError(f"{name}={value!r}: give {least:g} or more, and at most {most}")
    return int(value) if isinstance(value, Integral) else float(value)


def _size(given: Any) -> tuple[int, int]:
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise TypeError(f"size={given!r}: give (width, height) in pixels")
    width, height = given
    if not all(isinstance(side, int) and not isinstance(side, bool) for side in (width, height)):
        raise TypeError(f"size={given!r}: give two whole numbers, in pixels")
    if not all(1 <= side <= LARGEST for side in (width, height)):
        raise ValueError(f"size={given!r}: give sides of 1 to {LARGEST} pixels")
    return width, height
