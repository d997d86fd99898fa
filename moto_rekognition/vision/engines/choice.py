"""Which engine looks at pictures in this process."""

from __future__ import annotations

import functools

from moto_rekognition.vision.engines.facemesh import FaceMesh


@functools.cache
def engine() -> FaceMesh:
    """The engine of this process, made at first use."""
    return FaceMesh()
