"""dlib's face ResNet, run by MediaPipe: without dlib, and 14 times as fast as the wheels of dlib-bin.

The network is `anet_type` of dlib/examples/dnn_face_recognition_ex.cpp: 29 convolutions, 150 x 150 pixels to 128
numbers. The file of its weights is what `dlib::serialize` writes (dlib/dnn/layers.h, dlib/serialize.h): the layers from
the input on, integers of variable length, tensors of raw float32.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.descriptors import tflite
from moto_rekognition.vision.engine import native
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.engine.quiet import quiet
from moto_rekognition.vision.observation import Pixels

SIZE, DIMENSION = 150, 128
#: What dlib subtracts from red, green and blue, and what it divides them by (dlib/dnn/input.h).
MEAN_COLOR, COLOR_SCALE = np.array((122.782, 117.001, 104.298)), 256.0
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
        self._model = graph(*read(path))
        self._pool = Pool(lambda: _Network(self._model))

    def __call__(self, faces: Sequence[Pixels]) -> NDArray[np.float32]:
        """(SIZE, SIZE, 3) RGB uint8 each, aligned as dlib does -> (n, DIMENSION)."""
        with self._pool.lend() as network:
            return np.array([network(face) for face in faces], np.float32)


class _Network:
    """An instance of MediaPipe's task that runs any network on an image. Not for two threads at a time."""

    def __init__(self, model: bytes) -> None:
        native.load()
        with quiet():
            from mediapipe import Image, ImageFormat
            from mediapipe.tasks.python import BaseOptions, vision

            self._image = functools.partial(Image, image_format=ImageFormat.SRGB)
            self._task = vision.ImageEmbedder.create_from_options(
                vision.ImageEmbedderOptions(base_options=BaseOptions(model_asset_buffer=model))
            )
            self(np.zeros((SIZE, SIZE, 3), np.uint8))  # the first time, the native side writes to stderr

    def __call__(self, face: Pixels) -> NDArray[np.float32]:
        (result,) = self._task.embed(self._image(data=np.ascontiguousarray(face))).embeddings
        return np.asarray(result.embedding, np.float32)

    def close(self) -> None:
        with quiet():
            self._task.close()


def graph(convolutions: list[Convolution], last: NDArray[np.float32]) -> bytes:
    """The network in the TensorFlow Lite format."""
    network = tflite.Network(sum(kernel.nbytes for kernel, _ in convolutions) + last.nbytes)
    weights = iter(convolutions)

    def convolve(planes: int, size: int, stride: int, padding: tflite.Byte, then: tflite.Byte) -> int:
        kernel, bias = next(weights)
        inputs = planes, network.constant(kernel.transpose(0, 2, 3, 1)), network.constant(bias)
        return network.add(tflite.CONV, inputs, (1, size, size, len(bias)), padding, stride, stride, then, 1, 1)

    def pool(operation: int, planes: int, size: int, channels: int, side: int) -> int:
        options = tflite.VALID, 2, 2, side, side, tflite.NOTHING
        return network.add(operation, [planes], (1, size, size, channels), *options)

    def pad(planes: int, size: int, channels: int, places: int, planes_more: int) -> int:
        """`places` more rows and columns of zeros, at the end, and `planes_more` more channels of zeros."""
        more = network.constant(np.array([(0, 0), (0, places), (0, places), (0, planes_more)], np.int32))
        return network.add(tflite.PAD, (planes, more), (1, size, size, channels))

    planes = network.add(tflite.DEQUANTIZE, [network.image(SIZE, 1 / COLOR_SCALE)], (1, SIZE, SIZE, 3))
    planes = convolve(planes, 72, 2, tflite.VALID, tflite.RELU)
    size, channels = 35, 32
    planes = pool(tflite.MAX_POOL, planes, size, channels, 3)
    for wider, halves in BLOCKS:
        shortcut = planes
        if halves:
            size, inner_size = size // 2, (size - 3) // 2 + 1
            inner = convolve(planes, inner_size, 2, tflite.VALID, tflite.RELU)
            inner = convolve(inner, inner_size, 1, tflite.SAME, tflite.NOTHING)
            if inner_size < size:
                inner = pad(inner, size, wider, size - inner_size, 0)
            shortcut = pool(tflite.AVERAGE_POOL, shortcut, size, channels, 2)
            if channels < wider:
                shortcut = pad(shortcut, size, wider, 0, wider - channels)
        else:
            inner = convolve(planes, size, 1, tflite.SAME, tflite.RELU)
            inner = convolve(inner, size, 1, tflite.SAME, tflite.NOTHING)
        planes, channels = network.add(tflite.ADD, (inner, shortcut), (1, size, size, wider), tflite.RELU), wider
    mean = network.add(tflite.MEAN, (planes, network.constant(np.array([1, 2], np.int32))), (1, channels))
    numbers = network.add(tflite.FULLY_CONNECTED, (mean, network.constant(last.T), -1), (1, DIMENSION))
    return network.written(numbers)


def read(path: Path) -> tuple[list[Convolution], NDArray[np.float32]]:
    """The convolutions from the input on, and the last (256, DIMENSION) matrix.

    A convolution includes the affine layer after it; the first, which has no border of zeros, also the mean colour.
    """
    data = path.read_bytes()
    layers = [(found.group()[2:], found.end()) for found in _LAYER.finditer(data)]
    if [name for name, _ in layers] != [b"con_4", b"affine_"] * (1 + 2 * len(BLOCKS)) + [b"fc_2"]:
        raise ValueError(f"{path} is not dlib_face_recognition_resnet_model_v1.dat")
    places = [place for _, place in layers]
    channels = 3
    convolutions: list[Convolution] = []
    for convolution, affine in zip(places[:-1:2], places[1:-1:2], strict=True):
        weights, (gain, offset) = _tensor(data, convolution), _tensor(data, affine).reshape(2, -1)
        kernel, bias = np.split(weights, [-len(gain)])
        side = round((len(kernel) / len(gain) / channels) ** 0.5)
        kernel = kernel.reshape(-1, channels, side, side) * gain[:, None, None, None]
        bias = bias * gain + offset
        if not convolutions:
            bias = bias - np.einsum("ocyx,c->o", kernel, MEAN_COLOR / COLOR_SCALE).astype(np.float32)
        convolutions.append((kernel, bias))
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
