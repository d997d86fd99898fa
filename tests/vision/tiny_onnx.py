"""A network in the ONNX format with the shapes of SFace, and random weights."""

from __future__ import annotations

import numpy as np

from moto_rekognition.vision import onnx


def face_network(numbers: int) -> bytes:
    """(1, 3, 112, 112) -> (1, numbers)."""
    weights = np.random.default_rng(0).standard_normal((192, numbers)).astype(np.float32)
    parts = [
        onnx.node("AveragePool", ["data"], "pooled", kernel_shape=[14, 14], strides=[14, 14]),
        onnx.node("Flatten", ["pooled"], "flat"),
        onnx.node("MatMul", ["flat", "weights"], "fc1"),
        onnx.tensor("weights", weights),
    ]
    return onnx.model(parts, {"data": (1, 3, 112, 112)}, {"fc1": (1, numbers)}).tobytes()
