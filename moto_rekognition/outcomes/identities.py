"""Identities as vectors: who a declared face is, for any descriptor."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping

import numpy as np

from moto_rekognition.outcomes.declared_face import FACE_ID
from moto_rekognition.vision.faces import Descriptor, Floats, Vector

#: (FaceId, descriptor) -> the vector of a stored face, None when there is none.
Stored = Callable[[str, Descriptor], "Vector | None"]

#: Name -> vector, of the first names that were asked for: orthonormal.
Cast = MutableMapping[str, Floats]

#: The dot product of faces that are declared to be not alike at all; descriptors may ask for less than is possible.
LEAST = -0.5
#: Above what float32 loses in a dot product, so that a declared Similarity is reached and not just missed.
MARGIN = 1e-6


def stranger(name: str, dimension: int, cast: Cast) -> Floats:
    """(dimension,) unit vector, the same for the same name and cast.

    The vectors of the first `dimension` names are orthogonal, those of further ones nearly so.
    """
    if name in cast:
        return cast[name]
    seed = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4")
    # RandomState, because numpy promises that its stream never changes.
    direction = np.asarray(np.random.RandomState(seed).standard_normal(dimension), dtype=np.float64)
    if len(cast) == dimension:
        return direction / float(np.linalg.norm(direction))
    for _ in range(2 * bool(cast)):  # once more, for what rounding left over
        others = np.stack(list(cast.values()))
        direction = direction - (others @ direction) @ others
    cast[name] = direction / float(np.linalg.norm(direction))
    return cast[name]


class Identities:
    """Vectors of identities that are declared to be like others, or like stored faces.

    likenesses: identity -> other identity or FaceId -> Similarity, without circles.
    cast: to be kept as long as its vectors may be met again.
    """

    def __init__(
        self, likenesses: Mapping[str, Mapping[str, float]], stored: Stored, descriptor: Descriptor, cast: Cast
    ) -> None:
        self._likenesses = likenesses
        self._stored = stored
        self._descriptor = descriptor
        self._cast = cast

    def vector(self, name: str, like: Mapping[str, float]) -> Floats:
        """(dimension,) unit vector of `name`, as alike to each of `like` as is declared.

        Raises ValueError when no face can be like all of them, or a FaceId is not stored.
        """
        own = stranger(name, self._descriptor.dimension, self._cast)
        if not like:
            return own
        others = np.stack([self._other(other) for other in like])
        scores = np.array([self._descriptor.score(similarity) + MARGIN for similarity in like.values()])
        scores = scores.clip(LEAST, 1.0)
        weights = np.linalg.lstsq(others @ others.T, scores, rcond=None)[0]
        shared = weights @ others
        if not np.allclose(others @ shared, scores, atol=MARGIN) or shared @ shared > 1 + MARGIN:
            raise ValueError(
                f"no face can be like {dict(like)} at once: these are too unlike each other "
                f"(descriptor {self._descriptor.name!r}); declare lower similarities, or fewer"
            )
        rest = own - np.linalg.lstsq(others.T, own, rcond=None)[0] @ others
        vector = shared + np.sqrt(max(1.0 - shared @ shared, 0.0)) * rest / np.linalg.norm(rest)
        return np.asarray(vector, dtype=np.float64)

    def _other(self, other: str) -> Floats:
        if not FACE_ID.fullmatch(other):
            return self.vector(other, self._likenesses.get(other, {}))
        stored = self._stored(other, self._descriptor)
        if stored is None:
            raise ValueError(f"a face is declared to be like {other}, but no collection holds that FaceId")
        return np.asarray(stored, dtype=np.float64)
