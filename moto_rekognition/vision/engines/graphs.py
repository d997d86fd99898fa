"""MediaPipe's native graphs behind Face Mesh: detectors and the mesh of a region. Imports mediapipe 0.10."""

from __future__ import annotations

from typing import Any

import numpy as np
from mediapipe.framework.formats import detection_pb2, rect_pb2
from mediapipe.python import packet_getter
from mediapipe.python._framework_bindings import _packet_getter
from mediapipe.python.solution_base import SolutionBase

from moto_rekognition.vision.engines.regions import Region, Sighting
from moto_rekognition.vision.faces import Floats, Mesh, Pixels

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

#: A landmark on the wire: tag and length, then each coordinate behind its tag.
_LANDMARK = np.dtype([("head", "V3"), ("x", "<f4"), ("y_tag", "V1"), ("y", "<f4"), ("z_tag", "V1"), ("z", "<f4")])


class _Graph(SolutionBase):  # type: ignore[misc]
    """SolutionBase without what its `process` does beside running the graph: it makes a class for every answer, and
    warns of a deprecation for every message it parses."""

    def run(self, **inputs: Any) -> dict[str, Any]:
        """The packets that came out of the graph for these inputs, by the name of their stream."""
        self._graph_outputs.clear()
        self._simulated_timestamp += 1
        for name, value in inputs.items():
            packet = self._make_packet(self._input_stream_type_info[name], value)
            self._graph.add_packet_to_input_stream(stream=name, packet=packet.at(self._simulated_timestamp))
        self._graph.wait_until_idle()
        return {name: packet for name, packet in self._graph_outputs.items() if not packet.is_empty()}


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
        packets = self._graph.run(image=pixels, region=rect)
        if "landmarks" not in packets:
            return None
        points = landmark_points(_packet_getter._get_serialized_proto(packets["landmarks"]))
        return Mesh(points * (width, height, width), packet_getter.get_float(packets[_PRESENCE]))

    def close(self) -> None:
        self._graph.close()


def landmark_points(serialised: bytes) -> Floats:
    """(n, 3) float64, the x, y and z of a serialised NormalizedLandmarkList whose landmarks have these and no more.

    Such a list repeats itself every 17 bytes; protobuf's own objects took 0.2 of the 5 ms that a picture takes.
    """
    landmarks = np.frombuffer(serialised, _LANDMARK)
    return np.column_stack([landmarks["x"], landmarks["y"], landmarks["z"]]).astype(np.float64)


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
        packets = self._graph.run(image=pixels)
        if "detections" not in packets:
            return []
        for serialised in _packet_getter._get_serialized_proto_list(packets["detections"]):
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
