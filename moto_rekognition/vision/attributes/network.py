"""A small convolutional network that looks at the upright view: what it says of each attribute is one of its features.

Made by `python training/fit_attributes.py`; run by OpenCV.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision import onnx
from moto_rekognition.vision.attributes.upright_view import SIDE, SIZE, TOP, upright_view
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.observation import Mesh, Pixels

#: What the network judges, in the order of its outputs.
JUDGED = (
    "Eyeglasses", "Sunglasses", "Beard", "Mustache", "EyesOpen", "FaceOccluded", "Mask", "Gender", "MouthOpen", "Smile",
)  # fmt: skip
#: The ellipse that is face in every upright view, by whose colours the view is standardised: its middle below the eye
#: line, and half its width and height, centimetres.
_MIDDLE, _HALF_WIDTH, _HALF_HEIGHT = 3.3, 6.2, 7.2
#: Added to the deviation of the colours, so that a face without contrast is not all noise; and where values are cut.
_LEAST, _LIMIT = 0.03, 4.0

Planes = NDArray[np.float32]


def judge(pixels: Pixels, mesh: Mesh) -> Mapping[str, float]:
    """For each of JUDGED, a number that grows with the odds of a yes. `mesh` is in the coordinates of `pixels`."""
    planes = standardised(upright_view(pixels, mesh))
    with _pool.lend() as network:
        answers = network(planes)
    return dict(zip(JUDGED, answers.tolist(), strict=True))


def standardised(view: Pixels) -> Planes:
    """(1, 3, SIZE, SIZE): an upright view, mean 0 in each colour and deviation 1 over the face."""
    values, inside = view.astype(np.float32) / 255, _face()
    values -= values[inside].mean(axis=0)
    deviation = np.sqrt((values[inside] ** 2).mean()) + np.float32(_LEAST)
    return np.ascontiguousarray(np.clip(values / deviation, -_LIMIT, _LIMIT).transpose(2, 0, 1)[None])


@functools.cache
def _face() -> NDArray[np.bool_]:
    """(SIZE, SIZE): what is in the ellipse."""
    steps = (np.arange(SIZE) + 0.5) * SIDE / SIZE
    across, down = (steps - SIDE / 2) / _HALF_WIDTH, (steps + TOP - _MIDDLE) / _HALF_HEIGHT
    return np.asarray(across[None] ** 2 + down[:, None] ** 2 < 1)


class _Network:
    """An instance of OpenCV. Not for two threads at a time."""

    def __init__(self) -> None:
        import cv2

        self._net: Any = cv2.dnn.readNetFromONNX(graph(stored()))

    def __call__(self, planes: Planes) -> Planes:
        self._net.setInput(planes)
        return np.array(self._net.forward(), np.float32).ravel()

    def close(self) -> None:
        """Nothing to close: OpenCV frees it with the object."""


_pool = Pool(_Network)


@functools.cache
def stored() -> list[tuple[Planes, Planes]]:
    """Kernel (out, in, side, side) and bias (out,) of each layer, from data/attributes.npz."""
    with (
        resources.files("moto_rekognition.vision").joinpath("data/attributes.npz").open("rb") as file,
        np.load(file) as arrays,
    ):
        kernels = [arrays[f"kernel {number}"].astype(np.float32) for number in range(len(arrays.files) // 2)]
        return [(kernel, arrays[f"bias {number}"].astype(np.float32)) for number, kernel in enumerate(kernels)]


def graph(layers: list[tuple[Planes, Planes]]) -> NDArray[np.uint8]:
    """The network in the ONNX format. Kernels of 3 x 3 halve height and width, the others keep or use up all of them;
    every layer but the last is followed by a ReLU."""
    parts: list[bytes] = []
    planes = "view"
    for number, (kernel, bias) in enumerate(layers):
        side = kernel.shape[-1]
        halves = side == 3
        parts += [onnx.tensor(f"kernel {number}", kernel), onnx.tensor(f"bias {number}", bias)]
        inputs, output = (planes, f"kernel {number}", f"bias {number}"), f"layer {number}"
        shape = {"kernel_shape": [side] * 2, "strides": [2 if halves else 1] * 2, "pads": [int(halves)] * 4}
        parts.append(onnx.node("Conv", inputs, output, **shape))
        planes = output
        if number < len(layers) - 1:
            parts.append(onnx.node("Relu", (output,), f"positive {number}"))
            planes = f"positive {number}"
    return onnx.model(parts, {"view": (1, 3, SIZE, SIZE)}, {planes: (1, len(JUDGED), 1, 1)})
