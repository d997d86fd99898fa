"""An observation of a reduced image, in the pixels of the image itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moto_rekognition.vision.observation import Attributes, Box, Descriptor, Face, Observation, Vector


class EnlargedObservation:
    """An Observation like another one, but of an image of another size."""

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
        """The further answers for one of `faces`."""
        return self._reduced.attributes(self._reduced.faces[face.rank])

    def vector(self, face: Face, descriptor: Descriptor) -> Vector:
        """Who one of `faces` is, for `descriptor`."""
        return self._reduced.vector(self._reduced.faces[face.rank], descriptor)
