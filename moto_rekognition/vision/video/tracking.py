"""Following faces from frame to frame, and over absences: which faces are of one person.

Two steps. `_Tracker` links each face with one of the frame before (a *track*). `_Person` then unites tracks that show
the same person at different times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from moto_rekognition.vision.observation import Box, Descriptor, Floats, Pose, Vector

#: Faces of consecutive frames this similar (Similarity, 0..100) are of one person wherever they are.
SAME_SIMILARITY = 80.0
#: Faces that overlap from frame to frame are of one person if they are at least this similar ...
MIN_SIMILARITY = 5.0
#: ... and share this much of their union. At two frames a second a face that turns or nods shares more, one that walks
#: may share nothing, and is then known by its similarity.
MIN_OVERLAP = 0.3
#: Tracks are of one person when the means of their vectors are this similar.
SAME = 80.0
#: What remains of the weight of a profile's vector in a mean. It shows less of the face than a frontal view.
LEAST_WEIGHT = 0.1


@dataclass(frozen=True, eq=False)
class Detection:
    """A face of a frame as tracking sees it."""

    box: Box
    pose: Pose
    vector: Vector

    @property
    def weight(self) -> float:
        """Share of the face that is turned to the camera: the product of the cosines of yaw and pitch, squared."""
        yaw, pitch = np.cos(np.radians([self.pose.yaw, self.pose.pitch])).clip(0, 1)
        return max(LEAST_WEIGHT, float(yaw * pitch) ** 2)


@dataclass(eq=False)
class _Faces:
    """Faces of one person. frames: their numbers. sum: weighted sum of the vectors."""

    frames: set[int]
    sum: Floats

    @property
    def mean(self) -> Floats:
        return np.asarray(self.sum / (np.linalg.norm(self.sum) or 1.0))


@dataclass(eq=False)
class _Track(_Faces):
    """Faces that follow each other from frame to frame. places: (frame, rank in the frame)."""

    last: Detection
    places: list[tuple[int, int]] = field(default_factory=list)

    def follow(self, frame: int, rank: int, detection: Detection) -> None:
        self.frames.add(frame)
        self.places.append((frame, rank))
        self.sum = self.sum + detection.weight * detection.vector
        self.last = detection


@dataclass(frozen=True, eq=False)
class Persons:
    """Who is who in a video.

    of_frames: for each frame, for each of its faces, the index of the person; numbered from 0 by first appearance.
    vectors: (dimension,) float32 unit vector of each person: the weighted mean of its faces.
    """

    of_frames: tuple[tuple[int, ...], ...]
    vectors: tuple[Vector, ...]


def persons(frames: Sequence[Sequence[Detection]], descriptor: Descriptor) -> Persons:
    """Find out which faces of consecutive frames are of one person. Two faces of one frame never are."""
    tracks = _tracks(frames, descriptor)
    groups = _united(tracks, descriptor)
    # Numbers follow the first appearance: the earlier frame, and the larger face in it.
    groups.sort(key=lambda group: min(track.places[0] for track in group))
    of_frames = [[-1] * len(faces) for faces in frames]
    for index, group in enumerate(groups):
        for frame, rank in (place for track in group for place in track.places):
            of_frames[frame][rank] = index
    vectors = [np.sum([track.sum for track in group], axis=0) for group in groups]
    return Persons(
        tuple(map(tuple, of_frames)),
        tuple(np.asarray(vector / (np.linalg.norm(vector) or 1.0), np.float32) for vector in vectors),
    )


def _tracks(frames: Sequence[Sequence[Detection]], descriptor: Descriptor) -> list[_Track]:
    finished: list[_Track] = []
    current: list[_Track] = []
    for number, faces in enumerate(frames):
        followed: list[_Track] = []
        for rank, track in _pairs(current, faces, descriptor).items():
            track.follow(number, rank, faces[rank])
            followed.append(track)
        started = [rank for rank in range(len(faces)) if all(t.places[-1] != (number, rank) for t in followed)]
        for rank in started:
            track = _Track(set(), np.zeros(descriptor.dimension), faces[rank])
            track.follow(number, rank, faces[rank])
            followed.append(track)
        finished += [track for track in current if track not in followed]
        current = followed
    return finished + current


def _pairs(tracks: Sequence[_Track], faces: Sequence[Detection], descriptor: Descriptor) -> dict[int, _Track]:
    """Rank of a face -> the track it continues; best pairs first, each track and each face once."""
    if not tracks or not faces:
        return {}
    vectors = np.stack([face.vector for face in faces])
    scores = np.maximum(
        np.stack([track.last.vector for track in tracks]) @ vectors.T,
        np.stack([track.mean for track in tracks]) @ vectors.T,
    )
    similar = descriptor.similarity(scores)
    overlap = np.array([[_overlap(track.last.box, face.box) for face in faces] for track in tracks])
    possible = (similar >= SAME_SIMILARITY) | ((similar >= MIN_SIMILARITY) & (overlap >= MIN_OVERLAP))
    # Who looks alike counts first, where they are decides between lookalikes.
    value = np.where(possible, similar / 100 + overlap, -1.0)
    pairs: dict[int, _Track] = {}
    while value.size and value.max() > 0:
        row, column = np.unravel_index(int(value.argmax()), value.shape)
        pairs[int(column)] = tracks[int(row)]
        value[row, :] = value[:, column] = -1.0
    return pairs


def _overlap(one: Box, other: Box) -> float:
    """The common area as a share of the union."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    common = max(width, 0.0) * max(height, 0.0)
    return common / (one.area + other.area - common)


def _united(tracks: Sequence[_Track], descriptor: Descriptor) -> list[list[_Track]]:
    """Groups of tracks, each of one person: the longest track first, others join the most similar group."""
    groups: list[tuple[_Faces, list[_Track]]] = []
    for track in sorted(tracks, key=lambda track: (-len(track.places), track.places[0])):
        free = [(faces, group) for faces, group in groups if not faces.frames & track.frames]
        if free:
            similar = descriptor.similarity([float(faces.mean @ track.mean) for faces, _ in free])
            best = int(np.argmax(similar))
            if similar[best] >= SAME:
                faces, group = free[best]
                group.append(track)
                faces.frames |= track.frames
                faces.sum = faces.sum + track.sum
                continue
        groups.append((_Faces(set(track.frames), track.sum), [track]))
    return [group for _, group in groups]
