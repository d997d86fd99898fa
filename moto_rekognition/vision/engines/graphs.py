"""MediaPipe's native graphs behind Face Mesh: detectors and the mesh of a region. Imports mediapipe 0.10."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from mediapipe.framework.formats import detection_pb2, landmark_pb2, rect_pb2
from mediapipe.python import packet_getter
from mediapipe.python._framework_bindings import _packet_getter
from mediapipe.python.solution_base import PacketDataType, SolutionBase

from moto_rekognition.vision.engines.regions import Region, Sighting
from moto_rekognition.vision.faces import Mesh, Pixels

#: MediaPipe's own subgraph from a region to the 478 points, without the detector its FaceMesh runs first.
_MESH = """
input_stream: "image"
input_stream: "region"
input_side_packet: "with_attention"
output_stream: "landmarks"
node {
  calculator: "FaceLandmarkCpu"
  input_stream: "IMAGE:image"
  input_stream: "ROI:region"
  input_side_packet: "WITH_ATTENTION:with_attention"
  output_stream: "LANDMARKS:landmarks"
}
"""
_PRESENCE = "facelandmarkcpu__face_presence_score"
_DETECTOR = """
input_stream: "image"
output_stream: "detections"
node {
  calculator: "FaceDetection%sRangeCpu"
  input_stream: "IMAGE:image"
  output_stream: "DETECTIONS:detections"
}
"""
_LOWEST_SCORE = (
    "facedetection%(reach)srangecpu__facedetection%(reach)srange__facedetection__"
    "TensorsToDetectionsCalculator.min_score_thresh"
)


class _Graph(SolutionBase):  # type: ignore[misc]
    """SolutionBase, but protos stay serialised: parsing them its way warns of a deprecation on every call."""

    def _get_packet_content(self, packet_data_type: PacketDataType, output_packet: Any) -> Any:
        if output_packet.is_empty():
            return None
        if packet_data_type == PacketDataType.PROTO:
            return _packet_getter._get_serialized_proto(output_packet)
        if packet_data_type == PacketDataType.PROTO_LIST:
            return _packet_getter._get_serialized_proto_list(output_packet)
        return packet_getter.get_float(output_packet)


class MeshGraph:
    """The mesh of a region. Not for two threads at a time."""

    def __init__(self, lowest_presence: float) -> None:
        self._graph = _Graph(
            graph_config=_MESH,
            calculator_params={"facelandmarkcpu__ThresholdingCalculator.threshold": lowest_presence},
            side_inputs={"with_attention": True},
            outputs=["landmarks", _PRESENCE],
        )

    def __call__(self, pixels: Pixels, region: Region) -> Mesh | None:
        height, width = pixels.shape[:2]
        rect = rect_pb2.NormalizedRect(
            x_center=region.x / width,
            y_center=region.y / height,
            width=region.side / width,
            height=region.side / height,
            rotation=region.angle,
        )
        result: NamedTuple = self._graph.process({"image": pixels, "region": rect})
        landmarks, presence = (getattr(result, name) for name in ("landmarks", _PRESENCE))
        if landmarks is None:
            return None
        points = [(p.x, p.y, p.z) for p in landmark_pb2.NormalizedLandmarkList.FromString(landmarks).landmark]
        return Mesh(np.array(points, np.float64) * np.array([width, height, width], np.float64), presence)

    def close(self) -> None:
        self._graph.close()


class DetectorGraph:
    """A face detector, "short" or "full" range. Not for two threads at a time."""

    def __init__(self, reach: str, lowest_score: float) -> None:
        self._graph = _Graph(
            graph_config=_DETECTOR % reach.capitalize(),
            calculator_params={_LOWEST_SCORE % {"reach": reach}: lowest_score},
        )

    def __call__(self, pixels: Pixels) -> list[Sighting]:
        height, width = pixels.shape[:2]
        sightings = []
        for serialised in self._graph.process(pixels).detections or ():
            detection = detection_pb2.Detection.FromString(serialised)
            box = detection.location_data.relative_bounding_box
            keypoints = [(p.x * width, p.y * height) for p in detection.location_data.relative_keypoints]
            sightings.append(
                Sighting(
                    (box.xmin + box.width / 2) * width,
                    (box.ymin + box.height / 2) * height,
                    max(box.width * width, box.height * height),
                    np.array(keypoints),
                    float(detection.score[0]),
                )
            )
        return sightings

    def close(self) -> None:
        self._graph.close()
