"""Aligning a face: turned, scaled and moved so that its points come to where a network expects them."""

from __future__ import annotations

import math

import numpy as np

from moto_rekognition.vision.observation import Floats, Pixels


def align(points: Floats, onto: Floats) -> Floats:
    """(2, 3): the rotation, scale and shift that bring (n, 2) points nearest to (n, 2) others (least squares)."""
    source, target = (p - p.mean(axis=0) for p in (points, onto))
    # As complex numbers, a rotation with a scale is one factor.
    a, b = source @ (1, 1j), target @ (1, 1j)
    factor = (a.conj() @ b) / (a.conj() @ a).real
    rotation = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([rotation, onto.mean(axis=0) - rotation @ points.mean(axis=0)])


def warp(pixels: Pixels, matrix: Floats, size: int) -> Pixels:
    """(size, size, 3): the part of an image that `matrix`, (2, 3), maps there.

    Coordinates start at the corner of the first pixel in both images. Beyond the edge of the image its last pixels are
    repeated.
    """
    import cv2

    matrix = matrix.copy()
    factor = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if factor <= 0.5:  # reduce first, against aliasing; OpenCV is fast when the reduction is a whole number
        reduction = int(1 / factor)
        height, width = (length - length % reduction for length in pixels.shape[:2])
        small = width // reduction, height // reduction
        pixels = cv2.resize(pixels[:height, :width], small, interpolation=cv2.INTER_AREA)
        matrix[:, :2] *= reduction
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5  # OpenCV's coordinates start at the centre of the first pixel
    return np.asarray(cv2.warpAffine(pixels, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE), np.uint8)
