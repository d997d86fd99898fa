"""How much speaks for a face where a detector saw one: close-ups, the mesh's presence, and which way is up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from moto_rekognition.vision.engine import DETECTOR_SIDE, Detection, FaceLandmarker, Region, cut
from moto_rekognition.vision.observation import Mesh, Pixels

#: A detection this sure of a face this large (pixels), with a mesh this present, needs no close-ups.
SURE, LARGE, PRESENT = 0.8, 40.0, 0.95
#: With less evidence than this there is no face, and below `HOPE` not even a reason to look on.
ENOUGH, HOPE = 0.64, 0.4
#: Much looks like a face in a few pixels, and the service, too, is choosier there: what it takes below `LARGE`.
ENOUGH_SMALL = 0.75
#: What the mesh's presence counts in the evidence; the close-ups count the rest.
PRESENCE_SHARE = 0.2
#: The sides of the close-ups, in sides of the detection.
CLOSE_UPS = (3.0, 2.0, 3.5)
#: The least score, in the best of the close-ups, of what is a face: most hands and ears that the detector took for
#: faces had up to 0.70.
BELIEVABLE = 0.71
#: How much more evidence there must be one way up than the other: faces gain 0.17 and more, a drawn flower nothing.
UPRIGHT = 0.1
#: Evidence that leaves no doubt which way up a face is, and how much more the other way up must show for a face upside
#: down. Such faces had been taken for upright ones with up to 0.85, and gained 0.06 and more when turned; upright ones
#: lose 0.14 and more.
UNMISTAKABLE, REVERSED = 0.87, 0.05
#: Up to this turn of the head (radians) the detectors need no help.
TILTED = math.radians(35)
#: How far heads are turned that bow to the side, radians; and the least score of a detection worth a look for them.
BOWED, PROMISING = math.radians(50), 0.55
#: Two regions show the same face when they share this much of the smaller one.
SAME = 0.5
#: A mesh whose middle is this far from that of the region it was read in, in sides of the region, is read again. The
#: detectors' boxes suit faces seen from the front, which are off by 0.1 at most; profiles are off by up to 0.2.
OFF_CENTRE = 0.11
#: The outer corners of the eyes, the image's left first.
_EYE_CORNERS = (33, 263)


@dataclass(frozen=True, eq=False)
class Found:
    """A face that was found, in pixels of the picture.

    detection: the best view a detector had of it; mesh: its shape; evidence: 0..1, how much speaks for a face.
    """

    detection: Detection
    mesh: Mesh
    evidence: float


def judge(pixels: Pixels, detection: Detection, engine: FaceLandmarker) -> Found | None:
    """The face of a detection, or None when there is too little evidence for one.

    Sure detections are believed if the mesh agrees. Of others, the evidence is the mean score in three close-ups (a
    detector that errs at one scale and place seldom errs alike at others) and the mean presence of the meshes fitted to
    what those saw; and a face, unlike a pattern, must look more like a face one way up than the other. What looks more
    like one upside down is one upside down.
    """
    upright = detection.region.angle if abs(detection.region.angle) > TILTED else 0.0
    if detection.score >= SURE and detection.side >= LARGE:
        mesh = _read(pixels, detection.region, engine)
        if mesh is not None and mesh.presence >= PRESENT:
            return _right_way_up(pixels, Found(detection, mesh, detection.score), detection, upright, engine)
    enough = ENOUGH if detection.side >= LARGE else ENOUGH_SMALL
    for turn in (upright, upright + BOWED, upright - BOWED):
        found = _weigh(pixels, detection, turn, engine)
        if found is not None and found.evidence >= enough:
            return _right_way_up(pixels, found, detection, turn, engine)
        if detection.score < PROMISING:
            break
    return None


def _read(pixels: Pixels, region: Region, engine: FaceLandmarker) -> Mesh | None:
    """The mesh of the face in `region`, read again about its own middle when that lies elsewhere (OFF_CENTRE)."""
    mesh = engine.mesh_in(pixels, region)
    if mesh is None:
        return None
    own = _region(mesh)
    if math.dist((own.x, own.y), (region.x, region.y)) < OFF_CENTRE * region.side:
        return mesh
    again = engine.mesh_in(pixels, own)
    return mesh if again is None or again.presence < mesh.presence else again


def _region(mesh: Mesh) -> Region:
    """The square around a mesh, turned as its eyes are: where MediaPipe, too, looks for a face that it tracks."""
    points = mesh.points[:, :2]
    across, down = points[_EYE_CORNERS[1]] - points[_EYE_CORNERS[0]]
    angle = math.atan2(down, across)
    axes = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    along = points @ axes.T
    least, most = along.min(axis=0), along.max(axis=0)
    x, y = (least + most) / 2 @ axes
    return Region(float(x), float(y), float((most - least).max()), angle)


def _right_way_up(
    pixels: Pixels, found: Found, detection: Detection, turn: float, engine: FaceLandmarker
) -> Found | None:
    """`found`, or the same face upside down when that is what it is; None for what looks alike both ways."""
    if found.evidence >= UNMISTAKABLE:
        return found
    reverse = _weigh(pixels, detection, turn + math.pi, engine)
    if reverse is not None and reverse.evidence >= max(SURE, found.evidence + REVERSED):
        return reverse
    if reverse is None or found.evidence >= SURE or found.evidence - reverse.evidence >= UPRIGHT:
        return found
    return None


def _weigh(pixels: Pixels, detection: Detection, turn: float, engine: FaceLandmarker) -> Found | None:
    """The evidence for a face turned by `turn` radians at a detection; None when there is none to speak of."""
    looks = list(_close_ups(pixels, Region(detection.x, detection.y, detection.side, turn), engine))
    score = sum(look.score for look in looks) / len(CLOSE_UPS)
    if score < HOPE or max(look.score for look in looks) < BELIEVABLE:
        return None
    meshes = [mesh for look in looks if (mesh := _read(pixels, look.region, engine)) is not None]
    if not meshes:
        return None
    presence = sum(mesh.presence for mesh in meshes) / len(looks)
    return Found(
        max(looks, key=lambda look: look.score),
        max(meshes, key=lambda mesh: mesh.presence),
        (1 - PRESENCE_SHARE) * score + PRESENCE_SHARE * presence,
    )


def _close_ups(pixels: Pixels, region: Region, engine: FaceLandmarker) -> Iterator[Detection]:
    """The best detection of the face of `region` in each close-up; no more when the first shows nothing."""
    for grown in CLOSE_UPS:
        view = cut(pixels, region.grown(grown), DETECTOR_SIDE)
        seen = (view.detection(detection) for detection in engine.detect(view.pixels))
        same = [detection for detection in seen if detection.region.overlap(region) > SAME]
        if same:
            yield max(same, key=lambda detection: detection.score)
        elif grown == CLOSE_UPS[0]:
            return
