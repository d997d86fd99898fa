"""A collection: faces, users, associations, its gallery and its lock."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock

from moto.core.utils import unix_time


@dataclass
class Collection:
    """What a collection remembers.

    face_model_version: the model it was created with; it keeps it for life.
    created: seconds since the epoch.
    lock: held for every change, and for every read that must see several things at one moment.
    """

    collection_id: str
    account_id: str
    region: str
    partition: str
    face_model_version: str
    tags: dict[str, str] = field(default_factory=dict)
    created: float = field(default_factory=unix_time)
    lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def arn(self) -> str:
        return f"arn:{self.short_arn}"

    @property
    def short_arn(self) -> str:
        """The ARN as CreateCollection prints it: without the leading `arn:`."""
        return f"{self.partition}:rekognition:{self.region}:{self.account_id}:collection/{self.collection_id}"

    @property
    def face_count(self) -> int:
        return 0

    @property
    def user_count(self) -> int:
        return 0
