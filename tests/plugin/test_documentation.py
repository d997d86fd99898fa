"""What docs/outcomes.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from moto_rekognition import declare, face, fault
from moto_rekognition.outcomes.declarations import listing

PAGE = (Path(__file__).parents[2] / "docs" / "outcomes.md").read_text()


def blocks(language: str, containing: str) -> list[str]:
    return [code for code in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if containing in code]


@pytest.mark.parametrize("code", blocks("python", "def test_"))
def test_the_tests_of_the_page_pass(rekognition: Any, code: str) -> None:
    names: dict[str, Any] = {"declare": declare, "face": face, "fault": fault}
    exec(code.partition("declaration = declare(...)")[0], names)
    (test,) = [value for name, value in names.items() if name.startswith("test_")]
    test(rekognition)


def test_the_likenesses_of_the_page_can_be_declared(rekognition: Any) -> None:
    for code in blocks("python", "like="):
        declare(b"picture", [eval(line) for line in code.splitlines()])
    assert "'ada': 91.5" in listing()


def test_the_message_of_the_page_is_the_message() -> None:
    (session,) = blocks("text", "TypeError")
    call, message = session.strip().splitlines()
    with pytest.raises(TypeError) as refusal:
        eval(call.removeprefix(">>> "), {"face": face})
    assert str(refusal.value).startswith(message.removeprefix("TypeError: ").removesuffix("..."))
