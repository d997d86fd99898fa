"""dlib's face ResNet, run by OpenCV: without dlib, and about eight times as fast as the wheels of dlib-bin.

The network is `anet_type` of dlib/examples/dnn_face_recognition_ex.cpp: 29 convolutions, 150 x 150 pixels to 128
numbers. The file of its weights is what `dlib::serialize` writes (dlib/dnn/layers.h, dlib/serialize.h): the layers from
the input on, integers of variable length, tensors of raw float32.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors import onnx
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.observation import Pixels

SIZE, DIMENSION = 150, 128
#: What dlib subtracts from red, green and blue, and what it divides them by (dlib/dnn/input.h).
MEAN_COLOR, COLOR_SCALE = np.array((122.782, 117.001, 104.298), np.float32), np.float32(256)
#: The residual blocks, from the input on: channels out, and whether the block halves height and width.
BLOCKS = (
    *[(32, False)] * 3,
    *[(64, True), (64, False), (64, False), (64, False)],
    *[(128, True), (128, False), (128, False)],
    *[(256, True), (256, False), (256, False)],
    (256, True),
)
#: The name of a layer that has weights, as dlib writes strings: length of the length, length, characters.
_LAYER = re.compile(rb"\x01(?:\x05con_4|\x07affine_|\x04fc_2)")

#: Kernel (channels out, channels in, side, side) and bias (channels out,).
Convolution = tuple[NDArray[np.float32], NDArray[np.float32]]


class ResNet:
    """The network of one file. Safe to share between threads.

    ValueError when the file holds another network.
    """

    def __init__(self, path: Path) -> None:
        convolutions, last = read(path)
        self._model = graph(convolutions, last)
        self._pool = Pool(lambda: _Network(self._model))

    def __call__(self, faces: Pixels) -> NDArray[np.float32]:
        """(n, SIZE, SIZE, 3) RGB uint8, aligned as dlib does -> (n, DIMENSION)."""
        planes = ((faces - MEAN_COLOR) / COLOR_SCALE).transpose(0, 3, 1, 2)
        with self._pool.lend() as network:
            return np.concatenate([network(np.ascontiguousarray(face[None])) for face in planes])


class _Network:
    """An instance of OpenCV. Not for two threads at a time."""

    def __init__(self, model: NDArray[np.uint8]) -> None:
        import cv2

        self._net: Any = cv2.dnn.readNetFromONNX(model)

    def __call__(self, planes: NDArray[np.float32]) -> NDArray[np.float32]:
        self._net.setInput(planes)
        return np.array(self._net.forward())

    def close(self) -> None:
        """Nothing to close: OpenCV frees it with the object."""


def graph(convolutions: list[Convolution], last: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The network in the ONNX format."""
    parts: list[bytes] = []

    def add(operation: str, *inputs: str, **attributes: list[int]) -> str:
        output = str(len(parts))
        parts.append(onnx.node(operation, inputs, output, **attributes))
        return output

    def constant(values: NDArray[Any]) -> str:
        name = f"constant {len(parts)}"
        parts.append(onnx.tensor(name, values))
        return name

    def convolve(
        planes: str, stride: int, padding: int, kernel: NDArray[np.float32], *bias: NDArray[np.float32]
    ) -> str:
        sides = {"kernel_shape": list(kernel.shape[2:]), "strides": [stride] * 2, "pads": [padding] * 4}
        return add("Conv", planes, constant(kernel), *map(constant, bias), **sides)

    first, *rest = convolutions
    planes = add("Relu", convolve("faces", 2, 0, *first))
    planes = add("MaxPool", planes, kernel_shape=[3, 3], strides=[2, 2])
    channels, size = 32, 35
    for number, (wider, halves) in enumerate(BLOCKS):
        one, two = rest[2 * number : 2 * number + 2]
        inner = add("Relu", convolve(planes, 2 if halves else 1, 0 if halves else 1, *one))
        inner = convolve(inner, 1, 1, *two)
        if halves:
            # The mean of every 2 x 2; channels that the shortcut lacks are zeros, and so is what a side is shorter by.
            shortcut = np.eye(wider, channels, dtype=np.float32)[..., None, None] * np.full((2, 2), 0.25, np.float32)
            planes = convolve(planes, 2, 0, shortcut)
            missing = size // 2 - ((size - 3) // 2 + 1)
            if missing:
                inner = add("Pad", inner, constant(np.array([0, 0, 0, 0, 0, 0, missing, missing], np.int64)))
            size //= 2
        planes, channels = add("Relu", add("Add", inner, planes)), wider
    mean = add("Flatten", add("GlobalAveragePool", planes))
    numbers = add("MatMul", mean, constant(last))
    return onnx.model(parts, {"faces": (1, 3, SIZE, SIZE)}, {numbers: (1, DIMENSION)})


def read(path: Path) -> tuple[list[Convolution], NDArray[np.float32]]:
    """The convolutions from the input on, each with the affine layer after it, and the last (256, DIMENSION) matrix."""
    data = path.read_bytes()
    layers = [(found.group()[2:], found.end()) for found in _LAYER.finditer(data)]
    if [name for name, _ in layers] != [b"con_4", b"affine_"] * (1 + 2 * len(BLOCKS)) + [b"fc_2"]:
        raise ValueError(f"{path} is not dlib_face_recognition_resnet_model_v1.dat")
    places = [place for _, place in layers]
    channels, convolutions = 3, []
    for convolution, affine in zip(places[:-1:2], places[1:-1:2], strict=True):
        weights, (gain, offset) = _tensor(data, convolution), _tensor(data, affine).reshape(2, -1)
        kernel, bias = np.split(weights, [-len(gain)])
        side = round((len(kernel) / len(gain) / channels) ** 0.5)
        kernel = kernel.reshape(-1, channels, side, side) * gain[:, None, None, None]
        convolutions.append((kernel, bias * gain + offset))
        channels = len(gain)
    _, place = _integer(data, places[-1])  # how many numbers come out
    _, place = _integer(data, place)  # and go in
    return convolutions, _tensor(data, place).reshape(channels, DIMENSION)


def _tensor(data: bytes, place: int) -> NDArray[np.float32]:
    """The numbers of a tensor, which come after its version and its four lengths."""
    _, place = _integer(data, place)
    count = 1
    for _ in range(4):
        length, place = _integer(data, place)
        count *= length
    return np.frombuffer(data, "<f4", count, place).astype(np.float32)


def _integer(data: bytes, place: int) -> tuple[int, int]:
    """An integer that is not negative, written as the count of its bytes and these; and the place after it."""
    end = place + 1 + data[place]
    return int.from_bytes(data[place + 1 : end], "little"), end
