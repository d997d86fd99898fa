"""Face meshes from pixels: one engine per MediaPipe generation, chosen by what is installed."""

from moto_rekognition.vision.engines.choice import engine
from moto_rekognition.vision.engines.regions import Region, Sighting

__all__ = ["Region", "Sighting", "engine"]
