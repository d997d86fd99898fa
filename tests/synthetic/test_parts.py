"""The parts of the renderer on their own: people, paper, triangles."""

from __future__ import annotations

import numpy as np
import pytest

from moto_rekognition.synthetic import CAST
from moto_rekognition.synthetic.expression import Expression
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import dressed, person, seed_of
from moto_rekognition.synthetic.raster import rasterize
from moto_rekognition.synthetic.sheet import Sheet, sample


def test_a_person_never_changes() -> None:
    someone = person(7)
    assert (someone.style, someone.beard, someone.texture) == ("short", None, 276610689)
    assert someone.eyes.x == pytest.approx(3.2274948947888387, abs=1e-12)


def test_a_name_is_a_seed_and_a_seed_is_itself() -> None:
    assert seed_of(12) == 12
    assert seed_of("nobody") == seed_of("nobody") != seed_of("Nobody")
    assert seed_of("ada") == CAST["ada"]


def test_another_skin_leaves_the_person_as_they_are() -> None:
    someone, tanned = person(7), dressed(7, None, 0.9, None, None)
    assert tanned.eyes == someone.eyes
    assert tanned.texture == someone.texture
    assert tanned.skin.mean() < 0.5


def test_the_surface_is_where_the_frontal_position_says() -> None:
    head = Head(person(7), Expression(mouth_open=0.8))
    frontal = np.array([(0.0, -3.0), (2.0, 0.0), (-2.0, -7.0), (0.0, -12.5)])
    assert np.allclose(head.surface(frontal)[:, :2], frontal, atol=0.02)


def test_the_nose_is_the_nearest_point_of_a_head() -> None:
    for seed in range(20):
        head = Head(person(seed), Expression())
        points = head.grid()[1].reshape(-1, 3)
        x, y, _ = points[points[:, 2].argmax()]
        assert abs(x) < 0.7
        assert y == pytest.approx(person(seed).nose.tip, abs=0.8)


def test_the_nearer_triangle_is_seen() -> None:
    vertices = np.array([(0, 0, 0), (20, 0, 0), (0, 20, 0), (0, 0, 1), (8, 0, 1), (0, 8, 1)], float)
    for triangles in ([(0, 1, 2), (3, 4, 5)], [(3, 4, 5), (0, 1, 2)]):
        fragments = rasterize(vertices, np.array(triangles), 20, 20)
        nearest = dict(zip(fragments.pixel.tolist(), fragments.corners[0].tolist(), strict=True))
        assert nearest[2 * 20 + 2] == 3
        assert nearest[8 * 20 + 8] == 0
        assert 19 * 20 + 19 not in nearest


def test_values_are_interpolated_between_the_corners() -> None:
    vertices = np.array([(0, 0, 0), (10, 0, 0), (0, 10, 0)], float)
    fragments = rasterize(vertices, np.array([(0, 1, 2)]), 11, 11)
    values = fragments.interpolate(vertices[:, :2].astype(np.float32), np.arange(len(fragments.pixel)))
    expected = np.stack([fragments.pixel % 11, fragments.pixel // 11], 1)
    assert np.allclose(values, expected, atol=1e-4)


def test_a_mesh_has_no_cracks() -> None:
    x, y = np.meshgrid(np.linspace(0, 19, 7), np.linspace(0, 19, 7))
    index = np.arange(49).reshape(7, 7)
    a, b, c, d = (corner.ravel() for corner in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    vertices = np.stack([x.ravel(), y.ravel(), np.sin(x + y).ravel()], 1)
    assert len(rasterize(vertices, triangles, 20, 20).pixel) == 400


def test_nothing_before_the_camera_covers_nothing() -> None:
    vertices = np.array([(-9, -9, 0), (-5, -9, 0), (-9, -5, 0)], float)
    assert len(rasterize(vertices, np.array([(0, 1, 2)]), 20, 20).pixel) == 0


def test_noise_belongs_to_the_place_and_not_to_the_resolution() -> None:
    coarse, fine = (Sheet(scale, np.ones(3, np.float32)) for scale in (8, 16))
    a, b = coarse.noise(3, 0.9), fine.noise(3, 0.9)
    halved = b[: b.shape[0] // 2 * 2, : b.shape[1] // 2 * 2].reshape(b.shape[0] // 2, 2, -1, 2).mean((1, 3))
    height, width = (min(sizes) for sizes in zip(a.shape, halved.shape, strict=True))
    correlation = np.corrcoef(a[:height, :width].ravel(), halved[:height, :width].ravel())[0, 1]
    assert correlation > 0.98


def test_symmetric_noise_mirrors() -> None:
    noise = Sheet(8, np.ones(3, np.float32)).noise(3, 0.9, symmetry=1.0)
    assert np.allclose(noise, noise[:, ::-1], atol=1e-4)


def test_a_sheet_is_sampled_where_it_was_painted() -> None:
    sheet = Sheet(10, np.zeros(3, np.float32))
    sheet.dab(2.0, -3.0, 0.5, 0.5, 1.0, (1, 0, 0))
    there, elsewhere = sample(sheet.pixels, np.array([2.0, -2.0], np.float32), np.array([-3.0, -3.0], np.float32))
    assert there[0] > 0.9
    assert elsewhere[0] == 0
