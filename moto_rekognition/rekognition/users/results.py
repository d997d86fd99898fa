"""What SearchUsersByImage answers."""

from __future__ import annotations

from dataclasses import dataclass

from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.faces.selection import Selection
from moto_rekognition.rekognition.users.user import User
from moto_rekognition.vision.observation import Face


@dataclass(frozen=True)
class UserSearch:
    """SearchUsersByImage. face: None when the image shows none that can be used. matches: best first."""

    selection: Selection
    face: Face | None
    collection: Collection
    matches: list[tuple[User, float]]

    @property
    def unsearched(self) -> list[tuple[Face, tuple[str, ...]]]:
        """Every other face with the reasons why it was not searched for, largest first."""
        others = [(face, ("FACE_NOT_LARGEST",)) for face in self.selection.faces[1:]]
        return sorted([*others, *self.selection.rejected], key=lambda other: other[0].rank)
