"""Snapshots over HTTP: /moto-api/static/rekognition/snapshot."""

from __future__ import annotations

import json
from typing import Any

from moto_rekognition import snapshots


def answer(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], bytes | str]:
    """GET gives a snapshot of all collections, PUT loads one; see `moto_rekognition.snapshots`."""
    if request.method == "GET":
        return 200, {"Content-Type": "application/zip"}, snapshots.dump()
    status, said = 405, {"Message": "use GET or PUT"}
    if request.method == "PUT":
        content = request.get_data() if hasattr(request, "get_data") else request.body or b""
        try:
            snapshots.restore(content)
        except snapshots.SnapshotError as error:
            status, said = 400, {"Message": str(error)}
        else:
            status, said = 200, {}
    return status, {"Content-Type": "application/json"}, json.dumps(said)
