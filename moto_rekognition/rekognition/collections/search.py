"""Search among the faces or the users of a collection."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Mapping
from threading import RLock
from typing import TypeVar

from moto_rekognition.gallery import Gallery
from moto_rekognition.vision.observation import Descriptor, Vector

#: How often a search that loses matches to deletions is repeated without the lock. The next one holds it.
UNLOCKED_SEARCHES = 3

Entry = TypeVar("Entry")


def search(
    gallery: Gallery,
    entries: Mapping[str, Entry],
    lock: RLock,
    descriptor: Descriptor,
    vector: Vector,
    threshold: float,
    limit: int,
    exclude: Container[str],
) -> list[tuple[Entry, float]]:
    """The `limit` most similar entries and their Similarity, best first; other threads may delete entries meanwhile.

    entries: those of `gallery`, by key. lock: held by the threads that delete. threshold: of Similarity, 0..100.
    """
    score = descriptor.score(threshold)

    def found() -> tuple[list[tuple[Entry, float]], bool]:
        """The matches that are not deleted yet, and whether no other match is missing because of a deletion."""
        matches = gallery.search(vector, score, limit, exclude)
        with lock:
            present = [(entries[match.key], match.score) for match in matches if match.key in entries]
        return present, len(present) == len(matches) or len(matches) < limit

    for _ in range(UNLOCKED_SEARCHES):
        present, is_complete = found()
        if is_complete:
            break
    else:
        with lock:
            present, _ = found()
    similarities = descriptor.similarity([score for _, score in present])
    return [(entry, float(similarity)) for (entry, _), similarity in zip(present, similarities, strict=True)]
