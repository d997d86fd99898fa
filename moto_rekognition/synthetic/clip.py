"""`film`: people who move, as a video with its truth."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from PIL import Image

from moto_rekognition.synthetic import checks
from moto_rekognition.synthetic.crowd import Group, check_people
from moto_rekognition.synthetic.motion import KeyFrame, faces_at, key_frame
from moto_rekognition.synthetic.portrait import Face
from moto_rekognition.synthetic.rendering import BACKGROUND
from moto_rekognition.synthetic.truth import Truth

#: Name in the service's VideoMetadata -> encoders of PyAV, the first one that is there is used.
_ENCODERS = {"h264": ("libx264", "libopenh264"), "mpeg4": ("mpeg4",)}
_LONGEST = 3_600_000


@dataclass(frozen=True)
class Clip:
    """A video of drawn people; made by `film`. Frame k is shown at k / fps seconds."""

    keys: tuple[KeyFrame, ...]
    size: tuple[int, int]
    fps: Fraction
    duration: float
    talking: frozenset[int | str]
    sway: float
    background: tuple[int, int, int]
    brightness: float
    blur: float
    noise: float

    def __len__(self) -> int:
        """Number of frames."""
        return max(1, round(self.duration * self.fps / 1000))

    def at(self, milliseconds: float) -> Group:
        """What is seen at a time, as a picture: `.jpeg()`, `.image`, `.truth`. Raises ValueError outside the clip."""
        checks.number("milliseconds", milliseconds, 0, self.duration, "from the start of the clip")
        return self._picture(milliseconds)

    @property
    def frames(self) -> Iterator[Group]:
        """Every frame, as a picture; made one by one."""
        return (self._picture(float(1000 * index / self.fps)) for index in range(len(self)))

    @cached_property
    def truth(self) -> tuple[tuple[Truth, ...], ...]:
        """What is known of the faces of each frame. Who is wholly outside the picture is left out."""
        return tuple(tuple(truth for truth in frame.truth if self._shows(truth)) for frame in self.frames)

    def mp4(self, codec: str = "h264") -> bytes:
        """The video as an MP4 file. codec: "h264" or "mpeg4".

        Needs PyAV: `pip install "moto-rekognition[video]"`. Where PyAV has no H.264 encoder the video is MPEG-4.
        """
        return self._encoded("mp4", codec)

    def mov(self, codec: str = "h264") -> bytes:
        """The video as a QuickTime file; `codec` as for `mp4`."""
        return self._encoded("mov", codec)

    def _picture(self, milliseconds: float) -> Group:
        faces = faces_at(milliseconds, self.keys, self.talking, self.sway)
        return Group(faces, self.size, self.background, self.brightness, self.blur, self.noise)

    def _shows(self, truth: Truth) -> bool:
        (width, height), box = self.size, truth.box
        return box.left < width and box.top < height and box.left + box.width > 0 and box.top + box.height > 0

    def _images(self) -> Iterator[Image.Image]:
        """The frames, drawn. What is as in the frame before is not drawn again."""
        before: tuple[Face, ...] | None = None
        image: Image.Image | None = None
        drawn: dict[Face, Image.Image] = {}
        for frame in self.frames:
            if image is None or frame.faces != before:
                image, drawn = frame._compose(drawn)
                before = frame.faces
            yield image

    def _encoded(self, container_format: str, codec: str) -> bytes:
        checks.choice("codec", codec, _ENCODERS)
        try:
            import av
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError(
                'encoding a video needs PyAV: pip install "moto-rekognition[video]"', name=missing.name
            ) from missing
        available = [name for name in (*_ENCODERS[codec], "mpeg4") if name in av.codecs_available]
        buffer = io.BytesIO()
        # bitexact: no version of the library in the file, so that the same clip gives the same bytes for longer.
        with av.open(buffer, "w", format=container_format, options={"fflags": "+bitexact"}) as container:
            stream: Any = container.add_stream(available[0], rate=self.fps)
            stream.width, stream.height = self.size
            stream.pix_fmt = "yuv420p"
            # SD video (BT.601) of limited range, as most cameras write it; encoders leave the range out where the
            # rest is not said.
            stream.color_range, stream.color_primaries, stream.color_trc, stream.colorspace = 1, 6, 6, 6
            stream.thread_count = 1  # the number of threads changes the bytes
            if available[0] == "mpeg4":
                stream.bit_rate = 4_000_000
            else:
                stream.options = {"preset": "veryfast", "crf": "18"}
            for image in self._images():
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")))
            container.mux(stream.encode(None))
        return buffer.getvalue()


def film(
    scenes: Sequence[tuple[float, Iterable[Face]]] | Sequence[Face],
    *,
    duration: float | None = None,
    fps: float | Fraction = 10,
    talking: Collection[int | str] = (),
    sway: float = 0.0,
    size: tuple[int, int] = (640, 480),
    background: str | tuple[int, int, int] = BACKGROUND,
    brightness: float = 1.0,
    blur: float = 0.0,
    noise: float = 0.0,
) -> Clip:
    """A video of drawn people.

        film([
            (0, [Face("ada", yaw=-30)]),
            (2000, [Face("ada", yaw=30), Face("grace")]),
            (3000, []),
        ]).mp4()

    scenes: (milliseconds, faces) as in `declare(video=...)`: who is in the picture from that time on; or only faces,
    who are there all the time. Who is in two scenes that follow each other moves evenly from the one to the other:
    angles, expression, `center` and `face_height`. Who is only in the earlier one is gone when the later one begins.
    To walk in, a face begins outside the picture: `center=(-0.3, 0.5)`.
    duration: milliseconds; a second after the last scene begins unless given.
    fps: frames a second, for instance 29.97. The service looks at two a second.
    talking: identities of those whose mouths move.
    sway: degrees by which heads turn to and fro by themselves.
    size: pixels, even numbers. The other parameters are those of `group`.

    Raises TypeError or ValueError, saying what is allowed, when a parameter makes no sense.
    """
    dimensions = checks.even_size(size)
    keys = _key_frames(scenes, dimensions)
    last = keys[-1].milliseconds
    length = last + 1000 if duration is None else checks.number("duration", duration, 0, _LONGEST, "milliseconds")
    if length <= last:
        raise ValueError(f"duration is {length:g} ms, but a scene begins at {last:g} ms")
    known = {identity for key in keys for identity in key.faces}
    if isinstance(talking, str):
        raise TypeError(f"talking must be identities, for instance [{talking!r}], not {talking!r}")
    for identity in talking:
        if identity not in known:
            raise ValueError(f"talking: {identity!r} is in none of the scenes")
    checks.number("fps", fps, 0.5, 120, "frames a second")
    return Clip(
        keys,
        dimensions,
        Fraction(fps).limit_denominator(1001),
        length,
        frozenset(talking),
        checks.number("sway", sway, 0, 45, "degrees"),
        checks.colour("background", background),
        checks.number("brightness", brightness, 0, 4, "a factor"),
        checks.number("blur", blur, 0, 50, "pixels"),
        checks.number("noise", noise, 0, 100, "8-bit levels"),
    )


def _key_frames(scenes: Any, size: tuple[int, int]) -> tuple[KeyFrame, ...]:
    scenes = list(scenes)
    if scenes and all(isinstance(scene, Face) for scene in scenes):
        scenes = [(0, scenes)]
    if not scenes or not all(isinstance(scene, (tuple, list)) and len(scene) == 2 for scene in scenes):
        raise TypeError("a film is made of scenes (milliseconds, [Face(...), ...]), or of Face objects only")
    keys = []
    for milliseconds, faces in scenes:
        people = tuple(faces)
        check_people(people, size, "film")
        identities = [face.identity for face in people]
        for identity in identities:
            if identities.count(identity) > 1:
                raise ValueError(f"{identity!r} is more than once in the scene at {milliseconds} ms")
        keys.append(key_frame(checks.number("milliseconds", milliseconds, 0, _LONGEST, "from the start"), people, size))
    times = [key.milliseconds for key in keys]
    if times[0] != 0:
        raise ValueError(f"the first scene begins at 0 ms, not at {times[0]:g}; nobody there is (0, [])")
    if sorted(set(times)) != times:
        raise ValueError("scenes must be in the order of their time, each later than the one before")
    return tuple(keys)
