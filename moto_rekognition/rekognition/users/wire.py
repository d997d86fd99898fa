"""The JSON of a user in answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto_rekognition.rekognition.protocol.wire import float32
from moto_rekognition.rekognition.users.user import User


def user(user: User) -> dict[str, Any]:
    return {"UserId": user.user_id, "UserStatus": user.show()}


def user_matches(matches: Iterable[tuple[User, float]]) -> list[dict[str, Any]]:
    """The UserMatches of a search, in the given order."""
    return [{"Similarity": float32(similarity), "User": user(match)} for match, similarity in matches]
