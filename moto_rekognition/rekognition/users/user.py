"""A user of a collection: status, faces and vector."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState
from numpy.typing import NDArray

from moto_rekognition.outcomes.timing import clock, current_lag
from moto_rekognition.rekognition.faces.face import Refusal
from moto_rekognition.vision.observation import Vector

CREATED, UPDATING, ACTIVE = "CREATED", "UPDATING", "ACTIVE"

#: The name in `/moto-api/state-manager` of the transition that ends UPDATING.
STATE_MODEL = "rekognition::user"
state_manager.register_default_transition(model_name=STATE_MODEL, transition={"progression": "immediate"})


@dataclass
class User:
    """A user of a collection.

    face_ids: the associated faces, in the order of association. _updating_until: time on `clock`.
    """

    user_id: str
    face_ids: dict[str, None] = field(default_factory=dict)
    _updating: ManagedState | None = field(default=None, repr=False)
    _updating_until: float = field(default=0.0, repr=False)

    @property
    def key(self) -> str:
        """The sort key of ListUsers. The service does not sort by UserId; its key is not known."""
        return hashlib.sha256(self.user_id.encode()).hexdigest()

    @property
    def status(self) -> str:
        if self._updating is None:
            return CREATED
        return UPDATING if clock.now() < self._updating_until else str(self._updating.status)

    def show(self) -> str:
        """The status, for an answer. Each call is one step of the "manual" progression of moto's state manager."""
        if self._updating is not None:
            self._updating.advance()
        return self.status

    def update(self) -> None:
        """Enter UPDATING after a change of the faces; then ACTIVE follows, or CREATED for a user without faces."""
        self._updating_until = clock.now() + current_lag().users
        self._updating = ManagedState(STATE_MODEL, [(UPDATING, ACTIVE if self.face_ids else CREATED)])

    def activate(self) -> None:
        """Enter ACTIVE at once, for users of a snapshot."""
        self._updating = ManagedState(STATE_MODEL, [(UPDATING, ACTIVE)])
        self._updating.status = ACTIVE


@dataclass(frozen=True)
class FaceChanges:
    """The result of AssociateFaces or DisassociateFaces."""

    face_ids: list[str]
    refusals: list[Refusal]
    user_status: str


def aggregate(vectors: Iterable[Vector]) -> Vector:
    """The vector of a user: the mean of the vectors of its faces, scaled to unit length."""
    total = np.sum(list(vectors), axis=0, dtype=np.float64)
    return np.asarray(total / (np.linalg.norm(total) or 1), np.float32)


def aggregates(vectors: NDArray[np.float32], starts: NDArray[np.intp]) -> NDArray[np.float32]:
    """`aggregate` for many users at once: the rows from each start to the next one are a user's faces."""
    totals = vectors.astype(np.float64)
    if len(starts) < len(vectors):  # reduceat is slow for users with one face each
        totals = np.add.reduceat(totals, starts, axis=0)
    return np.asarray(totals / np.sqrt(np.einsum("ij,ij->i", totals, totals))[:, None], np.float32)
