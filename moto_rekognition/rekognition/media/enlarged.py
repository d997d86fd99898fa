"""Converts the observation of a reduced image to the pixels of the full image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moto_rekognition.vision.observation import Attributes, Box, Descriptor, Face, Observation, Vector


class EnlargedObservation:
    """An Observation with the coordinates of another one scaled to `size`, (width, height) in pixels."""

    def __init__(self, reduced: Observation, size: tuple[int, int]) -> None:
        self.size = size
        self._reduced = reduced
        x, y = (n / m for n, m in zip(size, reduced.size, strict=True))
        self.faces = tuple(
            replace(
                face,
                box=Box(face.box.left * x, face.box.top * y, face.box.width * x, face.box.height * y),
                landmarks=np.asarray(face.landmarks * (x, y), np.float64),
            )
            for face in reduced.faces
        )

    def attributes(self, face: Face) -> Attributes:
        """The attributes of one of `faces`."""
        return self._reduced.attributes(self._reduced.faces[face.rank])

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """The vector of one of `faces`, for `descriptor`."""
        return self._reduced.vector(self._reduced.faces[face.rank], descriptor)
