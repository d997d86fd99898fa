"""The face detector and the face mesh: MediaPipe's Face Landmarker. Pixels in, detections and meshes out."""

from moto_rekognition.vision.engine.landmarker import (
    DETECTOR_SIDE,
    SMALLEST_DETECTABLE,
    FaceLandmarker,
    face_landmarker,
)
from moto_rekognition.vision.engine.regions import Detection, Region, View, cut

__all__ = [
    "DETECTOR_SIDE",
    "SMALLEST_DETECTABLE",
    "Detection",
    "FaceLandmarker",
    "Region",
    "View",
    "cut",
    "face_landmarker",
]
