"""MediaPipe's tasks behind Face Landmarker: the detector and the mesh. Importing this imports mediapipe."""

from __future__ import annotations

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision

from moto_rekognition.vision.engine.regions import Detection
from moto_rekognition.vision.observation import Floats, Pixels


def _image(pixels: Pixels) -> Image:
    return Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(pixels))


class MeshTask:
    """The mesh network of the bundle, alone. Not for two threads at a time.

    Face Landmarker runs its detector before the network, in every crop. The task that embeds images runs any network
    on an image and returns all of its outputs: here the points and how sure it is of a face.
    """

    def __init__(self, network: bytes) -> None:
        self._task = vision.ImageEmbedder.create_from_options(
            vision.ImageEmbedderOptions(base_options=BaseOptions(model_asset_buffer=network))
        )

    def __call__(self, crop: Pixels) -> tuple[Floats, float]:
        """(478, 3) points in pixels of a square crop, and the logit that there is a face in it."""
        points, presence, *_ = (each.embedding for each in self._task.embed(_image(crop)).embeddings)
        return np.asarray(points, np.float64).reshape(-1, 3), float(presence[0])

    def close(self) -> None:
        self._task.close()


class DetectorTask:
    """The short-range detector of the bundle. Not for two threads at a time."""

    def __init__(self, network: bytes, lowest_score: float) -> None:
        self._task = vision.FaceDetector.create_from_options(
            vision.FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=network), min_detection_confidence=lowest_score
            )
        )

    def __call__(self, pixels: Pixels) -> list[Detection]:
        height, width = pixels.shape[:2]
        found = []
        for detection in self._task.detect(_image(pixels)).detections:
            box = detection.bounding_box
            keypoints = [(point.x * width, point.y * height) for point in detection.keypoints]
            found.append(
                Detection(
                    box.origin_x + box.width / 2,
                    box.origin_y + box.height / 2,
                    float(max(box.width, box.height)),
                    np.array(keypoints),
                    float(detection.categories[0].score),
                )
            )
        return found

    def close(self) -> None:
        self._task.close()
