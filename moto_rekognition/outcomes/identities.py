"""The vectors of declared identities, for any descriptor."""

from __future__ import annotations

import hashlib
import math
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, MutableMapping

import numpy as np

from moto_rekognition.outcomes.likenesses import FACE_ID, Likenesses, is_unnamed
from moto_rekognition.vision.observation import Descriptor, Floats, Vector

#: (FaceId, descriptor) -> the vector of a stored face; None when it is not stored.
Stored = Callable[[str, Descriptor], "Vector | None"]

#: Name -> vector, for the first names in use. The vectors are orthonormal.
Basis = MutableMapping[str, Floats]

#: Lower limit of a declared dot product. For a Similarity near 0, descriptors can return less than is possible.
LOWEST_SCORE = -0.5
#: Added to scores. It exceeds the float32 rounding error of a dot product, so that a declared Similarity is reached.
MARGIN = 1e-6


def base_vector(name: str, dimension: int, basis: Basis) -> Floats:
    """(dimension,) unit vector of a name without likenesses. Deterministic for a name and a basis.

    The vectors of the first `dimension` names are orthogonal, those of further ones nearly so.
    """
    if name in basis:
        return basis[name]
    seed = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4")
    # RandomState, because numpy promises that its stream never changes.
    direction = np.asarray(np.random.RandomState(seed).standard_normal(dimension), dtype=np.float64)
    if len(basis) == dimension:
        return direction / float(np.linalg.norm(direction))
    for _ in range(2 * bool(basis)):  # twice: the second pass removes the rounding errors of the first
        others = np.stack(list(basis.values()))
        direction = direction - (others @ direction) @ others
    basis[name] = direction / float(np.linalg.norm(direction))
    return basis[name]


class Identities:
    """Vectors of identities with declared likenesses to other identities or to stored faces.

    basis: keep it as long as faces with its vectors can be compared with new ones.
    """

    def __init__(self, likenesses: Likenesses, stored: Stored, descriptor: Descriptor, basis: Basis) -> None:
        self._likenesses = likenesses
        self._stored = stored
        self._descriptor = descriptor
        self._basis = basis
        self._cached = likenesses.vectors(descriptor.name, descriptor.version)

    def vector(self, name: str, like: Mapping[str, float]) -> Floats:
        """(dimension,) unit vector of `name` with the declared Similarity to each of `like`.

        Raises ValueError when no such vector exists, or a FaceId is not stored.
        """
        return self._combined(name, like, self._vectors(like))

    def check(self, names: Iterable[str]) -> None:
        """Raise ValueError for a name for which no vector has all declared similarities.

        Names that depend on stored faces are not checked, because stored faces can change until the name is used.
        """
        names = list(names)
        self._vectors((name for name in names if not is_unnamed(name)), with_stored=False)
        for name in filter(is_unnamed, names):  # they need no vector, because no likeness can refer to them
            like = self._likenesses.of(name)
            vectors = self._vectors(like, with_stored=False)
            if all(other in vectors for other in like):
                self._shared(like, np.stack([vectors[other] for other in like]))

    def _vectors(self, names: Iterable[str], with_stored: bool = True) -> Mapping[str, Floats]:
        """The vectors of names and FaceIds and of their dependencies, among others.

        with_stored: False leaves out FaceIds and the names that depend on them.
        """
        computed: dict[str, Floats] = {}
        vectors = ChainMap(computed, self._cached)
        depends_on_stored: set[str] = set()
        for name in self._likenesses.dependencies(names, self._cached):
            like = self._likenesses.of(name)
            is_stored = FACE_ID.fullmatch(name)
            if is_stored or not depends_on_stored.isdisjoint(like):
                depends_on_stored.add(name)
                if not with_stored:
                    continue
            computed[name] = self._stored_vector(name) if is_stored else self._combined(name, like, vectors)
        self._cached.update((name, vector) for name, vector in computed.items() if name not in depends_on_stored)
        return vectors

    def _stored_vector(self, face_id: str) -> Floats:
        stored = self._stored(face_id, self._descriptor)
        if stored is None:
            raise ValueError(f"a face is declared to be like {face_id}, but no collection holds that FaceId")
        return np.asarray(stored, dtype=np.float64)

    def _combined(self, name: str, like: Mapping[str, float], vectors: Mapping[str, Floats]) -> Floats:
        """The vector of `name`: `_shared` plus its own direction, orthogonal to the others, scaled to unit length."""
        own = base_vector(name, self._descriptor.dimension, self._basis)
        if not like:
            return own
        others = np.stack([vectors[other] for other in like])
        shared = self._shared(like, others)
        rest = own - np.asarray(np.linalg.lstsq(others.T, own, rcond=None)[0]) @ others
        vector = shared + math.sqrt(max(1.0 - float(shared @ shared), 0.0)) * rest / np.linalg.norm(rest)
        return np.asarray(vector, dtype=np.float64)

    def _shared(self, like: Mapping[str, float], others: Floats) -> Floats:
        """(dimension,) combination of `others` (n, dimension) with the declared Similarity to each of them."""
        scores = np.array([self._descriptor.score(similarity) + MARGIN for similarity in like.values()])
        scores = scores.clip(LOWEST_SCORE, 1.0)
        weights = np.linalg.lstsq(others @ others.T, scores, rcond=None)[0]
        shared = np.asarray(weights @ others, dtype=np.float64)
        if not np.allclose(others @ shared, scores, atol=MARGIN) or shared @ shared > 1 + MARGIN:
            raise ValueError(
                f"no face can be like {dict(like)} at once: these are too unlike each other "
                f"(descriptor {self._descriptor.name!r}); declare lower similarities, or fewer"
            )
        return shared
