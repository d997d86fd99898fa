"""Cutting a face out of a picture turned, scaled and moved to where it is expected."""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.observation import Floats, Pixels


def placing(points: Floats, onto: Floats) -> Floats:
    """(2, 3): the rotation, scale and shift that bring (n, 2) points nearest to (n, 2) others (least squares)."""
    source, target = (p - p.mean(axis=0) for p in (points, onto))
    # As complex numbers, a rotation with a scale is one factor.
    a, b = source @ (1, 1j), target @ (1, 1j)
    factor = (a.conj() @ b) / (a.conj() @ a).real
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([turn, onto.mean(axis=0) - turn @ points.mean(axis=0)])


def cut(pixels: Pixels, matrix: Floats, size: int) -> Pixels:
    """(size, size, 3): the part of a picture that `matrix`, (2, 3), brings there.

    Places are counted from the corner of the first pixel on both sides. Beyond the edge of the picture its last pixels
    are repeated.
    """
    import cv2

    matrix = matrix.copy()
    factor = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if factor <= 0.5:  # or it would alias; OpenCV is quick when the reduction is whole
        reduction = int(1 / factor)
        height, width = (length - length % reduction for length in pixels.shape[:2])
        small = width // reduction, height // reduction
        pixels = cv2.resize(pixels[:height, :width], small, interpolation=cv2.INTER_AREA)
        matrix[:, :2] *= reduction
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5  # OpenCV counts from the middle of the first pixel
    return np.asarray(cv2.warpAffine(pixels, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE), np.uint8)
