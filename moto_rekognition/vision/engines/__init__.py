"""Face meshes from pixels: one engine per MediaPipe generation, chosen by what is installed."""

from moto_rekognition.vision.engines.choice import Choice, engine
from moto_rekognition.vision.engines.protocol import Engine
from moto_rekognition.vision.engines.regions import Detector, Region, Sighting, View, cut

__all__ = ["Choice", "Detector", "Engine", "Region", "Sighting", "View", "cut", "engine"]
