"""Face Landmarker: a mesh from pixels, from several threads, without a word on stderr."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from skimage import data

from moto_rekognition.vision.engine import Region, cut, face_landmarker, model
from moto_rekognition.vision.engine.pool import Pool
from moto_rekognition.vision.observation import Mesh, Pixels

EYES = [(204, 102), (247, 104)]  # of the astronaut: centres, pixels
OUTER_CORNERS, INNER_CORNERS = [33, 263], [133, 362]


@pytest.fixture(scope="module")
def astronaut() -> Pixels:
    return np.ascontiguousarray(data.astronaut())


def eyes(points: np.ndarray) -> np.ndarray:
    return (points[OUTER_CORNERS, :2] + points[INNER_CORNERS, :2]) / 2


def test_the_mesh_has_478_points_in_pixels_of_the_crop(astronaut: Pixels) -> None:
    mesh = face_landmarker().mesh(astronaut[20:240, 120:340])
    assert mesh is not None
    assert mesh.points.shape == (478, 3)
    assert mesh.points.dtype == np.float64
    assert np.add(eyes(mesh.points), (120, 20)) == pytest.approx(np.array(EYES), abs=5)


def test_there_is_no_mesh_where_there_is_no_face(astronaut: Pixels) -> None:
    assert face_landmarker().mesh(np.full((200, 200, 3), 127, np.uint8)) is None


@pytest.mark.parametrize("degrees", [0, 50, 90, 180, -120])
def test_the_mesh_of_a_turned_region_is_in_pixels_of_the_picture(astronaut: Pixels, degrees: int) -> None:
    centre = np.array([226.0, 125.0])
    turned = cut(astronaut, Region(256, 256, 512, math.radians(degrees)), 512)
    x, y = (centre - turned.origin) @ turned.turn  # the transpose of a rotation takes the picture's points to the view
    region = Region(float(x), float(y), 110, -math.radians(degrees))
    mesh, presence = face_landmarker().mesh_in(turned.pixels, region)
    assert presence > 5
    assert eyes(turned.points(mesh.points)) == pytest.approx(np.array(EYES), abs=5)


def test_the_detector_finds_the_face_upright_and_where_it_is(astronaut: Pixels) -> None:
    seen = max(face_landmarker().detect(astronaut[:320, 60:380]), key=lambda found: found.score)
    assert seen.score > 0.6
    assert np.add(seen.keypoints[:2], (60, 0)) == pytest.approx(np.array(EYES), abs=8)
    assert abs(seen.region.angle) < 0.2


@pytest.fixture(scope="module")
def by_mediapipe(astronaut: Pixels) -> Any:
    """What MediaPipe's own Face Landmarker says of the astronaut."""
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    base = BaseOptions(model_asset_buffer=model.locate().read_bytes())
    options = vision.FaceLandmarkerOptions(base_options=base, output_face_blendshapes=True)
    with vision.FaceLandmarker.create_from_options(options) as task:
        return task.detect(Image(image_format=ImageFormat.SRGB, data=astronaut))


def as_mesh(result: Any) -> Mesh:
    return Mesh(512.0 * np.array([(point.x, point.y, point.z) for point in result.face_landmarks[0]]))


def test_the_mesh_is_that_of_mediapipes_own_face_landmarker(astronaut: Pixels, by_mediapipe: Any) -> None:
    mesh, expected = face_landmarker().mesh(astronaut), as_mesh(by_mediapipe)
    assert mesh is not None
    off = np.linalg.norm(mesh.points - expected.points, axis=1).mean()
    assert off < 0.02 * np.ptp(expected.points[:, 0])


def test_the_blendshapes_are_those_of_mediapipes_own_face_landmarker(by_mediapipe: Any) -> None:
    expected = {shape.category_name: shape.score for shape in by_mediapipe.face_blendshapes[0]}
    scores = face_landmarker().blendshapes(as_mesh(by_mediapipe))
    assert scores == pytest.approx(expected, abs=0.02)  # ours are of the face turned upright


def test_blendshapes_do_not_depend_on_size_and_roll(by_mediapipe: Any) -> None:
    mesh = as_mesh(by_mediapipe)
    turned = Mesh(3 * mesh.points @ Rotation.from_euler("z", 40, degrees=True).as_matrix().T + 100)
    assert face_landmarker().blendshapes(turned) == pytest.approx(face_landmarker().blendshapes(mesh), abs=1e-4)


def test_threads_get_the_same_answers_as_one(astronaut: Pixels) -> None:
    engine = face_landmarker()
    crops = [np.ascontiguousarray(astronaut[20:240, left : left + 220]) for left in range(100, 140, 5)]
    alone = [engine.mesh(crop) for crop in crops]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(engine.mesh, crops))
    for one, other in zip(alone, together, strict=True):
        assert one is not None
        assert other is not None
        np.testing.assert_array_equal(one.points, other.points)


def test_a_closed_engine_works_again(astronaut: Pixels) -> None:
    engine = face_landmarker()
    engine.close()
    assert engine.mesh(astronaut[20:240, 120:340]) is not None


def test_the_first_picture_is_silent_even_where_warnings_are_errors() -> None:
    code = (
        "import numpy; from moto_rekognition.vision.analysis import analyze;"
        "from skimage import data; face, = analyze(b'', data.astronaut).faces;"
        "import sys; print('kept', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=os.environ)
    # LiteRt warns once in a process when its memory happens to be badly aligned, which can be at any later picture.
    lines = [line for line in done.stderr.splitlines() if "memory alignment requirements" not in line]
    assert lines == ["kept"]
    assert done.returncode == 0


def test_importing_the_pipeline_does_not_import_mediapipe() -> None:
    code = "import sys, moto_rekognition.vision.analysis; sys.exit('mediapipe' in sys.modules or 'cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


class Instance:
    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


def test_a_pool_never_lends_one_instance_twice_at_a_time() -> None:
    pool = Pool(Instance, size=2)
    lent: set[int] = set()
    most = [0]
    lock = threading.Lock()
    gate = threading.Barrier(2)

    def work(first: bool) -> None:
        with pool.lend() as instance:
            with lock:
                assert id(instance) not in lent
                lent.add(id(instance))
                most[0] = max(most[0], len(lent))
            if first:
                gate.wait(5)
            with lock:
                lent.remove(id(instance))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, [True, True, False, False]))
    assert most == [2]


def test_a_closed_pool_has_closed_its_instances() -> None:
    pool = Pool(Instance)
    with pool.lend() as instance:
        pass
    pool.close()
    assert instance.closed
