"""MediaPipe's tasks behind Face Landmarker: the detector and the mesh. Importing this imports mediapipe."""

from __future__ import annotations

import math
import zipfile
from io import BytesIO

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision

from moto_rekognition.vision.engine.model import DETECTOR
from moto_rekognition.vision.engine.regions import Detection
from moto_rekognition.vision.observation import Mesh, Pixels

#: How many faces of a close-up are looked at to find the one in its middle.
_NEIGHBOURS = 3


def _image(pixels: Pixels) -> Image:
    return Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(pixels))


class MeshTask:
    """The mesh of the face nearest the middle of a close-up. Not for two threads at a time."""

    def __init__(self, bundle: bytes) -> None:
        self._task = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=bundle),
                output_face_blendshapes=True,
                min_face_detection_confidence=0.2,
                min_face_presence_confidence=0.5,
                num_faces=_NEIGHBOURS,
            )
        )

    def __call__(self, pixels: Pixels) -> Mesh | None:
        result = self._task.detect(_image(pixels))
        if not result.face_landmarks:
            return None
        height, width = pixels.shape[:2]
        scale = np.array([width, height, width], np.float64)
        meshes = [np.array([(p.x, p.y, p.z) for p in face], np.float64) * scale for face in result.face_landmarks]
        off = [math.dist(mesh[:, :2].mean(axis=0), (width / 2, height / 2)) for mesh in meshes]
        nearest = off.index(min(off))
        blendshapes = {shape.category_name: float(shape.score) for shape in result.face_blendshapes[nearest]}
        return Mesh(meshes[nearest], blendshapes)

    def close(self) -> None:
        self._task.close()


class DetectorTask:
    """The short-range detector of the bundle. Not for two threads at a time."""

    def __init__(self, bundle: bytes, lowest_score: float) -> None:
        with zipfile.ZipFile(BytesIO(bundle)) as parts:
            model = parts.read(DETECTOR)
        self._task = vision.FaceDetector.create_from_options(
            vision.FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=model), min_detection_confidence=lowest_score
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
