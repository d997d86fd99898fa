"""Stands in for rooms that have not landed yet; goes away with them."""

import sys
import types
from typing import Any

import numpy as np

from moto_rekognition import vision


class _Cosine:
    dimension = 512

    def similarity(self, scores: Any) -> Any:
        return np.clip(np.asarray(scores, float), 0, 1) * 100

    def score(self, similarity: float) -> float:
        return similarity / 100 if similarity > 0 else -2.0


descriptors = types.ModuleType("moto_rekognition.vision.descriptors")
descriptors.get = lambda name: _Cosine()  # type: ignore[attr-defined]
quality_filter = types.ModuleType("moto_rekognition.vision.quality_filter")
quality_filter.reasons = lambda face, name: (  # type: ignore[attr-defined]
    ("LOW_SHARPNESS",) if name != "NONE" and face.quality.sharpness < 10 else ()
)
for module in (descriptors, quality_filter):
    sys.modules[module.__name__] = module
    setattr(vision, module.__name__.rpartition(".")[2], module)
