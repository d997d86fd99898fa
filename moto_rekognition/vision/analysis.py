"""The pipeline that composes the vision modules, with its cache."""

from __future__ import annotations

from collections.abc import Callable

from moto_rekognition.vision.faces import Observation, Pixels


def analyze(content: bytes, load: Callable[[], Pixels]) -> Observation:
    """Look at a picture once per process.

    content: what identifies the picture (a digest of its bytes).
    load: gives its upright RGB pixels, called only when needed.
    """
    raise NotImplementedError
