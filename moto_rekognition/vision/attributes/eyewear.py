"""Eyeglasses and sunglasses, from the pixels around the eyes."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.attributes.frontal_view import CHEEKS, FrontalView, Rectangle, faded
from moto_rekognition.vision.attributes.model import model
from moto_rekognition.vision.geometry.canonical import at_rest, on_canonical
from moto_rekognition.vision.log_odds import boolean_answer
from moto_rekognition.vision.observation import BooleanAnswer, Floats, Mesh, Pixels, Pose

Plane = NDArray[np.float32]

#: The glasses view: what it shows of the canonical face, centimetres from the middle between the eyes, and its scale.
#: It reaches from the brows to the cheeks and to the temples on both sides.
_HALF_WIDTH, _TOP, _BOTTOM, _PER_UNIT = 7.0, -2.5, 3.8, 10
#: Lenses stand this far before the outer corners of the eyes and the point between the brows, and bend back sideways
#: by this much per centimetre beyond the pupils. Chosen by hand, from the shape of ordinary frames.
_BEFORE, _BEND, _PUPIL = 1.2, 0.25, 3.0
_DEPTH_POINTS = (8, 33, 263)
#: Half the widths of strokes that are looked for, in pixels of the glasses view: thin and thick frames.
_STROKES = (2, 4)
#: Contrast beyond this, in percent of the lightness of the cheeks, counts no more, so that strong shadows do not.
_STRONGEST = 15.0
#: Side of the cells over which strokes are averaged, in pixels of the glasses view.
_CELL = 10

_LENSES, _UNDER_LIDS = Rectangle(-0.6, 1.3, 1.6, 4.4), Rectangle(0.9, 1.7, 2.0, 4.2)
#: Roughness counts up to this: dark skin makes the rims of dark lenses rougher.
_ROUGHEST = 6.5
#: Log-odds when nothing can be seen: near the service's medians, 97.7 and 99.97.
_NO_GLASSES, _NO_SUNGLASSES = -3.5, -5.5


def eyewear(
    strokes: Floats, view: FrontalView, said: Mapping[str, float], pose: Pose
) -> tuple[BooleanAnswer, BooleanAnswer]:
    """Eyeglasses (of any kind, sunglasses too) and Sunglasses. strokes: `glasses_features`; said: by the network."""
    frame = faded(model("Eyeglasses").log_odds(strokes, said["Eyeglasses"]), pose, _NO_GLASSES)
    dark = model("Sunglasses").log_odds(sunglasses_features(view), said["Sunglasses"])
    dark = faded(dark, pose, _NO_SUNGLASSES)
    return boolean_answer(max(frame, dark)), boolean_answer(dark)


def glasses_features(pixels: Pixels, mesh: Mesh, view: FrontalView) -> Floats:
    """(168,): mean contrast of dark and light strokes, lying and standing, in the cells of one half of the glasses view
    (6 x 7, mean of both halves). Frames are strokes where skin has none; clear frames are light ones."""
    import cv2

    lab = cv2.cvtColor(_glasses_view(pixels, mesh).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lightness = np.ascontiguousarray(lab[..., 0]) * np.float32(100 / view.light)
    planes = [plane for axis in (0, 1) for plane in _strokes(lightness, axis)]
    return np.concatenate([_cells(np.clip(plane, 0, _STRONGEST)).ravel() for plane in planes]).astype(np.float64)


def sunglasses_features(view: FrontalView) -> Floats:
    """(4,): lightness under the lids, where lenses are darkest, over that of the cheeks; its distance in a*b* from the
    cheeks; roughness of the eyes, which lenses hide, and of the cheeks, in percent of their lightness."""
    under = view.colour(_UNDER_LIDS)
    rough = (min(60 * view.roughness(rectangle) / view.light, _ROUGHEST) for rectangle in (_LENSES, CHEEKS))
    return np.array([under[0] / view.light, np.hypot(*(under - view.skin)[1:]), *rough])


@functools.cache
def _grid() -> Floats:
    """(3, rows, columns): the points of the canonical face that the glasses view shows, depth 0 at the eyes."""
    step = 1 / _PER_UNIT
    x, y = np.meshgrid(np.arange(-_HALF_WIDTH + step / 2, _HALF_WIDTH, step), np.arange(_TOP + step / 2, _BOTTOM, step))
    return np.stack([x, y, _BEND * (np.abs(x) - _PUPIL) - _BEFORE])


def _glasses_view(pixels: Pixels, mesh: Mesh) -> Pixels:
    """(rows, columns, 3) RGB: the surface on which lenses lie, as a rigid head carries it, seen from the front."""
    import cv2

    onto, grid = on_canonical(mesh), _grid()
    depth = at_rest(mesh)[list(_DEPTH_POINTS), 2].mean()
    turn = onto.rotation[:, :2] / onto.scale
    places = turn.T @ grid.reshape(3, -1) + (depth * turn[2] + onto.centre[:2])[:, None]
    low = np.clip(np.floor(places.min(axis=1)).astype(int) - 2, 0, None)
    high = np.minimum(np.ceil(places.max(axis=1)).astype(int) + 3, pixels.shape[1::-1])
    if (high - low < 2).any():
        return np.zeros((*grid.shape[1:], 3), np.uint8)
    shown, places = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]]), places - low[:, None]
    factor = 1.25 * _PER_UNIT * onto.scale
    if factor < 0.8:  # sampling a larger face as it is would alias
        height, width = shown.shape[:2]
        size = max(1, round(width * factor)), max(1, round(height * factor))
        shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
        places *= ((size[0] / width,), (size[1] / height,))
    across, down = (places - 0.5).astype(np.float32).reshape(2, *grid.shape[1:])
    return np.asarray(cv2.remap(shown, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _strokes(lightness: Plane, axis: int) -> tuple[Plane, Plane]:
    """How much darker, and how much lighter, each pixel is than both pixels beside it along `axis`, the most of all
    `_STROKES`; averaged over 5 pixels along the stroke, against noise."""
    import cv2

    lying = lightness if axis == 0 else np.ascontiguousarray(lightness.T)
    smooth = np.asarray(cv2.blur(lying, (5, 1)))
    darker, lighter = np.zeros_like(smooth), np.zeros_like(smooth)
    for width in _STROKES:
        before, here, after = smooth[: -2 * width], smooth[width:-width], smooth[2 * width :]
        inner = slice(width, -width)
        darker[inner] = np.maximum(darker[inner], np.minimum(before, after) - here)
        lighter[inner] = np.maximum(lighter[inner], here - np.maximum(before, after))
    return (darker, lighter) if axis == 0 else (darker.T, lighter.T)


def _cells(plane: Plane) -> Plane:
    """(6, 7): the means of the cells, those of both halves averaged; columns run towards the middle."""
    rows, columns = (side // _CELL for side in plane.shape)
    means = plane[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3))
    return np.asarray((means + means[:, ::-1])[:, : columns // 2] / 2, np.float32)
