"""From pixels to an observation: composes the rooms of vision, and remembers what was observed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from moto_rekognition.vision.attributes.attributes import attributes
from moto_rekognition.vision.crop import FaceCrop, face_crop
from moto_rekognition.vision.detection.search import find
from moto_rekognition.vision.engine import FaceLandmarker, face_landmarker, native
from moto_rekognition.vision.geometry.box import box
from moto_rekognition.vision.geometry.landmarks import landmarks
from moto_rekognition.vision.geometry.pose import pose
from moto_rekognition.vision.observation import Attributes, Box, Descriptor, Face, Observation, Pixels, Vector
from moto_rekognition.vision.once import Once
from moto_rekognition.vision.quality.confidence import confidence
from moto_rekognition.vision.quality.image_quality import quality

#: Capacity of the cache in bytes of face crops.
CACHE = 96 * 2**20


class ImageAnalysis:
    """An Observation that was computed from pixels. Keeps a crop of each face, not the image."""

    def __init__(
        self, size: tuple[int, int], faces: tuple[Face, ...], crops: tuple[FaceCrop, ...], engine: FaceLandmarker
    ) -> None:
        self._size = size
        self._faces = faces
        self._crops = crops
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
        return 4096 + sum(p.pixels.nbytes + p.mesh.points.nbytes for p in self._crops)

    def attributes(self, face: Face) -> Attributes:
        """The further answers for one of `faces`."""
        if face.rank not in self._attributes:
            seen = self._crops[face.rank]
            mesh = replace(seen.mesh, blendshapes=self._engine.blendshapes(seen.mesh))
            self._attributes[face.rank] = attributes(seen.pixels, mesh, face.pose, self._off_centre(face.box))
        return self._attributes[face.rank]

    def _off_centre(self, box: Box) -> tuple[float, float]:
        """The middle of a box from that of the image, in longer sides of the image."""
        width, height = self._size
        x, y = box.left + box.width / 2 - width / 2, box.top + box.height / 2 - height / 2
        return x / max(width, height), y / max(width, height)

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """The vector of one of `faces`, by `descriptor`."""
        key = (face.rank, descriptor.name, descriptor.version)
        if key not in self._vectors:
            seen = self._crops[face.rank]
            self._vectors[key] = descriptor.describe(seen.pixels, seen.mesh)
        return self._vectors[key]


def load(model: str | None = None) -> None:
    """Load what `observe` needs, unless that was done. Parameters and exceptions are those of `observe`."""
    native.load()
    face_landmarker(model).load()


def observe(pixels: Pixels, model: str | None = None) -> ImageAnalysis:
    """Find the faces of an upright (height, width, 3) uint8 RGB image, and compute what is asked of every face.

    model: path of the model file; None to look for it (see `engine.model.locate`).
    Raises ModelMissing, ModelInvalid, and EngineUnavailable where MediaPipe cannot be loaded.
    """
    native.load()
    engine = face_landmarker(model)
    height, width = pixels.shape[:2]
    found = [(box(f.mesh), f) for f in find(pixels, engine)]
    found.sort(key=lambda pair: -pair[0].area)
    faces = tuple(
        Face(
            rank=rank,
            box=around,
            landmarks=landmarks(f.mesh),
            pose=pose(f.mesh),
            quality=quality(pixels, around),
            confidence=confidence(f.score),
        )
        for rank, (around, f) in enumerate(found)
    )
    crops = tuple(face_crop(pixels, f.mesh, around) for around, f in found)
    return ImageAnalysis((width, height), faces, crops, engine)


class ObservationCache:
    """Observes each image once. Requests for an image that another thread is observing wait for its result."""

    def __init__(self, capacity: int = CACHE) -> None:
        self._observed: Once[tuple[bytes, str | None], ImageAnalysis] = Once(capacity)

    def __call__(self, content: bytes, load: Callable[[], Pixels], model: str | None = None) -> ImageAnalysis:
        return self._observed.get((content, model), lambda: observe(load(), model))


_cache = ObservationCache()


def analyze(content: bytes, load: Callable[[], Pixels], model: str | None = None) -> Observation:
    """Observe an image once per process.

    content: identifies the image: a digest of its bytes.
    load: returns its upright (height, width, 3) uint8 RGB pixels; called only when needed.
    model: path of the model file; None to look for it (see `engine.model.locate`).
    Raises what `load` and `observe` raise; then nothing is remembered.
    """
    return _cache(content, load, model)
