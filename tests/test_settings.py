"""Defaults < environment < mock_aws(config=...); what does not fit is refused where it is read."""

from pathlib import Path

import pytest
from moto import mock_aws

from moto_rekognition import settings


def test_defaults() -> None:
    assert settings.current() == settings.Settings()


def test_environment_overrides_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "5.0")
    monkeypatch.setenv("MOTO_REKOGNITION_FACES_PER_USER", "3")
    assert (settings.current().face_model_version, settings.current().faces_per_user) == ("5.0", 3)


def test_mock_config_overrides_environment_and_ends_with_the_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACE_MODEL_VERSION", "5.0")
    with mock_aws(config={"rekognition": {"face_model_version": "6.0", "model": Path("bundle.task")}}):
        assert settings.current().face_model_version == "6.0"
        assert settings.current().model == "bundle.task"
    assert settings.current().face_model_version == "5.0"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"face_model": "7.0"}, "has no setting face_model; it has engine, "),
        ({"face_model_version": "9.9"}, "choose one of 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0"),
        ({"engine": "dlib"}, "choose one of auto, facemesh, landmarker"),
        ({"faces_per_user": "many"}, "give a whole number"),
    ],
)
def test_a_setting_that_does_not_fit_says_what_does(config: dict, message: str) -> None:
    with mock_aws(config={"rekognition": config}), pytest.raises(ValueError, match=message):
        settings.current()
