"""Named unit vectors, and exact search among them by dot product."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

_NEVER = np.iinfo(np.int64).max
_SMALLEST = 16  # rows of the smallest matrix
_NEAR = np.float32(2e-6)  # more than the order of summation changes the product of two unit vectors
_SAMPLE = 2**16  # rows among which the least score worth sorting is looked for first
_UNTHREADED = 2**18  # numbers of a matrix that is multiplied without OpenBLAS, which would wait for its threads
_FEW = 256  # so many scores are summed again without a thought for time


class Match(NamedTuple):
    """A key and the dot product of its vector with the one searched for."""

    key: str
    score: float


@dataclass(frozen=True)
class _Rows:
    """What a search reads: replaced as a whole by every change, so that reading one attribute takes a snapshot."""

    matrix: NDArray[np.float32]  # (capacity, dimension); rows below `count` are never written again
    keys: list[str]  # by row, only ever appended to
    died: NDArray[np.int64]  # (capacity,) the version that removed a row
    count: int = 0
    version: int = 0


class Gallery:
    """Named unit vectors of one dimension.

    Rows are written once, in insertion order, and removed by a mark; they move only when the matrix is full or an
    eighth of it is dead, and then into a new matrix. So adding and removing take amortised constant time, and `search`
    needs no lock: it sees the gallery as it was when it began, whatever is added or removed meanwhile. All else is for
    one thread at a time, under the caller's lock.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._row: dict[str, int] = {}
        self._rows = self._empty(_SMALLEST)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, key: object) -> bool:
        return key in self._row

    def add(self, key: str, vector: ArrayLike) -> None:
        """Store a (dimension,) vector; a key that is there already is replaced, and counts as inserted now.

        ValueError when the vector has another shape or is not finite.
        """
        row = self._checked(vector)
        if self._rows.count == len(self._rows.matrix):
            self._move()
        rows = self._rows
        rows.matrix[rows.count] = row
        rows.keys.append(key)
        before = self._row.get(key)
        if before is not None:
            rows.died[before] = rows.version + 1
        self._row[key] = rows.count
        self._rows = replace(rows, count=rows.count + 1, version=rows.version + 1)

    def extend(self, keys: Sequence[str], vectors: ArrayLike) -> None:
        """Store (n, dimension) vectors under n keys that are not there yet, in this order.

        ValueError when the vectors have another shape or are not finite, or a key is there or comes twice.
        """
        matrix = np.asarray(vectors, np.float32)
        if matrix.shape != (len(keys), self.dimension):
            raise ValueError(f"{len(keys)} vectors of this gallery have shape ({len(keys)}, {self.dimension})")
        if not np.isfinite(matrix).all():
            raise ValueError("a vector of a gallery must be finite")
        if len(set(keys)) < len(keys) or not self._row.keys().isdisjoint(keys):
            raise ValueError("a key is there already, or comes twice")
        if self._rows.count + len(keys) > len(self._rows.matrix):
            self._move(len(keys))
        rows, count = self._rows, self._rows.count + len(keys)
        rows.matrix[rows.count : count] = matrix
        rows.keys.extend(keys)
        self._row.update(zip(keys, range(rows.count, count), strict=True))
        self._rows = replace(rows, count=count, version=rows.version + 1)

    def vectors(self, keys: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension): a copy of the vectors stored under `keys`. KeyError when one is not there."""
        rows = np.fromiter((self._row[key] for key in keys), np.intp, len(keys))
        return np.asarray(self._rows.matrix[rows], np.float32)

    def remove(self, key: str) -> None:
        """Forget a vector. KeyError when it is not there."""
        rows = self._rows
        rows.died[self._row.pop(key)] = rows.version + 1
        self._rows = replace(rows, version=rows.version + 1)
        if rows.count - len(self) > max(_SMALLEST, rows.count // 8):
            self._move()

    def vector(self, key: str) -> NDArray[np.float32]:
        """A copy of the (dimension,) vector stored under `key`. KeyError when it is not there."""
        stored: NDArray[np.float32] = self._rows.matrix[self._row[key]].copy()
        return stored

    def search(self, vector: ArrayLike, minimum: float, limit: int, exclude: Collection[str] = ()) -> list[Match]:
        """The at most `limit` keys with a dot product of at least `minimum`, best first, equals in insertion order.

        Exact: every stored vector is compared, and equal vectors have equal scores wherever they are stored.
        """
        query = self._checked(vector)
        rows = self._rows
        count = rows.count
        wanted = limit + len(exclude)
        if count * self.dimension <= _UNTHREADED:
            scores = np.einsum("ij,j->i", rows.matrix[:count], query)
        else:
            scores = rows.matrix[:count] @ query
        scores[rows.died[:count] <= rows.version] = -np.inf
        floor = max(np.float32(minimum) - _NEAR, np.finfo(np.float32).min)  # above what is removed
        if wanted < _SAMPLE < count:  # so many reach the best of a part, at least
            floor = max(floor, np.partition(scores[:_SAMPLE], -wanted - 1)[-wanted - 1] - _NEAR)
        found = np.flatnonzero(scores >= floor)
        if len(found) > wanted:
            floor = max(floor, np.partition(scores[found], -wanted - 1)[-wanted - 1] - _NEAR)
            found = found[scores[found] >= floor]
        found = found[np.argsort(-scores[found], kind="stable")]
        scores = scores[found]
        # A BLAS product sums some rows in another order than others. What could be equal is summed again, all alike.
        again = np.arange(len(found))
        if len(found) > _FEW:
            near = np.flatnonzero(scores[:-1] - scores[1:] < _NEAR)
            again = np.union1d(near, near + 1)
        scores[again] = np.einsum("ij,j->i", rows.matrix.take(found[again], axis=0), query)
        order = np.lexsort((found, -scores))
        order = order[scores[order] >= minimum]
        best: Iterable[Match] = map(
            Match._make, zip([rows.keys[row] for row in found[order].tolist()], scores[order].tolist(), strict=True)
        )
        if exclude:
            best = (match for match in best if match.key not in exclude)
        return list(islice(best, max(limit, 0)))

    def _checked(self, vector: ArrayLike) -> NDArray[np.float32]:
        row = np.asarray(vector, np.float32)
        if row.shape != (self.dimension,):
            raise ValueError(f"a vector of this gallery has shape ({self.dimension},), not {row.shape}")
        if not np.isfinite(row).all():
            raise ValueError("a vector of a gallery must be finite")
        return row

    def _empty(self, capacity: int) -> _Rows:
        matrix = np.empty((capacity, self.dimension), np.float32)
        return _Rows(matrix, [], np.full(capacity, _NEVER))

    def _move(self, more: int = 0) -> None:
        """Put the living rows into a new matrix with as much room again, and for so many more."""
        old = self._rows
        alive = np.sort(np.fromiter(self._row.values(), np.intp, len(self)))
        new = self._empty(max(_SMALLEST, 2 * len(alive) + more))
        np.take(old.matrix, alive, axis=0, out=new.matrix[: len(alive)], mode="clip")  # unbuffered, unlike "raise"
        new.keys.extend(old.keys[row] for row in alive)
        self._row = {key: row for row, key in enumerate(new.keys)}
        self._rows = replace(new, count=len(alive))
