"""The gallery: exact, ordered, and steady under concurrent change."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_rekognition.gallery import Gallery


def unit(*numbers: float) -> np.ndarray:
    vector = np.array(numbers, np.float32)
    return vector / np.linalg.norm(vector)


def vectors(count: int, dimension: int = 64, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def keys(matches: list) -> list[str]:
    return [match.key for match in matches]


def test_finds_the_nearest_first():
    gallery = Gallery(2)
    for name, vector in {"far": unit(0, 1), "near": unit(1, 0.1), "same": unit(1, 0)}.items():
        gallery.add(name, vector)
    matches = gallery.search(unit(1, 0), minimum=0.5, limit=10)
    assert keys(matches) == ["same", "near"]
    assert matches[0].score == 1.0


def test_an_empty_gallery_finds_nothing():
    assert Gallery(8).search(vectors(1, 8)[0], -1.0, 10) == []


@pytest.mark.parametrize("limit", [1, 7, 300, 5000])
@pytest.mark.parametrize("minimum", [-1.0, 0.1])
@pytest.mark.parametrize("sample", [500, 2**16])
def test_agrees_with_a_full_sort(limit, minimum, sample, monkeypatch):
    monkeypatch.setattr("moto_rekognition.gallery._SAMPLE", sample)
    gallery, stored, query = Gallery(64), vectors(2000), vectors(1, seed=1)[0]
    for row, vector in enumerate(stored):
        gallery.add(str(row), vector)
    scores = np.einsum("ij,j->i", stored, query)
    expected = [str(row) for row in np.argsort(-scores, kind="stable") if scores[row] >= minimum][:limit]
    assert keys(gallery.search(query, minimum, limit)) == expected


@pytest.mark.parametrize("copies", [3, 1001])
def test_equal_vectors_come_in_insertion_order_with_equal_scores(copies):
    gallery, (one, query) = Gallery(64), vectors(2)
    for row in range(copies):
        gallery.add(str(row), one)
    matches = gallery.search(query, -1.0, copies - 1)
    assert keys(matches) == [str(row) for row in range(copies - 1)]
    assert len({match.score for match in matches}) == 1


def test_excluded_keys_leave_room_for_the_next():
    gallery, stored = Gallery(64), vectors(10)
    for row, vector in enumerate(stored):
        gallery.add(str(row), vector)
    every = keys(gallery.search(stored[3], -1.0, 10))
    assert keys(gallery.search(stored[3], -1.0, 2, exclude=every[:3])) == every[3:5]


def test_a_replaced_vector_is_found_by_its_new_value_only():
    gallery = Gallery(2)
    gallery.add("a", unit(1, 0))
    gallery.add("a", unit(0, 1))
    assert len(gallery) == 1
    assert gallery.search(unit(1, 0), 0.5, 10) == []
    assert keys(gallery.search(unit(0, 1), 0.5, 10)) == ["a"]


@pytest.mark.parametrize("vector", [np.ones(3), np.ones((1, 2)), [np.nan, 1.0]])
def test_a_vector_that_does_not_fit_is_refused_and_changes_nothing(vector):
    gallery = Gallery(2)
    with pytest.raises(ValueError, match="gallery"):
        gallery.add("a", vector)
    assert "a" not in gallery


def test_removing_what_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        Gallery(2).remove("a")


@given(st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 40)), max_size=200))
def test_holds_what_a_dict_would_hold(changes):
    gallery, model, drawn = Gallery(4), {}, vectors(len(changes), 4)
    for vector, (change, number) in zip(drawn, changes, strict=True):
        key = str(number)
        if change == "add":
            gallery.add(key, vector)
            model.pop(key, None)
            model[key] = vector
        elif key in model:
            gallery.remove(key)
            del model[key]
    assert len(gallery) == len(model)
    assert all(np.array_equal(gallery.vector(key), vector) for key, vector in model.items())
    assert sorted(keys(gallery.search(unit(1, 0, 0, 0), -np.inf, 100))) == sorted(model)


def test_a_search_sees_one_state_while_others_change_it():
    """Two keys are always replaced by a remove and an add of the pair's other half: never fewer than one is visible."""
    gallery, stored = Gallery(32), vectors(500, 32)
    for row, vector in enumerate(stored):
        gallery.add(str(row), vector)
    wrong, done = [], threading.Event()

    def search() -> None:
        while not done.is_set():
            found = keys(gallery.search(stored[0], -1.0, 10_000))
            if len(set(found)) != len(found) or not {str(row) for row in range(250)} <= set(found):
                wrong.append(found)

    readers = [threading.Thread(target=search) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(3000):
        key = str(250 + turn % 250)
        if key in gallery and turn % 3:
            gallery.remove(key)
        else:
            gallery.add(key, stored[turn % 500])
        gallery.add(str(turn % 250), stored[turn % 250])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
