"""What was seen in a video: frozen dataclasses; boxes and landmarks in pixels of the upright frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from moto_rekognition.vision.observation import Attributes, Descriptor, Face, Observation, Pixels, Vector


class Frame(NamedTuple):
    """A frame to look at. timestamp: milliseconds from the start. pixels: (height, width, 3) uint8 RGB, upright."""

    timestamp: int
    pixels: Pixels


@dataclass(frozen=True)
class VideoProperties:
    """What a video file says about itself.

    codec, container: FFmpeg's name of the codec, and its long name of the file format.
    duration: milliseconds. frame_rate: frames per second. size: (width, height) of the upright frames, pixels.
    color_range: "LIMITED" or "FULL".
    """

    codec: str
    container: str
    duration: int
    frame_rate: float
    size: tuple[int, int]
    color_range: str


@dataclass(frozen=True, eq=False)
class ObservedFrame:
    """A frame that was looked at.

    timestamp: milliseconds from the start. persons: for each of `observation.faces` the index of the person whose face
    it is; persons are numbered from 0 in the order of their first appearance.
    """

    timestamp: int
    observation: Observation
    persons: tuple[int, ...]


class VideoObservation(Protocol):
    """A video that was looked at (or declared)."""

    @property
    def properties(self) -> VideoProperties: ...

    @property
    def frames(self) -> Sequence[ObservedFrame]:
        """The frames that were looked at, in time. Frames without a face may be left out."""

    def person_vector(self, person: int, descriptor: Descriptor) -> Vector:
        """Who a person of the video is, for `descriptor`."""


@dataclass(frozen=True, eq=False)
class FaceRecord:
    """One face of a frame with all that is kept of it.

    descriptor: the name and version of what made `vector`.
    """

    face: Face
    attributes: Attributes
    vector: Vector


class FrameObservation:
    """An Observation without its pixels. It knows the vectors of one descriptor only."""

    def __init__(self, size: tuple[int, int], records: Sequence[FaceRecord]) -> None:
        self._size = size
        self._records = tuple(records)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels of the upright frame."""
        return self._size

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face, largest box first."""
        return tuple(record.face for record in self._records)

    def attributes(self, face: Face) -> Attributes:
        """The further answers for one of `faces`."""
        return self._records[face.rank].attributes

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """The vector of one of `faces`; `descriptor` is the one that the video was observed with."""
        return self._records[face.rank].vector


@dataclass(frozen=True, eq=False)
class ObservedVideo:
    """A VideoObservation that was made by looking, with one descriptor.

    vectors: (dimension,) unit vector of each person.
    """

    properties: VideoProperties
    frames: tuple[ObservedFrame, ...]
    vectors: tuple[Vector, ...]

    def person_vector(self, person: int, descriptor: Descriptor) -> Vector:
        """Who a person of the video is; `descriptor` is the one that the video was observed with."""
        return self.vectors[person]

    @property
    def weight(self) -> int:
        """About how many bytes are held."""
        faces = sum(len(frame.persons) for frame in self.frames)
        return 1024 + 8192 * faces
