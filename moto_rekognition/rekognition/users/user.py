"""Users of a collection: their life cycle, their faces, and one vector for each."""

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

#: The name under which `/moto-api/state-manager` governs how long a user is UPDATING.
STATE_MODEL = "rekognition::user"
state_manager.register_default_transition(model_name=STATE_MODEL, transition={"progression": "immediate"})


@dataclass
class User:
    """A user of a collection.

    face_ids: the faces associated with it, in the order of association.
    """

    user_id: str
    face_ids: dict[str, None] = field(default_factory=dict)
    _updating: ManagedState | None = field(default=None, repr=False)
    _settles: float = field(default=0.0, repr=False)  # on the outcomes' clock

    @property
    def key(self) -> str:
        """What ListUsers orders by: the service uses a key of its own that is not the UserId."""
        return hashlib.sha256(self.user_id.encode()).hexdigest()

    @property
    def status(self) -> str:
        if self._updating is None:
            return CREATED
        return UPDATING if clock.now() < self._settles else str(self._updating.status)

    def show(self) -> str:
        """The status; to be shown is what counts as a step for the "manual" progression of moto's state manager."""
        if self._updating is not None:
            self._updating.advance()
        return self.status

    def update(self) -> None:
        """The faces have changed: UPDATING, then ACTIVE (CREATED again when there are no faces left)."""
        self._settles = clock.now() + current_lag().users
        self._updating = ManagedState(STATE_MODEL, [(UPDATING, ACTIVE if self.face_ids else CREATED)])

    def settle(self) -> None:
        """The faces are as they have long been: ACTIVE."""
        self._updating = ManagedState(STATE_MODEL, [(UPDATING, ACTIVE)])
        self._updating.status = ACTIVE


@dataclass(frozen=True)
class FaceChanges:
    """The outcome of AssociateFaces or DisassociateFaces."""

    face_ids: list[str]
    refusals: list[Refusal]
    user_status: str


def aggregate(vectors: Iterable[Vector]) -> Vector:
    """The vector of a user: the mean direction of the vectors of its faces, of unit length."""
    total = np.sum(list(vectors), axis=0, dtype=np.float64)
    return np.asarray(total / (np.linalg.norm(total) or 1), np.float32)


def aggregates(vectors: NDArray[np.float32], starts: NDArray[np.intp]) -> NDArray[np.float32]:
    """`aggregate` for many users at once: the rows from each start to the next one are a user's faces."""
    totals = vectors.astype(np.float64)
    if len(starts) < len(vectors):  # reduceat is slow where it has nothing to add
        totals = np.add.reduceat(totals, starts, axis=0)
    return np.asarray(totals / np.sqrt(np.einsum("ij,ij->i", totals, totals))[:, None], np.float32)
