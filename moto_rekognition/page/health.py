"""Whether the server is ready: /moto-api/rekognition/health."""

from __future__ import annotations

import json
from typing import Any


class Health:
    """What a server is still doing before it is ready; nothing, unless it says so."""

    def __init__(self) -> None:
        self._doing: str | None = None

    def busy(self, doing: str) -> None:
        """Not ready: `doing` says why."""
        self._doing = doing

    def ready(self) -> None:
        self._doing = None

    @property
    def doing(self) -> str | None:
        return self._doing


#: That of this process.
health = Health()


def answer(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
    """200 and `{"Status": "ready"}`, or 503 and `{"Status": "starting", "Message": ...}`."""
    doing = health.doing
    said = {"Status": "ready"} if doing is None else {"Status": "starting", "Message": doing}
    return 200 if doing is None else 503, {"Content-Type": "application/json"}, json.dumps(said)
