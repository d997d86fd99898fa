"""Several drawn people in one picture."""

from __future__ import annotations

import numpy as np
import pytest

from moto_rekognition.synthetic import Face, group

SMALL = (320, 180)


def test_truth_is_in_the_order_of_the_faces_and_inside_the_picture() -> None:
    picture = group([Face("ada"), Face("grace", yaw=20), Face("alan", glasses=True)], size=SMALL)
    assert [truth.identity for truth in picture.truth] == ["ada", "grace", "alan"]
    centres = [truth.box.left + truth.box.width / 2 for truth in picture.truth]
    assert centres == sorted(centres)
    for truth in picture.truth:
        assert truth.box.left > 0
        assert truth.box.left + truth.box.width < SMALL[0]
        assert truth.box.top > 0
        assert truth.box.top + truth.box.height < SMALL[1]


def test_a_group_is_drawn_the_same_way_twice() -> None:
    first, second = (group([Face(1), Face(2)], size=SMALL, blur=1) for _ in range(2))
    assert first.image.size == SMALL
    assert np.array_equal(first.array, second.array)


def test_who_stands_nearer_hides_who_stands_behind() -> None:
    near, far = (Face(1, center=(0.5, 0.5), face_height=height) for height in (0.6, 0.3))
    alone = group([near], size=SMALL)
    for faces in ([near, far], [far, near]):
        both = group(faces, size=SMALL)
        box = alone.truth[0].box
        x, y = int(box.left + box.width / 2), int(box.top + box.height / 2)
        assert np.array_equal(
            both.array[y - 10 : y + 10, x - 10 : x + 10], alone.array[y - 10 : y + 10, x - 10 : x + 10]
        )


def test_a_group_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one Face"):
        group([])


def test_too_many_people_for_the_picture_are_refused() -> None:
    with pytest.raises(ValueError, match="too small for 40 people"):
        group([Face(k) for k in range(40)], size=(100, 100))


def test_what_is_the_pictures_is_not_a_faces() -> None:
    with pytest.raises(ValueError, match=r"blur is the picture's: give it to group\(\)"):
        group([Face(1, blur=2)])
