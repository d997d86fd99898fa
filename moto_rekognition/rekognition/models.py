"""The backend: one public method per operation."""

from moto.rekognition.models import RekognitionBackend as StockBackend


class RekognitionBackend(StockBackend):  # type: ignore[misc]
    pass
