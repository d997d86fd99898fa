"""The paths of the page, of the server's health and of snapshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto_rekognition.page import health, snapshot, views

BASE = "{0}/moto-api/rekognition"


def url_paths() -> dict[str, Callable[[Any, str, Any], Any]]:
    """What moto serves beside its own /moto-api."""
    return {
        f"{BASE}/$": views.index,
        f"{BASE}/collection$": views.collection,
        f"{BASE}/request$": views.logged,
        f"{BASE}/image$": views.image,
        f"{BASE}/drawn$": views.drawn,
        f"{BASE}/try$": views.trial,
        f"{BASE}/page.css$": views.static("page.css"),
        f"{BASE}/page.js$": views.static("page.js"),
        f"{BASE}/icon.svg$": views.static("icon.svg"),
        f"{BASE}/health$": health.answer,
        "{0}/moto-api/static/rekognition/snapshot$": snapshot.answer,
    }
