"""Face Landmarker's blendshapes: 52 scores of what the muscles of a face do, from the points of its mesh.

MediaPipe computes them only together with a mesh, and OpenCV 4.11 cannot read their network. It is a small
MLP-Mixer (https://arxiv.org/abs/2105.01601), computed here with the weights of the model file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from moto_rekognition.vision.engine.tflite import constants
from moto_rekognition.vision.observation import Mesh

#: The points of the mesh that the network reads, and the names of what it returns: MediaPipe's
#: face_blendshapes_graph.cc, kLandmarksSubsetIdxs and kBlendshapeNames.
POINTS = np.array((
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154,
    155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263,
    267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321,
    323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387,
    388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
))  # fmt: skip
NAMES = (
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
)  # fmt: skip
#: The outer corners of the eyes, the image's left first: the face is turned until they are level.
_CORNERS = (33, 263)
_BLOCKS = 4
#: The number of multiplications up to which OpenBLAS multiplies matrices in the calling thread (its
#: GEMM_MULTITHREAD_THRESHOLD). Beyond, it waits for its threads: on a busy machine far longer than the product takes,
#: as `python benchmarks/parts.py --busy` shows.
_UNTHREADED = 2**18

Weights = NDArray[np.float32]


class Blendshapes:
    """The network of the blendshapes. Safe to share between threads.

    network: the content of face_blendshapes.tflite of the model bundle.
    """

    def __init__(self, network: bytes) -> None:
        self._constants = list(constants(network))

    def __call__(self, mesh: Mesh) -> Mapping[str, float]:
        """The scores, 0..1, of the face of `mesh`, whatever its size and roll in the picture."""
        weights = iter(self._constants)
        points = _upright(mesh)[POINTS]
        points = points - points.mean(axis=0)
        points = points / np.sqrt((points**2).sum(axis=1)).mean() * next(weights)
        tokens = _linear(_linear(points.T, weights).T, weights)
        tokens = np.concatenate([next(weights).reshape(1, -1), tokens])
        for _ in range(_BLOCKS):
            tokens = tokens + _mlp(_normal(tokens, weights).T, weights).T
            tokens = tokens + _mlp(_normal(tokens, weights), weights)
        logits = _linear(tokens[:1], weights)[0]
        return dict(zip(NAMES, (1 / (1 + np.exp(-logits))).tolist(), strict=True))


def _upright(mesh: Mesh) -> Weights:
    left, right = mesh.points[list(_CORNERS), :2]
    angle = math.atan2(*(right - left)[::-1])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.asarray(mesh.points[:, :2] @ turn, np.float32)


def _linear(values: Weights, weights: Iterator[Weights]) -> Weights:
    """(n, inputs) -> (n, outputs), in the calling thread."""
    matrix = next(weights)
    rows = max(1, _UNTHREADED // values.size)
    parts = [matrix[first : first + rows] @ values.T for first in range(0, len(matrix), rows)]
    return np.asarray(np.concatenate(parts).T + next(weights))


def _mlp(values: Weights, weights: Iterator[Weights]) -> Weights:
    return _linear(np.maximum(_linear(values, weights), 0), weights)


def _normal(tokens: Weights, weights: Iterator[Weights]) -> Weights:
    """Layer normalisation, without a shift."""
    epsilon = next(weights)
    centred = tokens - tokens.mean(axis=1, keepdims=True)
    variance = (centred**2).mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt(variance + epsilon) * next(weights))
