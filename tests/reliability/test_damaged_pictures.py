"""A damaged picture is answered or refused with the service's error; nothing warns."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError

from moto_rekognition.vision import analysis
from tests.reliability.conftest import FACTOR, Tally
from tests.reliability.damage import damaged
from tests.service.scenes import Scene

REFUSALS = ("InvalidImageFormatException", "InvalidParameterException", "ImageTooLargeException", "ValidationException")
PICTURES = 676 * FACTOR
LOOKED_AT = 26 * FACTOR


def answer(client: Any, content: bytes) -> tuple[str, str | None]:
    """What a picture is answered with, and what is wrong with that."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            client.detect_faces(Image={"Bytes": content or b"\0"}, Attributes=["ALL"])
        except ClientError as error:
            code = error.response["Error"]["Code"]
            return code, None if code in REFUSALS else str(error)
        except Exception as error:
            return type(error).__name__, repr(error)
    return "answered", None


def test_every_damaged_picture_is_decoded_or_refused(
    client: Any, tally: Callable[[str], Tally], monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyze(digest: bytes, load: Callable[[], Any], model: str | None) -> Scene:
        pixels = load()
        assert pixels.dtype == np.uint8
        assert pixels.ndim == 3
        assert pixels.shape[2] == 3
        return Scene((), pixels.shape[1::-1])

    monkeypatch.setattr(analysis, "analyze", analyze)
    decoded = tally("damaged pictures, decoded")
    for what, content in damaged(PICTURES, seed=FACTOR):
        result, problem = answer(client, content)
        decoded.add(result, problem and f"{what}: {problem}")


def test_a_damaged_picture_is_looked_at_as_any_other(client: Any, tally: Callable[[str], Tally]) -> None:
    looked_at = tally("damaged pictures, looked at")
    for what, content in list(damaged(13 * LOOKED_AT, seed=1000 + FACTOR))[::13]:
        result, problem = answer(client, content)
        looked_at.add(result, problem and f"{what}: {problem}")
