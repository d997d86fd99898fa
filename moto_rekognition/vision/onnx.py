"""Writes networks in the ONNX format, for OpenCV to run. Only what this package and its tests need.

Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_IR_VERSION, _OPSET = 8, 13
_FLOAT, _INT64, _INTS = 1, 7, 7  # TensorProto.FLOAT, TensorProto.INT64, AttributeProto.INTS


def node(operation: str, inputs: Sequence[str], output: str, **attributes: Sequence[int]) -> bytes:
    """One operation of a graph: its inputs and its output are tensors' names, its attributes lists of integers."""
    message = b"".join(_field(1, name) for name in inputs) + _field(2, output) + _field(4, operation)
    for name, values in attributes.items():
        message += _field(5, _field(1, name) + b"".join(_field(8, value) for value in values) + _field(20, _INTS))
    return _field(1, message)


def tensor(name: str, values: NDArray[Any]) -> bytes:
    """A constant of a graph: float32 or int64."""
    kind = {"float32": _FLOAT, "int64": _INT64}[values.dtype.name]
    dimensions = b"".join(_field(1, length) for length in values.shape)
    little_endian = values.astype(values.dtype.newbyteorder("<")).tobytes()
    return _field(5, dimensions + _field(2, kind) + _field(8, name) + _field(9, little_endian))


def model(
    parts: Sequence[bytes], inputs: Mapping[str, tuple[int, ...]], outputs: Mapping[str, tuple[int, ...]]
) -> NDArray[np.uint8]:
    """The file of a network, as bytes: `parts` are what `node` and `tensor` give, shapes are those of float32."""
    graph = b"".join(parts) + _field(2, "network")
    graph += b"".join(_field(11, _shape(*each)) for each in inputs.items())
    graph += b"".join(_field(12, _shape(*each)) for each in outputs.items())
    file = _field(1, _IR_VERSION) + _field(7, graph) + _field(8, _field(1, "") + _field(2, _OPSET))
    return np.frombuffer(file, np.uint8)


def _shape(name: str, shape: tuple[int, ...]) -> bytes:
    dimensions = b"".join(_field(1, _field(1, length)) for length in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, _FLOAT) + _field(2, dimensions)))


def _field(number: int, value: int | str | bytes) -> bytes:
    """A field of protobuf: an integer as a varint, anything else after its length."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
