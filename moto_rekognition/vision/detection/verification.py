"""Is a detection a face? Two models must agree about it, and the mesh must be the same in two close-ups."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from moto_rekognition.vision.engine import DETECTOR_SIDE, Detection, FaceLandmarker, Region, cut
from moto_rekognition.vision.geometry.keypoints import at_keypoints, posed
from moto_rekognition.vision.observation import Floats, Mesh, Pixels

#: Detections with a lower score are not verified.
MIN_SCORE = 0.4
#: A detection of this score is a face if one mesh lies where the detection does. Of 659 detections of what is no face
#: in 40 recorded photos one reached it; of those of faces, 80 %.
MIN_SURE_SCORE = 0.8
#: The lowest mean of the scores of any other detection in its tile and in a close-up.
_MIN_MEAN_SCORE = 0.55
#: The side of the close-up in which the detection is repeated, in sides of the detection.
_REPEATED = 2.0
#: Sides of the close-ups in which the mesh is sought, in sides of the detection, and their pixels. The last is for
#: faces that Face Landmarker does not detect when they fill the close-up, such as some profiles.
_CLOSE_UPS, _CLOSE_UP_SIDE = (2.4, 3.2, 5.0), 320
#: Largest mean distance of the detection's eyes, nose and mouth from those of the mesh, in sizes of the mesh: of a sure
#: detection and of another, repeated one. Of 90 recorded faces: median 0.03, 90 % below 0.07; of 179 meshes of what is
#: no face 90 % are above 0.14, and one, of a hand, had two agreeing meshes 0.11 off.
_MAX_KEYPOINT_ERROR, _MAX_KEYPOINT_ERROR_UNSURE = 0.12, 0.08
#: Largest mean distance of the points of the meshes of two close-ups, in sizes of the mesh. A face gives the same mesh
#: in both. Of 90 recorded faces: 90 % below 0.02; of 179 meshes of what is no face all are above 0.05.
_MAX_MESH_DIFFERENCE = 0.05
#: Largest misfit of the keypoints of a detection and of the canonical face, see `posed`. Of 5 recorded profiles: 0.6 to
#: 1.0.
_MAX_MISFIT = 1.2
#: A face turned in the picture by less than this (radians) is detected without turning the picture.
MAX_UPRIGHT_ANGLE = math.radians(35)
#: By how much (radians) the close-up of a detection is turned if it shows no face as it is; the lowest score of a
#: detection worth that; and the lowest score in the turned close-up. What is no face reaches 0.75 there.
_TURNS, _WORTH_TURNING, _MIN_TURNED_SCORE = (math.radians(50), -math.radians(50)), 0.55, 0.77
#: A face upside down may be detected as an upright one, with a score of 0.85 at most. Its score rises by 0.06 or more
#: when the close-up is turned by 180 degrees; that of an upright face falls by 0.14 or more.
_UNMISTAKABLE, _MIN_GAIN = 0.87, 0.05
#: Two detections, or a detection and a mesh, are of one face if they share this much of the smaller one, or if their
#: centres are no further apart than this, in sides of the detection.
_SAME_AREA, _SAME_CENTRE = 0.5, 0.5
#: How many of the detector's keypoints are compared with the mesh: eyes, tip of the nose, mouth. Those of the ears are
#: guesses where hair hides them.
_COMPARED = 4


@dataclass(frozen=True, eq=False)
class VerifiedFace:
    """A detection that is a face, in pixels of the picture. score: 0..1, that of the detection."""

    detection: Detection
    mesh: Mesh
    score: float


def verify(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face of a detection in `pixels`, or None when it is none.

    A sure detection needs one mesh that agrees with it, or keypoints that agree with the canonical face. Any other must
    be repeated in a close-up, as it is or turned, and needs two meshes that agree.
    """
    region = (
        detection.region if abs(detection.region.angle) > MAX_UPRIGHT_ANGLE else replace(detection.region, angle=0.0)
    )
    if detection.score >= _UNMISTAKABLE:
        return _verify_sure(pixels, detection, region, engine)
    repeated = repeat(pixels, region, engine) if detection.score < MIN_SURE_SCORE else detection
    if repeated is None or detection.score + repeated.score < 2 * _MIN_MEAN_SCORE:
        return _verify_turned(pixels, detection, region, engine)
    upside_down = region.turned(math.pi)
    reverse = repeat(pixels, upside_down, engine)
    if reverse is not None and reverse.score >= max(MIN_SURE_SCORE, detection.score + _MIN_GAIN):
        return _verify_sure(pixels, reverse, upside_down, engine)
    if detection.score >= MIN_SURE_SCORE:
        return _verify_sure(pixels, detection, region, engine)
    return _verify_unsure(pixels, repeated, region, engine) or _verify_turned(pixels, detection, region, engine)


