"""Which declaration counts for a picture, how long it lasts, and what `declare` refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from moto_rekognition import declare, face
from moto_rekognition.outcomes.declarations import listing, observe


def declared(content: bytes = b"content", key: tuple[str, str] | None = None) -> str | None:
    """The identities declared for a picture; None when nothing is."""
    shown = observe(content, sha256(content).digest(), key, lambda face_id, descriptor: None)
    if shown is None:
        return None
    return ",".join(str(one.identity) for one in shown.declared)


@pytest.fixture(autouse=True)
def mock() -> Any:
    with mock_aws():
        yield


def test_nothing_is_declared_at_first() -> None:
    assert declared() is None
    assert listing() == ""


def test_content_counts_before_a_key_and_a_key_before_the_default_whatever_comes_first() -> None:
    declare(b"content", [face("by content")])
    declare("uploads/*.jpg", [face("by key")])
    declare(faces=[face("by default")])
    assert declared(b"content", ("uploads", "a.jpg")) == "by content"
    assert declared(b"other", ("uploads", "a.jpg")) == "by key"
    assert declared(b"other", ("uploads", "a.png")) == "by default"
    assert declared(b"other") == "by default"


@pytest.mark.parametrize("what", [b"content", "uploads/a.jpg", None])
def test_of_two_alike_the_latest_counts(what: Any) -> None:
    declare(what, [face("first")])
    declare(what, [face("second")])
    assert declared(key=("uploads", "a.jpg")) == "second"


def test_a_key_without_a_match_leaves_the_picture_to_the_eye() -> None:
    declare("uploads/*.jpg", [face("ada")])
    assert declared(key=("other", "a.jpg")) is None
    assert declared(key=("uploads", "a.JPG")) is None
    assert declared() is None


def test_a_star_matches_slashes_in_a_key_and_buckets_too() -> None:
    declare("*/visitors/*.jpg", [face("ada")])
    assert declared(key=("any-bucket", "visitors/2024/12/a.jpg")) == "ada"


def test_content_can_be_given_as_a_file_or_as_a_drawing(tmp_path: Path) -> None:
    class Drawing:
        def jpeg(self) -> bytes:
            return b"drawn"

    (tmp_path / "a.jpg").write_bytes(b"from a file")
    declare(tmp_path / "a.jpg", [face("ada")])
    declare(Drawing(), [face("eve")])
    assert declared(b"from a file") == "ada"
    assert declared(b"drawn") == "eve"


def test_nobody_can_be_declared() -> None:
    declare(b"content", [])
    assert declared() == ""


@pytest.mark.parametrize(
    ("arguments", "help_"),
    [
        (("photo.jpg", []), "pathlib.Path('photo.jpg')"),
        (("/tmp/photo.jpg", []), "pathlib.Path('/tmp/photo.jpg')"),
        (("uploads/", []), "'uploads/*.jpg'"),
        (([],), "declare(faces=[...])"),
        ((b"content",), "declare(b'...', [face('ada')])"),
        ((b"content", "ada"), "a list of face(...)"),
        ((b"content", ["ada"]), "a list of face(...)"),
        ((17, []), "give bytes"),
        (("uploads/\ud800.jpg", []), "half a character"),
        ((b"content", [face()] * 101), "100 at most"),
    ],
)
def test_refuses_what_makes_no_sense(arguments: Any, help_: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refusal:
        declare(*arguments)
    assert help_ in str(refusal.value)
    assert listing() == ""


def test_refuses_likenesses_that_go_in_circles_and_declares_nothing_then() -> None:
    declare(b"one", [face("ada", like={"eve": 90})])
    with pytest.raises(ValueError, match="'eve' is like 'ada' is like 'eve'"):
        declare(b"two", [face("eve", like={"ada": 80})])
    assert declared(b"two") is None


def test_lasts_for_a_block() -> None:
    with declare(b"content", [face("ada")]):
        assert declared() == "ada"
    assert declared() is None


def test_lasts_for_the_call_of_a_decorated_function() -> None:
    @declare(b"content", [face("ada")])
    def inside() -> str | None:
        return declared()

    assert declared() is None
    assert inside() == "ada"
    assert declared() is None


def test_lasts_for_the_call_of_a_decorated_coroutine() -> None:
    @declare(b"content", [face("ada")])
    async def inside() -> str | None:
        await asyncio.sleep(0)
        return declared()

    assert asyncio.run(inside()) == "ada"
    assert declared() is None


def test_refuses_to_decorate_what_it_cannot_last_for() -> None:
    def fixture() -> Iterator[None]:
        yield

    class Suite: ...

    for undecorated in (fixture, Suite):
        with pytest.raises(TypeError, match=r"decorate a function|say `with` inside"):
            declare(b"content", [])(undecorated)


def test_a_decorator_can_be_made_before_the_mock() -> None:
    @mock_aws
    @declare(b"content", [face("ada")])
    def inside() -> str | None:
        return declared()

    assert inside() == "ada"


def test_can_be_withdrawn_twice() -> None:
    declaration = declare(b"content", [face("ada")])
    declaration.withdraw()
    declaration.withdraw()
    assert declared() is None


def test_the_listing_names_what_is_declared_latest_first() -> None:
    declare("uploads/*.jpg", [])
    declare(b"content", [face("ada", sunglasses=True)])
    first, second = listing().splitlines()
    assert "SHA-256 ed7002b439e9" in first
    assert "face('ada', sunglasses=" in first
    assert "declare('uploads/*.jpg', [])" in second
