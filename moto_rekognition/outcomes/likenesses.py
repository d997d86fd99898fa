"""The declared similarities between identities: a directed graph without cycles."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: A FaceId. A likeness to a FaceId refers to a stored face, not to an identity.
FACE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def unnamed(id: str) -> str:
    """A name for a face without an identity. No likeness can refer to it."""
    return f"\0{id}"


def is_unnamed(name: str) -> bool:
    """Whether a name is one of `unnamed`."""
    return name.startswith("\0")


@dataclass(frozen=True)
class Likenesses:
    """Identity -> other identity or FaceId -> declared Similarity, 0..100.

    Immutable: `extended` returns a new graph, so that readers need no lock.
    """

    _likes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    _dependents: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the same edges, reversed
    _vectors: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, identity: str) -> Mapping[str, float]:
        """The likenesses of one identity; {} without likenesses."""
        return self._likes.get(identity, {})

    def extended(self, declared: Iterable[tuple[str, Mapping[str, float]]]) -> Likenesses:
        """A graph with more (identity, likenesses). A later Similarity replaces an earlier one of the same pair.

        Raises ValueError when the result has a cycle.
        """
        likes, dependents = dict(self._likes), dict(self._dependents)
        extended = Likenesses(likes, dependents)
        declared = list(declared)
        for identity, like in declared:
            likes[identity] = {**likes.get(identity, {}), **like}
            for other in like:
                dependents[other] = dependents.get(other, frozenset()) | {identity}
            if identity in dependents:  # an identity that no other depends on closes no cycle
                extended._refuse_cycle(identity)
        changed = extended.dependents(identity for identity, _ in declared)
        for descriptor, known in self._vectors.items():
            extended._vectors[descriptor] = {name: known[name] for name in known.keys() - changed}
        return extended

    def vectors(self, descriptor: str, version: str) -> dict[str, Any]:
        """The cache of vectors of identities for a descriptor. They are valid for this graph."""
        return self._vectors.setdefault((descriptor, version), {})

    def dependents(self, identities: Iterable[str]) -> set[str]:
        """The given identities and those whose vectors depend on theirs."""
        return set(_reachable(identities, self._dependents))

    def dependencies(self, identities: Iterable[str], known: Container[str] = ()) -> list[str]:
        """The given identities and FaceIds and all their dependencies, in topological order: dependencies first.

        known: left out, with the dependencies that only they need.
        """
        order: dict[str, None] = {}
        pending = [(identity, False) for identity in reversed(list(identities))]
        while pending:
            identity, is_expanded = pending.pop()
            if is_expanded:
                order[identity] = None
            elif identity not in order and identity not in known:
                pending.append((identity, True))
                pending += [(other, False) for other in reversed(list(self.of(identity)))]
        return list(order)

    def _refuse_cycle(self, identity: str) -> None:
        came_from: dict[str, str] = {}
        pending = [identity]
        while pending:
            one = pending.pop()
            for other in self.of(one):
                if other == identity:
                    path = [identity, one]
                    while path[-1] != identity:
                        path.append(came_from[path[-1]])
                    cycle = " is like ".join(map(repr, reversed(path)))
                    raise ValueError(f"{cycle}: a Similarity holds both ways, declare it on one of the faces only")
                if other not in came_from:
                    came_from[other] = one
                    pending.append(other)


def _reachable(starts: Iterable[str], edges: Mapping[str, Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    pending = list(starts)
    while pending:
        if (one := pending.pop()) not in seen:
            seen.add(one)
            yield one
            pending += edges.get(one, ())
