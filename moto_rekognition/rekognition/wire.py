"""How the service writes: float32 numbers, six digits for what is stored, members in its order, nothing null."""

from __future__ import annotations

import json
from typing import Any


def compact(answer: dict[str, Any]) -> str:
    """JSON as the service sends it: no spaces, no members without a value."""
    return json.dumps({name: value for name, value in answer.items() if value is not None}, separators=(",", ":"))
