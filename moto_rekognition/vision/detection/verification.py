"""Is a detection a face? The mesh network must see one too, and its mesh must lie where the detection does."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from moto_rekognition.vision.engine import DETECTOR_SIDE, Detection, FaceLandmarker, Region, cut
from moto_rekognition.vision.geometry.keypoints import at_keypoints, posed
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

# Counts of recorded faces and of what is no face: `python training/measure_detections.py FOLDER`, of 112 and 107.
#: Detections with a lower score are not verified.
MIN_SCORE = 0.4
#: A detection of this score is a face if its mesh lies where the detection does. 90 % of the faces reach 0.82; what is
#: no face, 0.76.
MIN_SURE_SCORE = 0.8
#: The lowest mean of the scores of any other detection in its tile and in a close-up.
_MIN_MEAN_SCORE = 0.55
#: The side of the close-up in which the detection is repeated, in sides of the detection.
_REPEATED = 2.0
#: Largest mean distance of the detection's eyes, nose and mouth from those of the mesh, in sizes of the mesh: of a sure
#: detection and of another. Of faces: median 0.04, 95 % below 0.11; of what is no face: median 0.18, 90 % above
#: 0.07.
_MAX_KEYPOINT_ERROR, _MAX_KEYPOINT_ERROR_UNSURE = 0.16, 0.1
#: Of a detection that is not sure, the mesh is made again from where it lies: the lowest mean of the two logits of the
#: mesh network that there is a face, and the largest mean distance between the points of the two, in sizes of the mesh.
#: 90 % of the faces have a mean above 5.1, and a distance below 0.03; 95 % of what is no face has a mean below 3.8, and
#: 90 % a distance above 0.04. Faces with a lower mean need a sure detection.
_MIN_PRESENCE_UNSURE, _MAX_MESH_DIFFERENCE = 7.0, 0.04
#: Below this logit the mesh of a face is worse than the canonical face posed by the keypoints of the detection, see
#: `posed`: one recorded profile of 84 degrees had -27. The largest misfit of the keypoints; of 5 recorded profiles: 0.6
#: to 1.0.
_NO_PRESENCE, _MAX_MISFIT = -10.0, 1.2
#: A face turned in the picture by less than this (radians) is detected without turning the picture.
MAX_UPRIGHT_ANGLE = math.radians(35)
#: By how much (radians) the close-up of a detection is turned if it shows no face as it is; the lowest score of a
#: detection worth that; and the lowest score in the turned close-up. What is no face reaches 0.75 there.
_TURNS, _WORTH_TURNING, _MIN_TURNED_SCORE = (math.radians(50), -math.radians(50)), 0.55, 0.77
#: A face upside down may be detected as an upright one, with a score of 0.85 at most. Its score rises by 0.06 or more
#: when the close-up is turned by 180 degrees; that of an upright face falls by 0.14 or more.
_UNMISTAKABLE, _MIN_GAIN = 0.87, 0.05
#: Two detections are of one face if they share this much of the smaller one.
_SAME_AREA = 0.5
#: How many of the detector's keypoints are compared with the mesh: eyes, tip of the nose, mouth. Those of the ears are
#: guesses where hair hides them.
_COMPARED = 4
#: The points of the mesh at the outer corners of the eyes, the image's left first.
_OUTER_CORNERS = (33, 263)


@dataclass(frozen=True, eq=False)
class VerifiedFace:
    """A detection that is a face, in pixels of the picture. score: 0..1, that of the detection."""

    detection: Detection
    mesh: Mesh
    score: float


def verify(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face of a detection in `pixels`, or None when it is none.

    A sure detection must agree with its mesh. Any other must also be repeated in a close-up, as it is or turned, and
    its mesh must stay the same when it is made again.
    """
    if detection.score >= _UNMISTAKABLE:
        return _verify_sure(pixels, detection, engine)
    region = _almost_upright(detection.region)
    repeated = repeat(pixels, region, engine) if detection.score < MIN_SURE_SCORE else detection
    if repeated is None or detection.score + repeated.score < 2 * _MIN_MEAN_SCORE:
        return _verify_turned(pixels, detection, region, engine)
    reverse = repeat(pixels, region.turned(math.pi), engine)
    if reverse is not None and reverse.score >= max(MIN_SURE_SCORE, detection.score + _MIN_GAIN):
        return _verify_sure(pixels, reverse, engine)
    if detection.score >= MIN_SURE_SCORE:
        return _verify_sure(pixels, detection, engine)
    return _verify_unsure(pixels, repeated, engine) or _verify_turned(pixels, detection, region, engine)