def _verify_sure(pixels: Pixels, detection: Detection, region: Region, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face at `region` if a mesh agrees with the detection or with another mesh, or else if the detection is
    repeated as surely and its keypoints are those of a face: a profile, of which Face Landmarker makes no mesh."""
    meshes = _meshes(pixels, region, engine)
    mesh = next(meshes, None)
    if mesh is not None and (
        _keypoint_error(mesh, detection) <= _MAX_KEYPOINT_ERROR or _agree(mesh, next(meshes, None))
    ):
        return VerifiedFace(detection, mesh, detection.score)
    repeated = repeat(pixels, region, engine)
    if repeated is None or repeated.score < MIN_SURE_SCORE:
        return None
    mesh, error = posed(detection.keypoints)
    return VerifiedFace(detection, mesh, repeated.score) if error <= _MAX_MISFIT else None


def _verify_unsure(pixels: Pixels, detection: Detection, region: Region, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face at `region` if two meshes agree with the detection and with each other."""
    meshes = _meshes(pixels, region, engine)
    mesh = next(meshes, None)
    if mesh is None or _keypoint_error(mesh, detection) > _MAX_KEYPOINT_ERROR_UNSURE:
        return None
    return VerifiedFace(detection, mesh, detection.score) if _agree(mesh, next(meshes, None)) else None


def _verify_turned(pixels: Pixels, detection: Detection, region: Region, engine: FaceLandmarker) -> VerifiedFace | None:
    """The face at `region` if it is a bowed one: detected surely in a turned close-up."""
    if detection.score < _WORTH_TURNING:
        return None
    for turn in _TURNS:
        turned = region.turned(turn)
        repeated = repeat(pixels, turned, engine)
        if repeated is not None and repeated.score >= _MIN_TURNED_SCORE:
            return _verify_unsure(pixels, repeated, turned, engine)
    return None


def repeat(pixels: Pixels, region: Region, engine: FaceLandmarker, close_up: float = _REPEATED) -> Detection | None:
    """What is detected at `region` in a close-up turned as the region is. close_up: its side, in the region's."""
    view = cut(pixels, region.grown(close_up), DETECTOR_SIDE)
    same = [d for d in map(view.detection, engine.detect(view.pixels)) if d.region.overlap(region) > _SAME_AREA]
    return max(same, key=lambda d: d.score, default=None)


def _meshes(pixels: Pixels, region: Region, engine: FaceLandmarker) -> Iterator[Mesh]:
    """The mesh of the face at `region` in each close-up that shows one."""
    for size in _CLOSE_UPS:
        view = cut(pixels, region.grown(size), _CLOSE_UP_SIDE)
        mesh = engine.mesh(view.pixels)
        if mesh is None:
            continue
        points = view.points(mesh.points)
        if math.dist(points[:, :2].mean(axis=0), (region.x, region.y)) < _SAME_CENTRE * region.side:
            yield replace(mesh, points=points)


def _agree(one: Mesh, other: Mesh | None) -> bool:
    """Whether two meshes are the same."""
    if other is None:
        return False
    return _mean_distance(one.points[:, :2], other.points[:, :2]) <= _MAX_MESH_DIFFERENCE * _size(one)


def _keypoint_error(mesh: Mesh, detection: Detection) -> float:
    points = at_keypoints(mesh.points[:, :2])[:_COMPARED]
    return _mean_distance(points, detection.keypoints[:_COMPARED]) / _size(mesh)


def _mean_distance(a: Floats, b: Floats) -> float:
    return float(np.linalg.norm(a - b, axis=1).mean())


def _size(mesh: Mesh) -> float:
    return float(np.ptp(mesh.points[:, :2], axis=0).max())
