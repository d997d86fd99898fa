"""Stands in for the quality filter until it lands."""

import sys
import types

from moto_rekognition import vision

quality_filter = types.ModuleType("moto_rekognition.vision.quality_filter")
quality_filter.reasons = lambda face, name: (  # type: ignore[attr-defined]
    ("LOW_SHARPNESS",) if name != "NONE" and face.quality.sharpness < 10 else ()
)
sys.modules[quality_filter.__name__] = quality_filter
vision.quality_filter = quality_filter  # type: ignore[attr-defined]
