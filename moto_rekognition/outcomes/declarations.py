"""`declare`: declares the faces of an image or a video. Finds the declaration that applies to a content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from moto_rekognition.outcomes import declared_video
from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.declared_video import DeclaredVideo, Moments
from moto_rekognition.outcomes.fields import require_text
from moto_rekognition.outcomes.likenesses import Likenesses, unnamed
from moto_rekognition.outcomes.scope import Outcome, Outcomes, current

if TYPE_CHECKING:
    from moto_rekognition.outcomes.declared_observation import DeclaredObservation
    from moto_rekognition.outcomes.identities import Stored
    from moto_rekognition.outcomes.video import DeclaredVideoObservation


class JpegSource(Protocol):
    """An image that can be encoded as JPEG, such as those of `moto_rekognition.synthetic`."""

    def jpeg(self) -> bytes: ...


class Mp4Source(Protocol):
    """A video that can be encoded as MP4, such as those of `moto_rekognition.synthetic`."""

    def mp4(self) -> bytes: ...


What: TypeAlias = "bytes | bytearray | memoryview | os.PathLike[str] | str | JpegSource | Mp4Source | None"


@dataclass(eq=False)
class Declaration(Outcome):
    """What `declare` returns.

    digest: SHA-256 of the content that it applies to. key: the (bucket, key) patterns. Neither: it is the default.
    faces: of an image; None when it is for videos only. video: None when it is for images, and for videos that show
    `faces` all the time.
    """

    digest: bytes | None
    key: tuple[str, str] | None
    faces: tuple[DeclaredFace, ...] | None
    video: DeclaredVideo | None = None

    @property
    def every_face(self) -> tuple[DeclaredFace, ...]:
        """The faces of the image, or of all moments of the video."""
        return (self.faces or ()) if self.video is None else self.video.faces

    def _registry(self, outcomes: Outcomes) -> list[Declaration]:
        return outcomes.declarations

    def _copy(self) -> Declaration:
        return Declaration(self.digest, self.key, self.faces, self.video)

    def enforce(self) -> Declaration:
        outcomes = current()
        with outcomes.lock:
            if self._likes and self not in outcomes.declarations:
                outcomes.likenesses = extended_likenesses(outcomes, self._likes)
            return super().enforce()

    def withdraw(self) -> None:
        outcomes = current()
        with outcomes.lock:
            super().withdraw()
            if self._likes:
                outcomes.likenesses = Likenesses().extended(
                    like for declaration in outcomes.declarations for like in declaration._likes
                )

    @property
    def _likes(self) -> list[tuple[str, Mapping[str, float]]]:
        """(name, declared likenesses) of the faces that have likenesses."""
        return [
            (one.identity or unnamed(f"{self.id}/{index}"), one.like)
            for index, one in enumerate(self.every_face)
            if one.like
        ]

    def specificity(self, digest: bytes, key: tuple[str, str] | None) -> int:
        """How specifically it applies to an image: 3 by content, 2 by key, 1 as the default, 0 not at all."""
        if self.digest is not None:
            return 3 * (self.digest == digest)
        if self.key is not None:
            return 2 * (key is not None and all(map(fnmatchcase, key, self.key)))
        return 1

    def __str__(self) -> str:
        shown = f"[{', '.join(map(str, self.faces or ()))}]" if self.video is None else str(self.video)
        if self.digest is not None:
            return f"declare(content with SHA-256 {self.digest.hex()[:12]}…, {shown})"
        if self.key is not None:
            return f"declare({'/'.join(self.key)!r}, {shown})"
        return f"declare(faces={shown})" if self.video is None else f"declare({shown})"


def declare(
    what: What = None,
    faces: Sequence[DeclaredFace] | None = None,
    *,
    video: Moments | None = None,
    duration: float | None = None,
    fps: float | None = None,
    size: tuple[int, int] | None = None,
    failure: str | None = None,
) -> Declaration:
    """Declare the faces of an image or a video. The content need not be an image or a video.

        declare(b"any bytes at all", [face("ada", sunglasses=True)])
        declare("uploads/*.jpg", [])                    # bucket and key: no faces
        declare(faces=[face("eve")])                    # every image without another declaration
        declare("videos/lobby.mp4", video=[(0, [face("ada")]), (1500, []), (2000, [face("ada"), face("eve")])])
        declare("videos/broken.mp4", failure="Unsupported codec/format.")

    what: the content, as bytes, as a `Path` to read, or drawn by `moto_rekognition.synthetic`; or a string,
    `bucket/key`, for objects in S3, with the wildcards of `fnmatch` (`*` matches slashes in a key too); or None, for
    every image and video.
    faces: the visible faces, largest first; `[]` for none. In a video they are visible all the time.

    video: (milliseconds, faces) in ascending order: the faces that are visible from that time on. A plain list of
    faces: visible all the time. It does not apply to images with the same content or key.
    duration: of the video, milliseconds; default: one second after the last moment. fps: frames per second.
    size: (width, height) in pixels.
    failure: the video cannot be analysed: its jobs end FAILED with this StatusMessage.

    Precedence: content, then key, then default; among equals the latest declaration.

    It is in force until the mock ends or `withdraw()` is called; `with declare(...):` for a block, `@declare(...)` for
    the calls of a function. Raises TypeError, ValueError or OSError for invalid arguments.
    """
    if isinstance(what, (list, tuple)) or [faces, video, failure].count(None) != 2:
        raise TypeError(
            "say what is declared and its faces: declare(b'...', [face('ada')]), or declare(faces=[...]); "
            "for videos give video=[...] or failure='...' instead of faces"
        )
    if video is None and (duration, fps, size) != (None, None, None):
        raise TypeError("duration, fps and size are those of a declared video: declare('bucket/key', video=[...])")
    if faces is not None:
        return Declaration(*_selector(what), declared_video.check_faces(faces)).enforce()
    said = declared_video.failing(failure) if video is None else declared_video.make(video, duration, fps, size)
    return Declaration(*_selector(what), None, said).enforce()


def _selector(what: What) -> tuple[bytes | None, tuple[str, str] | None]:
    if what is None:
        return None, None
    if isinstance(what, str):
        require_text("key", what)
        bucket, slash, key = what.partition("/")
        if not (bucket and slash and key):
            raise ValueError(
                f"{what!r} is no bucket/key: a string stands for objects in S3, as in 'uploads/*.jpg'; "
                f"for a file say pathlib.Path({what!r}), for the content itself give bytes"
            )
        return None, (bucket, key)
    if isinstance(what, (bytes, bytearray, memoryview)):
        content = bytes(what)
    elif isinstance(what, os.PathLike):
        content = Path(what).read_bytes()
    elif (drawn := getattr(what, "jpeg", getattr(what, "mp4", None))) is not None and callable(drawn):
        content = drawn()
    else:
        raise TypeError(f"cannot declare {what!r}: give bytes, a pathlib.Path, a 'bucket/key' string, or nothing")
    return hashlib.sha256(content).digest(), None


def observe(content: bytes, digest: bytes, key: tuple[str, str] | None, stored: Stored) -> DeclaredObservation | None:
    """The declared observation of an image; None without a declaration.

    digest: SHA-256 of `content`. key: (bucket, key) of its S3 object, if any. stored: see `Identities`.
    """
    outcomes = current()
    with outcomes.lock:
        declarations, likenesses = outcomes.declarations, outcomes.likenesses
        specificity, declaration = _best([each for each in declarations if each.video is None], digest, key)
        faces = None if declaration is None else declaration.faces
        shown, always = outcomes.check_images.get(digest, (None, False))
        if shown is not None and specificity < 3 and (always or _is_declared(shown.identity, declarations)):
            faces = (shown,)
            if shown.identity is not None and shown.like:
                likenesses = likenesses.extended([(shown.identity, shown.like)])
    if faces is None:
        return None
    from moto_rekognition.outcomes import layout
    from moto_rekognition.outcomes.declared_observation import DeclaredObservation

    return DeclaredObservation(faces, layout.image_size(content), digest, likenesses, stored)


def _is_declared(identity: str | None, declarations: Sequence[Declaration]) -> bool:
    return any(one.identity == identity for declaration in declarations for one in declaration.every_face)


def observe_video(digest: bytes, key: tuple[str, str], stored: Stored) -> DeclaredVideoObservation | str | None:
    """The declared observation of a video, or why its analysis fails; None if undeclared. Parameters: `observe`."""
    outcomes = current()
    with outcomes.lock:
        _, declaration = _best(outcomes.declarations, digest, key)
        likenesses = outcomes.likenesses
    if declaration is None:
        return None
    declared = declaration.video or declared_video.make(declaration.faces)
    if declared.failure is not None:
        return declared.failure
    from moto_rekognition.outcomes.video import DeclaredVideoObservation

    return DeclaredVideoObservation(declared, digest, likenesses, stored)


def declares_video(digest: bytes, key: tuple[str, str]) -> bool:
    """Whether anything is declared for a video. Parameters: `observe`."""
    outcomes = current()
    with outcomes.lock:
        return _best(outcomes.declarations, digest, key)[1] is not None


def _best(
    declarations: Sequence[Declaration], digest: bytes, key: tuple[str, str] | None
) -> tuple[int, Declaration | None]:
    """The declaration that applies and its specificity; (0, None) when there is none."""
    ranked = [(each.specificity(digest, key), index, each) for index, each in enumerate(declarations)]
    specificity, _, declaration = max(ranked, default=(0, 0, None))
    return (specificity, declaration) if specificity else (0, None)


def unmatched(digest: bytes, key: tuple[str, str] | None, kind: str = "picture") -> str:
    """The message for an image or video to which no declaration applies."""
    named = f"content with SHA-256 {digest.hex()[:12]}…" + (f" in {'/'.join(key)}" if key else "")
    return f"moto-rekognition: {named} is no {kind}, and not declared; declared are, latest first:\n{listing()}"


def listing() -> str:
    """The declarations, one per line, latest first; "" without declarations."""
    outcomes = current()
    with outcomes.lock:
        return "\n".join(f"  {declaration}" for declaration in reversed(outcomes.declarations))


def extended_likenesses(outcomes: Outcomes, likes: Sequence[tuple[str, Mapping[str, float]]]) -> Likenesses:
    """The likenesses of a mock, extended by `likes`: (name, its likenesses).

    Raises ValueError for a cycle, or when no vector has all declared similarities of a face.
    """
    extended = outcomes.likenesses.extended(likes)
    affected = extended.dependents(name for name, _ in likes)
    if any(len(extended.of(name)) > 1 for name in affected):
        from moto_rekognition import settings
        from moto_rekognition.outcomes.identities import Identities
        from moto_rekognition.vision import descriptors

        chosen = settings.current()
        descriptor = descriptors.get(chosen.descriptor, chosen.sface_model)
        basis = outcomes.bases[descriptor.dimension]
        Identities(extended, lambda *_: None, descriptor, basis).check(affected)
    return extended
