"""Writes networks in the TensorFlow Lite format, for MediaPipe to run. Only what the descriptors need.

The numbers of fields and of operations are those of TensorFlow's schema:
https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
MediaPipe carries Python classes made from it; importing them takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

ADD, AVERAGE_POOL, CONV, DEQUANTIZE, FULLY_CONNECTED, MAX_POOL, PAD, MEAN = 0, 1, 3, 6, 9, 17, 34, 40
#: The number of each operation's options in the schema's union of them.
_OPTIONS = {ADD: 11, AVERAGE_POOL: 5, CONV: 1, DEQUANTIZE: 38, FULLY_CONNECTED: 8, MAX_POOL: 5, PAD: 22, MEAN: 27}
_TYPES = {"float32": 0, "int32": 2, "uint8": 3}
_VERSION, _IDENTIFIER, _ALIGNMENT = 3, b"TFL3", 16


class Byte(int):
    """A field of one byte. Others are integers of four."""


#: How an operation treats the border: with zeros around, or not at all; and what is done to its result.
SAME, VALID = Byte(0), Byte(1)
NOTHING, RELU = Byte(0), Byte(1)


class _Offset(int):
    """A field that says where a table or a vector begins."""


class Network:
    """A network in the making. Tensors go by number; images are (1, height, width, channels)."""

    def __init__(self, room: int) -> None:
        """room: about how many bytes the constants take. More are possible, but slow."""
        from flatbuffers import Builder

        self._builder: Any = Builder(room + 2**16)
        self._codes: list[int] = []
        self._tensors: list[int] = []
        self._operators: list[int] = []
        self._buffers = [self._table()]  # the first is that of tensors which are no constants
        self._inputs: list[int] = []

    def image(self, side: int, scale: float) -> int:
        """The input: an image of bytes, which stand for `scale` times their value."""
        scales, zeros = self._vector(np.array([scale], "<f4")), self._vector(np.array([0], "<i8"))
        self._inputs = [self._tensor((1, side, side, 3), "uint8", 0, self._table(None, None, scales, zeros))]
        return self._inputs[0]

    def constant(self, values: NDArray[Any]) -> int:
        """A tensor of float32 or int32."""
        content = np.frombuffer(values.astype(values.dtype.newbyteorder("<")).tobytes(), np.uint8)
        self._buffers.append(self._table(self._vector(content)))
        return self._tensor(values.shape, values.dtype.name, len(self._buffers) - 1)

    def add(self, operation: int, inputs: Sequence[int], shape: Sequence[int], *options: int) -> int:
        """The tensor of float32 that an operation makes. options: its fields in the schema; input -1 is none."""
        if operation not in self._codes:
            self._codes.append(operation)
        made = self._tensor(shape, "float32", 0)
        used, result = self._vector(np.array(inputs, "<i4")), self._vector(np.array([made], "<i4"))
        kind, settings = Byte(_OPTIONS[operation]), self._table(*options)
        self._operators.append(self._table(self._codes.index(operation), used, result, kind, settings))
        return made

    def written(self, output: int) -> bytes:
        """The file of the network that gives the tensor `output`. Nothing can be added any more."""
        codes = [self._table(Byte(code), None, 1, code) for code in self._codes]
        tensors, operators = self._tables(self._tensors), self._tables(self._operators)
        begin, end = self._vector(np.array(self._inputs, "<i4")), self._vector(np.array([output], "<i4"))
        graph = self._table(tensors, begin, end, operators)
        parts = self._tables(codes), self._tables([graph]), None, self._tables(self._buffers)
        self._builder.Finish(self._table(_VERSION, *parts), file_identifier=_IDENTIFIER)
        return bytes(self._builder.Output())

    def _tensor(self, shape: Sequence[int], kind: str, buffer: int, quantization: int | None = None) -> int:
        lengths, name = (
            self._vector(np.array(shape, "<i4")),
            _Offset(self._builder.CreateString(str(len(self._tensors)))),
        )
        self._tensors.append(self._table(lengths, Byte(_TYPES[kind]), buffer, name, quantization))
        return len(self._tensors) - 1

    def _table(self, *fields: int | None) -> _Offset:
        builder = self._builder
        builder.StartObject(len(fields))
        for slot, value in enumerate(fields):
            if isinstance(value, _Offset):
                builder.PrependUOffsetTRelativeSlot(slot, value, 0)
            elif isinstance(value, Byte):
                builder.PrependInt8Slot(slot, value, 0)
            elif value is not None:
                builder.PrependInt32Slot(slot, value, 0)
        return _Offset(builder.EndObject())

    def _tables(self, tables: Sequence[int]) -> _Offset:
        self._builder.StartVector(4, len(tables), 4)
        for table in reversed(tables):
            self._builder.PrependUOffsetTRelative(table)
        return _Offset(self._builder.EndVector())

    def _vector(self, values: NDArray[Any]) -> _Offset:
        content, builder = values.tobytes(), self._builder
        builder.StartVector(values.itemsize, len(values), _ALIGNMENT)
        builder.head -= len(content)
        builder.Bytes[builder.head : builder.head + len(content)] = content
        return _Offset(builder.EndVector())
