"""Defaults < environment < mock_aws(config=...); what does not fit is refused where it is read."""

from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from moto_rekognition import settings


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTO_REKOGNITION_MODEL", raising=False)
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


@pytest.mark.parametrize("versions", ["old=3.0, archive-*=4.0", {"old": "3.0", "archive-*": "4.0"}])
def test_a_collection_can_have_a_face_model_version_of_its_own(versions: object) -> None:
    with mock_aws(config={"rekognition": {"face_model_versions": versions}}):
        rekognition = boto3.client("rekognition", "us-east-1")
        created = {name: rekognition.create_collection(CollectionId=name) for name in ("old", "archive-1", "new")}
    assert {name: answer["FaceModelVersion"] for name, answer in created.items()} == {
        "old": "3.0",
        "archive-1": "4.0",
        "new": "7.0",
    }


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"face_model": "7.0"}, "has no setting face_model; it has model, "),
        ({"face_model_version": "9.9"}, "choose one of 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0"),
        ({"face_model_versions": "old=9.9"}, "choose one of 1.0, 2.0, "),
        ({"face_model_versions": 3}, "give 'id=version,id=version' or a mapping"),
        ({"engine": "facemesh"}, "engine='facemesh' is gone: Face Landmarker is the only engine"),
        ({"faces_per_user": "many"}, "give a whole number"),
        ({"open_video_jobs": -1}, "give a whole number, 0 or more"),
    ],
)
def test_a_setting_that_does_not_fit_says_what_does(config: dict, message: str) -> None:
    with mock_aws(config={"rekognition": config}), pytest.raises(ValueError, match=message):
        settings.current()
