"""Reads the constants of a TensorFlow Lite network.

The numbers of fields are those of TensorFlow's schema:
https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
MediaPipe carries Python classes made from it; importing them takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OPERATOR_CODES, _SUBGRAPHS, _BUFFERS = 1, 2, 4  # of a model
_TENSORS, _OPERATORS = 0, 3  # of a subgraph
_SHAPE, _TYPE, _BUFFER = 0, 1, 2  # of a tensor
_OPCODE_INDEX, _INPUTS, _OUTPUTS = 0, 1, 2  # of an operator
_DATA = 0  # of a buffer
_DEPRECATED_CODE = 0  # of an operator code: the code itself if it is below 127
_DEQUANTIZE = 6
_FLOATS = {0: np.float32, 1: np.float16}


def constants(network: bytes) -> Iterator[NDArray[np.float32]]:
    """The constant numbers of the operations of a network, in the order in which these use them.

    Constants stored in 16 bits come as float32. Dimensions of length 1 are left out, as those of convolutions of one
    pixel by one.
    """
    from flatbuffers import encode
    from flatbuffers.number_types import UOffsetTFlags
    from flatbuffers.table import Table

    model = Table(network, encode.Get(UOffsetTFlags.packer_type, network, 0))
    codes = [_byte(code, _DEPRECATED_CODE) for code in _tables(model, _OPERATOR_CODES)]
    buffers = _tables(model, _BUFFERS)
    (graph,) = _tables(model, _SUBGRAPHS)
    known: dict[int, NDArray[np.float32]] = {}
    for number, tensor in enumerate(_tables(graph, _TENSORS)):
        dtype = _FLOATS.get(_byte(tensor, _TYPE))
        content = _numbers(buffers[_unsigned(tensor, _BUFFER)], _DATA, np.uint8)
        if dtype and content.size:
            shape = [length for length in _numbers(tensor, _SHAPE, np.int32) if length != 1]
            known[number] = content.view(dtype).astype(np.float32).reshape(shape)
    for operator in _tables(graph, _OPERATORS):
        inputs = _numbers(operator, _INPUTS, np.int32).tolist()
        if codes[_unsigned(operator, _OPCODE_INDEX)] == _DEQUANTIZE:
            known[_numbers(operator, _OUTPUTS, np.int32).item()] = known[inputs[0]]
        else:
            yield from (known[number] for number in inputs if number in known)


def _tables(table: Any, field: int) -> list[Any]:
    offset = table.Offset(4 + 2 * field)
    start = table.Vector(offset)
    return [type(table)(table.Bytes, table.Indirect(start + 4 * i)) for i in range(table.VectorLen(offset))]


def _numbers(table: Any, field: int, dtype: Any) -> NDArray[Any]:
    offset = table.Offset(4 + 2 * field)
    if not offset:
        return np.empty(0, dtype)
    return np.frombuffer(table.Bytes, dtype, table.VectorLen(offset), table.Vector(offset))


def _byte(table: Any, field: int) -> int:
    offset = table.Offset(4 + 2 * field)
    return table.Bytes[table.Pos + offset] if offset else 0


def _unsigned(table: Any, field: int) -> int:
    offset = table.Offset(4 + 2 * field)
    return int.from_bytes(table.Bytes[table.Pos + offset : table.Pos + offset + 4], "little") if offset else 0
