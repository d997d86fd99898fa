"""Meshes of drawn faces, looked at once per session."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import pytest

from moto_rekognition.synthetic import Face
from moto_rekognition.vision.engine import face_landmarker
from moto_rekognition.vision.observation import Mesh

MeshOf = Callable[[Face], Mesh]


@pytest.fixture(scope="session")
def mesh_of() -> MeshOf:
    """The mesh of the one drawn face, in pixels of its picture."""

    @functools.cache
    def look(face: Face) -> Mesh:
        mesh = face_landmarker().mesh(np.asarray(face.image))
        assert mesh is not None
        return mesh

    return look
