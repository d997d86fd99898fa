"""`face`: one face as a test declares it. Fields that are not declared are filled in by `declared_observation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from moto_rekognition.outcomes import fields
from moto_rekognition.outcomes.likenesses import is_unnamed

#: Others that a face can be declared to be like. More than a hundred rarely have a solution, and the time to find out
#: grows with the third power of their number.
MOST_LIKENESSES = 100

BooleanValue: TypeAlias = "bool | tuple[bool, float] | Mapping[str, Any]"


@dataclass(frozen=True, eq=False)
class DeclaredFace:
    """What `face` returns.

    identity: the name of the person; None: a person who appears nowhere else.
    like: other identities, or FaceIds of stored faces -> Similarity to each.
    details: FaceDetail field -> declared value, see `fields`.
    """

    identity: str | None
    like: Mapping[str, float]
    details: Mapping[str, Any]

    def __str__(self) -> str:
        said = [] if self.identity is None else [repr(self.identity)]
        said += [f"like={dict(self.like)!r}"] if self.like else []
        snake = {wire_name: name for name, wire_name in fields.names().items()}
        said += [f"{snake[wire_name]}={value!r}" for wire_name, value in self.details.items()]
        return f"face({', '.join(said)})"


def face(
    identity: str | None = None,
    *,
    like: Mapping[str, float] | None = None,
    bounding_box: Mapping[str, float] | None = None,
    age_range: Sequence[int] | Mapping[str, int] | None = None,
    smile: BooleanValue | None = None,
    eyeglasses: BooleanValue | None = None,
    sunglasses: BooleanValue | None = None,
    gender: str | tuple[str, float] | Mapping[str, Any] | None = None,
    beard: BooleanValue | None = None,
    mustache: BooleanValue | None = None,
    eyes_open: BooleanValue | None = None,
    mouth_open: BooleanValue | None = None,
    emotions: str | Mapping[str, float] | Sequence[Mapping[str, Any]] | None = None,
    landmarks: Mapping[str, tuple[float, float]] | Sequence[Mapping[str, Any]] | None = None,
    pose: Sequence[float] | Mapping[str, float] | None = None,
    quality: Sequence[float] | Mapping[str, float] | None = None,
    confidence: float | None = None,
    face_occluded: BooleanValue | None = None,
    eye_direction: Sequence[float] | Mapping[str, float] | None = None,
    **unknown: NoReturn,
) -> DeclaredFace:
    """A face for `declare`: an identity, and fields of FaceDetail in snake case.

        face("ada", sunglasses=True, quality=(80, 20), pose={"yaw": 30})

    identity: a name. In every operation, faces of one name match at 99.9 or more, faces of two names below 10. A face
    without a name matches only itself, in the same image.
    like: `{"eve": 91.5}`: the Similarity to another identity, or to the stored face with that FaceId.

    A field takes the service's answer as a dict (names in any case, some or all members), or a short form: a value or
    (value, confidence) for a field with a Value; a tuple of the members in the service's order, such as (roll, yaw,
    pitch), (brightness, sharpness), (low, high); the name of an emotion, or a dict of emotions. Boxes and landmarks
    are in ratios of the image.

    Raises TypeError or ValueError, saying what is allowed.
    """
    named = {name: value for name, value in locals().items() if name not in ("identity", "like", "unknown")}
    return parse_face(identity, like, {name: value for name, value in named.items() if value is not None} | unknown)


def parse_face(identity: Any, like: Any, given: Mapping[str, Any]) -> DeclaredFace:
    """`face`, with its fields in one mapping, in snake case."""
    if identity is not None and (not isinstance(identity, str) or not identity):
        raise TypeError(f"face({identity!r}): an identity is a name, such as 'ada'")
    if identity is not None:
        fields.require_text("identity", identity)
        if is_unnamed(identity):
            raise ValueError(f"face({identity!r}): an identity does not begin with a NUL character")
    for name in given:
        fields.check_name(name, fields.names(), "face()")
    details = {fields.names()[name]: fields.parse(name, value) for name, value in given.items()}
    return DeclaredFace(identity, _like(identity, {} if like is None else like), details)


def _like(identity: str | None, like: Any) -> dict[str, float]:
    if not isinstance(like, Mapping):
        raise TypeError(f"like={like!r}: give a dict of identities or FaceIds and the Similarity to each")
    if len(like) > MOST_LIKENESSES:
        raise ValueError(f"like: {len(like)} others; a face can be like {MOST_LIKENESSES} at most")
    for other, similarity in like.items():
        if not isinstance(other, str) or not other:
            raise TypeError(f"like={dict(like)!r}: {other!r} is neither an identity nor a FaceId")
        fields.require_text("like", other)
        if other == identity:
            raise ValueError(f"like={dict(like)!r}: {other!r} is the face itself")
        if not fields.is_number(similarity) or not 0 <= similarity <= 100:
            raise ValueError(f"like={dict(like)!r}: a Similarity is a number from 0 to 100")
    return {other: float(similarity) for other, similarity in like.items()}
