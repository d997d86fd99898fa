"""Properties of the face model version of a collection.

Source: https://docs.aws.amazon.com/rekognition/latest/dg/face-detection-model.html and the API pages of IndexFaces.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The largest faces of an image that the service uses: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
LARGEST_FACES = 100


@dataclass(frozen=True)
class FaceModel:
    """A version of the service's face model, "1.0" to "7.0"."""

    version: str

    @property
    def largest_faces(self) -> int:
        """The number of faces of one image that are used; the largest are preferred."""
        return 15 if self._major == 1 else LARGEST_FACES

    @property
    def filters_by_quality(self) -> bool:
        return self._major >= 3

    @property
    def index_filter(self) -> str:
        """The default QualityFilter of IndexFaces."""
        return "AUTO" if self.filters_by_quality else "NONE"

    @property
    def reports_orientation(self) -> bool:
        """Whether IndexFaces answers with an OrientationCorrection."""
        return self._major <= 3

    @property
    def _major(self) -> int:
        return int(self.version.partition(".")[0])
