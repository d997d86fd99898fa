"""The paths of the page, of the server's health and of snapshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto_rekognition.page import health, snapshot

BASE = "{0}/moto-api/rekognition"


def url_paths() -> dict[str, Callable[[Any, str, Any], Any]]:
    """What moto serves beside its own /moto-api."""
    return {
        f"{BASE}/health$": health.answer,
        "{0}/moto-api/static/rekognition/snapshot$": snapshot.answer,
    }
