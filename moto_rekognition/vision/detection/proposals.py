"""Where small faces may be in a layer, by a small network: the detector then reads few tiles."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision import onnx
from moto_rekognition.vision.detection.tiles import Layer
from moto_rekognition.vision.engine import Detection
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.observation import Pixels

#: The network says one thing of each square of so many pixels.
CELL = 8
#: What it subtracts from each pixel, and what it divides them by.
MEAN, SCALE = 127.5, 64.0
#: A tile shows a face well whose middle is this far from the tile's edges, in cells.
_MARGIN = 2
#: The side of a head, in sides of the detection of its face.
_HEAD = 1.2

Cells = NDArray[np.bool_]
Heat = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Proposals:
    """What the network says of each cell of a layer: log odds of a face.

    near: of one that the detector finds in a tile of this layer; far: in a tile of the next finer one.
    """

    near: Heat
    far: Heat


def propose(layer: Layer) -> Proposals:
    """Where small faces may be."""
    with _networks().lend() as network:
        near, far = network(layer.pixels)
    return Proposals(near, far)


def elsewhere(layer: Layer, cells: Cells, known: Iterable[Detection]) -> Cells:
    """`cells` that are not on the head of a known face."""
    rest = cells.copy()
    for face in known:
        x, y = (np.array([face.x, face.y]) - layer.origin) / np.diag(layer.turn)
        half = _HEAD * face.side / layer.scale / 2
        left, top, right, bottom = (max(0, round(edge / CELL)) for edge in (x - half, y - half, x + half, y + half))
        rest[top:bottom, left:right] = False
    return rest


def covering(cells: Cells, width: int, height: int, side: int) -> list[tuple[int, int]]:
    """The upper left corners of few tiles that show all `cells` of a layer of `width` by `height` pixels, those first
    that show most of them."""
    # Cells at the border of the layer are moved inwards: the outermost tile shows them.
    window = side // CELL - 2 * _MARGIN
    starts = np.array([height - side, width - side])
    most = -(-starts // CELL) + window - 1
    rows, columns = (np.argwhere(cells) - _MARGIN).clip(0, most).T
    left = np.zeros(most + 1, bool)
    left[rows, columns] = True
    corners = []
    while left.any():
        sums = np.pad(left, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
        shown = sums[window:, window:] - sums[:-window, window:] - sums[window:, :-window] + sums[:-window, :-window]
        row, column = np.unravel_index(shown.argmax(), shown.shape)
        part = left[row : row + window, column : column + window]
        middle = (row, column) + (np.argwhere(part).min(axis=0) + np.argwhere(part).max(axis=0) + 1) / 2
        y, x = ((middle + _MARGIN) * CELL - side / 2).round().clip(0, starts).astype(int)
        corners.append((int(x), int(y)))
        part[:] = False
    return corners


class _Network:
    """An instance of OpenCV. Not for two threads at a time."""

    def __init__(self) -> None:
        import cv2

        self._net: Any = cv2.dnn.readNetFromONNX(graph(weights()))

    def __call__(self, pixels: Pixels) -> NDArray[np.float32]:
        """(height, width, 3) -> (2, height / CELL, width / CELL), rounded up."""
        import cv2

        self._net.setInput(cv2.dnn.blobFromImage(pixels, 1 / SCALE, mean=(MEAN, MEAN, MEAN)))
        return np.array(self._net.forward()[0])

    def close(self) -> None:
        """Nothing to close: OpenCV frees it with the object."""


@functools.cache
def _networks() -> Pool[_Network]:
    return Pool(_Network)


def weights() -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Kernel and bias of each convolution, made by training/make_proposals.py."""
    file = resources.files("moto_rekognition.vision").joinpath("data/proposals.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        count = len(stored.files) // 2
        return [(stored[f"kernel{n}"].astype("f4"), stored[f"bias{n}"].astype("f4")) for n in range(count)]


def graph(layers: list[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> NDArray[np.uint8]:
    """The network in the ONNX format: the first three convolutions halve height and width."""
    parts, planes, side = [], "pixels", 128
    for number, (kernel, bias) in enumerate(layers):
        stride, padding = 2 if number < 3 else 1, kernel.shape[-1] // 2
        side //= stride
        parts += [onnx.tensor(f"kernel{number}", kernel), onnx.tensor(f"bias{number}", bias)]
        sides = {"kernel_shape": list(kernel.shape[2:]), "strides": [stride] * 2, "pads": [padding] * 4}
        parts.append(onnx.node("Conv", [planes, f"kernel{number}", f"bias{number}"], f"sums{number}", **sides))
        planes = f"sums{number}"
        if number < len(layers) - 1:
            parts.append(onnx.node("Relu", [planes], f"planes{number}"))
            planes = f"planes{number}"
    return onnx.model(parts, {"pixels": (1, 3, 128, 128)}, {planes: (1, 2, side, side)})