def _almost_upright(region: Region) -> Region:
    """`region`, not turned if the face in it is detected upright. A close-up that is not turned is sharper."""
    return region if abs(region.angle) > MAX_UPRIGHT_ANGLE else replace(region, angle=0.0)


def _verify_sure(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face of a sure detection if its mesh lies there, or else if it is repeated as surely: some profiles."""
    mesh, presence = engine.mesh_in(pixels, detection.region)
    if presence > 0 and _keypoint_error(mesh, detection) <= _MAX_KEYPOINT_ERROR:
        return VerifiedFace(detection, mesh, detection.score)
    repeated = repeat(pixels, _almost_upright(detection.region), engine)
    if repeated is None or repeated.score < MIN_SURE_SCORE:
        return None
    if presence < _NO_PRESENCE:
        mesh, misfit = posed(detection.keypoints)
        if misfit > _MAX_MISFIT:
            return None
    return VerifiedFace(detection, mesh, repeated.score)


def _verify_unsure(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face of a detection if the mesh network is sure of it, and its mesh lies there and stays the same."""
    mesh, presence = engine.mesh_in(pixels, detection.region)
    if presence < 0 or _keypoint_error(mesh, detection) > _MAX_KEYPOINT_ERROR_UNSURE:
        return None
    again, presence_again = engine.mesh_in(pixels, around(mesh))
    sure = (presence + presence_again) / 2 >= _MIN_PRESENCE_UNSURE
    same = _mesh_difference(mesh, again) <= _MAX_MESH_DIFFERENCE
    return VerifiedFace(detection, mesh, detection.score) if sure and same else None


def _verify_turned(pixels: Pixels, detection: Detection, region: Region, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face at `region` if it is a bowed one: detected surely in a turned close-up."""
    if detection.score < _WORTH_TURNING:
        return None
    for turn in _TURNS:
        turned = region.turned(turn)
        repeated = repeat(pixels, turned, engine)
        if repeated is not None and repeated.score >= _MIN_TURNED_SCORE:
            return _verify_unsure(pixels, repeated, engine)
    return None


def repeat(pixels: Pixels, region: Region, engine: FaceLandmarker, close_up: float = _REPEATED) -> Detection | None:
    """What is detected at `region` in a close-up turned as the region is. close_up: its side, in the region's."""
    view = cut(pixels, region.grown(close_up), DETECTOR_SIDE)
    same = [d for d in map(view.detection, engine.detect(view.pixels)) if d.region.overlap(region) > _SAME_AREA]
    return max(same, key=lambda d: d.score, default=None)


def around(mesh: Mesh) -> Region:
    """The region of the face of a mesh: its extent, turned as the eyes are."""
    points = mesh.points[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    (x0, y0), (x1, y1) = points[list(_OUTER_CORNERS)]
    x, y = (low + high) / 2
    return Region(float(x), float(y), _size(mesh), math.atan2(y1 - y0, x1 - x0))


def _mesh_difference(mesh: Mesh, again: Mesh) -> float:
    return _mean_distance(mesh.points[:, :2], again.points[:, :2]) / _size(mesh)


def _keypoint_error(mesh: Mesh, detection: Detection) -> float:
    points = at_keypoints(mesh.points[:, :2])[:_COMPARED]
    return _mean_distance(points, detection.keypoints[:_COMPARED]) / _size(mesh)


def _mean_distance(a: Floats, b: Floats) -> float:
    return float(np.linalg.norm(a - b, axis=1).mean())


def _size(mesh: Mesh) -> float:
    return float(np.ptp(mesh.points[:, :2], axis=0).max())
