"""Which engine looks at pictures in this process."""

from __future__ import annotations

import functools

from moto_rekognition.vision.engines.facemesh import FaceMesh
from moto_rekognition.vision.engines.protocol import Engine


@functools.cache
def engine() -> Engine:
    """The engine of this process, made at first use."""
    return FaceMesh()
