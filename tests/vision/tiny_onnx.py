"""A network in the ONNX format, written byte by byte: small enough not to need the package."""

from __future__ import annotations

import numpy as np


def _number(value: int) -> bytes:
    """A protobuf varint."""
    head = bytes([value & 0x7F | 0x80]) if value > 0x7F else bytes([value])
    return head + _number(value >> 7) if value > 0x7F else head


def _field(number: int, value: int | str | bytes) -> bytes:
    """A protobuf field: a varint, or what has a length."""
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    content = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(content)) + content


def _node(operation: str, inputs: list[str], output: str, **attributes: list[int]) -> bytes:
    written = b"".join(_field(1, name) for name in inputs) + _field(2, output) + _field(4, operation)
    for name, values in attributes.items():
        integers = b"".join(_field(8, value) for value in values)
        written += _field(5, _field(1, name) + integers + _field(20, 7))  # 7: a list of integers
    return _field(1, written)


def _shape(name: str, shape: tuple[int, ...]) -> bytes:
    dimensions = b"".join(_field(1, _field(1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, dimensions)))  # 1: float32


def face_network(numbers: int) -> bytes:
    """An ONNX model with the shapes of SFace, (1, 3, 112, 112) -> (1, numbers), and weights of chance."""
    weights = np.random.default_rng(0).standard_normal((192, numbers)).astype("<f4")
    graph = (
        _node("AveragePool", ["data"], "pooled", kernel_shape=[14, 14], strides=[14, 14])
        + _node("Flatten", ["pooled"], "flat")
        + _node("MatMul", ["flat", "weights"], "fc1")
        + _field(2, "tiny")
        + _field(
            5, _field(1, 192) + _field(1, numbers) + _field(2, 1) + _field(8, "weights") + _field(9, weights.tobytes())
        )
        + _field(11, _shape("data", (1, 3, 112, 112)))
        + _field(12, _shape("fc1", (1, numbers)))
    )
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))
