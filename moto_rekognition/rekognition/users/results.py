"""The result of SearchUsersByImage."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.faces.selection import Selection
from moto_rekognition.rekognition.users.user import User
from moto_rekognition.vision.observation import Face


@dataclass(frozen=True)
class UserSearch:
    """SearchUsersByImage. face: None when no face of the image can be used. matches: best first."""

    selection: Selection
    face: Face | None
    collection: Collection
    matches: list[tuple[User, float]]

    @property
    def unsearched(self) -> list[tuple[Face, tuple[str, ...]]]:
        """The other faces and the reasons why they were not searched for, largest first."""
        others = [(face, ("FACE_NOT_LARGEST",)) for face in self.selection.faces[1:]]
        return sorted([*others, *self.selection.rejected], key=lambda other: other[0].rank)
