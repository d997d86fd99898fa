"""The pipeline that composes the vision modules, with its cache."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from cachetools import LRUCache

from moto_rekognition.vision.attributes import attributes
from moto_rekognition.vision.box import box
from moto_rekognition.vision.confidence import confidence
from moto_rekognition.vision.detection import find
from moto_rekognition.vision.engine import FaceLandmarker, face_landmarker
from moto_rekognition.vision.faces import Attributes, Descriptor, Face, Observation, Pixels, Vector
from moto_rekognition.vision.landmarks import landmarks
from moto_rekognition.vision.portrait import Portrait, portrait
from moto_rekognition.vision.pose import pose
from moto_rekognition.vision.quality import quality

#: What the cache may hold, in bytes of portraits.
CACHE = 96 * 2**20


class Picture:
    """An Observation that was made by looking. Keeps a portrait of each face, not the picture."""

    def __init__(
        self, size: tuple[int, int], faces: tuple[Face, ...], portraits: tuple[Portrait, ...], engine: FaceLandmarker
    ) -> None:
        self._size = size
        self._faces = faces
        self._portraits = portraits
        self._engine = engine
        self._attributes: dict[int, Attributes] = {}
        self._vectors: dict[tuple[int, str, str], Vector] = {}

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels of the upright image."""
        return self._size

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face found, largest box first."""
        return self._faces

    @property
    def weight(self) -> int:
        """Bytes held."""
        return 4096 + sum(p.pixels.nbytes + p.mesh.points.nbytes for p in self._portraits)

    def attributes(self, face: Face) -> Attributes:
        """The further answers for one of `faces`."""
        if face.place not in self._attributes:
            seen = self._portraits[face.place]
            self._attributes[face.place] = attributes(seen.pixels, seen.mesh, face.pose, seen.box)
        return self._attributes[face.place]

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """Who one of `faces` is, for `descriptor`."""
        key = (face.place, descriptor.name, descriptor.version)
        if key not in self._vectors:
            seen = self._portraits[face.place]
            self._vectors[key] = descriptor.describe(seen.pixels, seen.mesh, self._engine)
        return self._vectors[key]


def look(pixels: Pixels, model: str | None = None) -> Picture:
    """Find the faces of a picture and derive what is asked of every face."""
    engine = face_landmarker(model)
    height, width = pixels.shape[:2]
    found = [(box(f.mesh), f) for f in find(pixels, engine)]
    found.sort(key=lambda pair: -pair[0].area)
    faces = tuple(
        Face(
            place=place,
            box=around,
            landmarks=landmarks(f.mesh),
            pose=pose(f.mesh),
            quality=quality(pixels, around),
            confidence=confidence(f.evidence),
        )
        for place, (around, f) in enumerate(found)
    )
    return Picture((width, height), faces, tuple(portrait(pixels, f.mesh, around) for around, f in found), engine)


class Gaze:
    """Looks at each picture once: remembers what was seen, and lets those who ask for it meanwhile wait."""

    def __init__(self, capacity: int = CACHE) -> None:
        self._seen: LRUCache[tuple[bytes, str | None], Picture] = LRUCache(
            capacity, getsizeof=lambda picture: picture.weight
        )
        self._looking: dict[tuple[bytes, str | None], Future[Picture]] = {}
        self._lock = threading.Lock()

    def __call__(self, content: bytes, load: Callable[[], Pixels], model: str | None = None) -> Picture:
        key = content, model
        with self._lock:
            if (picture := self._seen.get(key)) is not None:
                return picture
            future = self._looking.get(key)
            mine = future is None
            if future is None:
                future = self._looking[key] = Future()
        if not mine:
            return future.result()
        try:
            picture = look(load(), model)
        except BaseException as error:
            with self._lock:
                del self._looking[key]
            future.set_exception(error)
            raise
        with self._lock:
            del self._looking[key]
            if picture.weight <= self._seen.maxsize:
                self._seen[key] = picture
        future.set_result(picture)
        return picture


_gaze = Gaze()


def analyze(content: bytes, load: Callable[[], Pixels], model: str | None = None) -> Observation:
    """Look at a picture once per process.

    content: what identifies the picture (a digest of its bytes).
    load: gives its upright RGB pixels; called only when needed.
    model: path of the model file; None to look for it (see `engine.model.locate`).
    Raises what `load` raises, and RuntimeError when the model is missing; then it remembers nothing.
    """
    return _gaze(content, load, model)
