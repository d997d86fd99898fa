"""The images of a liveness check: drawn, or given by the test."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from moto_rekognition import image_files
from moto_rekognition.outcomes.declared_face import DeclaredFace
from moto_rekognition.outcomes.fields import require_text
from moto_rekognition.outcomes.scope import current
from moto_rekognition.synthetic import Face
from moto_rekognition.vision.observation import Box

#: The most bytes of an image in botocore's model; the longer side to which larger images are reduced, pixels.
LARGEST, REDUCED = 204_800, 640
#: The smallest side of an image, pixels: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html.
SMALLEST_SIDE = 80
#: The frame of an upright phone, pixels, and the height of a face relative to it, as in recorded answers.
FRAME, FACE_HEIGHT = (480, 640), 0.42
#: Changes of a drawn face in each audit image: yaw and pitch in degrees, factor of the height. The face gets larger, as
#: when the user moves it into the oval.
_MOVES = ((-4.0, 0.0, 0.9), (3.0, -2.0, 1.0), (0.0, 2.0, 1.15), (2.0, 0.0, 1.3))


@dataclass(frozen=True)
class CheckImage:
    """content: the file. box: of the face, in pixels; None: not known, to be detected."""

    content: bytes
    box: Box | None


@dataclass(frozen=True, eq=False)
class Subject:
    """The person before the camera.

    source: a drawing of one person, or the content of an image. declared: the face that the images show.
    always: declare it in any case; False: only if another declaration has a face of the identity.
    """

    source: Face | bytes
    declared: DeclaredFace | None = None
    always: bool = False

    def __str__(self) -> str:
        if self.declared is not None:
            return str(self.declared) if self.always else repr(self.declared.identity)
        return repr(self.source) if isinstance(self.source, Face) else f"<{len(self.source)} bytes>"

    def images(self, count: int) -> list[CheckImage]:
        """The reference image and `count` audit images. Registers the face that they are declared to show."""
        if isinstance(self.source, Face):
            faces = [self.source, *(_moved(self.source, *move) for move in _MOVES[:count])]
            images = [CheckImage(face.jpeg(), face.truth.box) for face in faces]
        else:
            images = [CheckImage(self.source, None)] * (1 + count)
        if self.declared is not None:
            outcomes = current()
            with outcomes.lock:
                for image in images:
                    digest = hashlib.sha256(image.content).digest()
                    outcomes.check_images[digest] = self.declared, self.always
        return images


def subject(who: Any) -> Subject | None:
    """Convert the parameter `who` of `liveness`. Raises TypeError, ValueError or OSError."""
    if who is None:
        return None
    if isinstance(who, str):
        require_text("who", who)
        if not who:
            raise ValueError("liveness(''): give a name, such as 'ada'")
        return Subject(_drawn(who), DeclaredFace(who, {}, {}))
    if isinstance(who, DeclaredFace):
        return Subject(_drawn(who.identity or "someone"), who, always=True)
    if isinstance(who, Face) and len(who.jpeg()) <= LARGEST:
        return Subject(who)
    if isinstance(who, (bytes, bytearray, memoryview)):
        return Subject(_reduced(bytes(who)))
    if isinstance(who, os.PathLike):
        return Subject(_reduced(Path(who).read_bytes()))
    if callable(getattr(who, "jpeg", None)):
        return Subject(_reduced(who.jpeg()))
    raise TypeError(
        f"liveness({who!r}): give a name, face(...), a drawing, the bytes of a photo, a pathlib.Path, or None"
    )


def _drawn(name: str) -> Face:
    return Face(name, size=FRAME, face_height=FACE_HEIGHT)


def _moved(face: Face, yaw: float, pitch: float, nearer: float) -> Face:
    return replace(
        face,
        yaw=max(-90.0, min(90.0, face.yaw + yaw)),
        pitch=max(-60.0, min(60.0, face.pitch + pitch)),
        face_height=min(3.0, (face.face_height or 0.38) * nearer),
    )


def _reduced(content: bytes) -> bytes:
    """`content` if it has at most LARGEST bytes, otherwise a reduced JPEG."""
    if not content:
        raise ValueError("an image of a liveness check must not be empty")
    if len(content) <= LARGEST:
        if not _is_declared(content):
            _check(content)
        return content
    try:
        image = Image.fromarray(image_files.read(content).pixels())
    except image_files.Unreadable as unreadable:
        raise ValueError(
            f"{len(content)} bytes that are no image: a liveness check has images of {LARGEST} bytes at most"
        ) from unreadable
    image.thumbnail((REDUCED, REDUCED))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _is_declared(content: bytes) -> bool:
    digest = hashlib.sha256(content).digest()
    return any(each.video is None and each.specificity(digest, None) for each in current().declarations)


def _check(content: bytes) -> None:
    """Raise ValueError for an image that operations would refuse."""
    try:
        file = image_files.read(content)
        file.pixels()
    except image_files.Unreadable as trouble:
        raise ValueError(
            f"{len(content)} bytes that are no JPEG or PNG ({trouble}): give a picture, or declare its faces first"
        ) from trouble
    if min(file.size) < SMALLEST_SIDE:
        raise ValueError(f"a picture of {file.size[0]} x {file.size[1]} pixels: {SMALLEST_SIDE} are the least")
