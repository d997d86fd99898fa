"""How long declarations, faults and the clock last: exactly as long as moto's own state."""

from __future__ import annotations

import sys
from unittest import TestCase

import pytest
from moto import mock_aws

from moto_rekognition import clock, declare, face, fault, lag
from moto_rekognition.outcomes.declarations import listing
from moto_rekognition.outcomes.scope import Outcomes, current


def declare_all() -> None:
    declare(b"content", [face("ada")])
    fault("IndexFaces", "InternalServerError")
    lag(faces=1)
    clock.stop()
    clock.advance(5)


def nothing_is_left() -> bool:
    outcomes, blank = vars(current()), vars(Outcomes())
    return all(outcomes[name] == blank[name] for name in blank if name != "lock")


def test_ends_with_the_mock() -> None:
    with mock_aws():
        declare_all()
        assert not nothing_is_left()
    assert nothing_is_left()


def test_a_new_mock_begins_with_nothing() -> None:
    with mock_aws():
        declare_all()
    with mock_aws():
        assert nothing_is_left()


def test_a_nested_mock_shares_them_as_it_shares_every_state_of_moto() -> None:
    with mock_aws():
        declare(b"content", [face("ada")])
        with mock_aws():
            assert "ada" in listing()
            declare(b"content", [face("eve")])
        assert "eve" in listing()
    assert nothing_is_left()


def test_ends_with_the_mock_when_the_test_fails() -> None:
    @mock_aws
    def fails() -> None:
        declare_all()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert nothing_is_left()


def test_a_reset_forgets_them() -> None:
    with mock_aws() as mock:
        declare_all()
        mock.reset()
        assert nothing_is_left()
        declare_all()
        assert not nothing_is_left()


def test_what_was_declared_before_a_reset_can_still_be_withdrawn() -> None:
    with mock_aws() as mock, declare(b"content", [face("ada")]):
        mock.reset()
        declare(b"content", [face("eve")])
    assert nothing_is_left()


def test_says_so_when_the_mock_sweeps_away_what_was_declared_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "moto.server", raising=False)  # declaring without a mock is right with a server
    declare("uploads/*", [face("ada")])
    with pytest.warns(UserWarning, match=r"declare\('uploads/\*', \[face\('ada'\)\]\) came before"), mock_aws():
        assert listing() == ""


@pytest.mark.filterwarnings("error")
def test_is_silent_about_decorators_made_before_the_mock() -> None:
    @declare("uploads/*", [])
    def decorated() -> None:
        return None

    with mock_aws():
        decorated()


@mock_aws
class TestEachTestOfAClass(TestCase):
    def setUp(self) -> None:
        assert nothing_is_left()
        declare(b"content", [face("ada")])

    def test_sees_what_was_declared_in_set_up_and_can_add_to_it(self) -> None:
        self.declare_one_more()
        assert len(current().declarations) == 2

    def test_does_not_see_what_another_test_declared(self) -> None:
        assert len(current().declarations) == 1

    def declare_one_more(self) -> None:
        declare(b"content", [face("eve")])
