"""The settings of a user. Precedence: defaults < environment < `mock_aws(config={"rekognition": {...}})`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from moto_rekognition import _moto

PREFIX = "MOTO_REKOGNITION_"
FACE_MODEL_VERSIONS = ("1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0")
#: Settings of earlier releases -> values that are still accepted, without effect, and the advice for other values.
_REMOVED = {"engine": (("auto", "landmarker"), "Face Landmarker is the only engine now, so remove the setting")}


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. Its environment variable is MOTO_REKOGNITION_ and its name in capitals.

    model: path of `face_landmarker.task`, if it is not in the user cache.
    descriptor: name of the face descriptor of new collections; "auto" is "dlib" where the extra `recognition` is
    installed, else "default".
    sface_model: path of an OpenCV FaceRecognizerSF model, for the descriptor "sface".
    face_model_version: version of the face model of new collections.
    face_model_versions: the version by collection id: "old=3.0,archive-*=4.0", or a mapping. * and ? as in `fnmatch`;
    the first match applies.

    The others are the service's quotas, which a test can lower:
    https://docs.aws.amazon.com/rekognition/latest/dg/limits.html.
    """

    model: str | None = None
    descriptor: str = "auto"
    sface_model: str | None = None
    face_model_version: str = "7.0"
    face_model_versions: tuple[tuple[str, str], ...] = ()
    faces_per_collection: int = 20_000_000
    users_per_collection: int = 10_000_000
    faces_per_user: int = 100
    tags_per_resource: int = 200
    open_video_jobs: int = 20
    video_bytes: int = 10 * 1024**3
    video_seconds: int = 6 * 3600

    def __post_init__(self) -> None:
        _choose("face_model_version", self.face_model_version, FACE_MODEL_VERSIONS)
        for _, version in self.face_model_versions:
            _choose("face_model_versions", version, FACE_MODEL_VERSIONS)

    def face_model_version_of(self, collection_id: str) -> str:
        """The face model version of a new collection with this id."""
        matching = (version for glob, version in self.face_model_versions if fnmatchcase(collection_id, glob))
        return next(matching, self.face_model_version)


def _choose(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"moto-rekognition setting {name}={value!r}: choose one of {', '.join(allowed)}")


_TYPES = get_type_hints(Settings)


def current() -> Settings:
    """The current settings, read at each call so that tests can change them.

    Raises ValueError, which says what is allowed, for an unknown setting or an invalid value.
    """
    environment = {
        name: os.environ[PREFIX + name.upper()]
        for name in (*(field.name for field in fields(Settings)), *_REMOVED)
        if PREFIX + name.upper() in os.environ
    }
    chosen = environment | dict(_moto.user_config())
    return _settings(tuple((name, _hashable(value)) for name, value in chosen.items()))


def _hashable(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, Mapping) else value


@lru_cache(maxsize=16)
def _settings(chosen: tuple[tuple[str, Any], ...]) -> Settings:
    for name, (accepted, advice) in _REMOVED.items():
        value = dict(chosen).get(name, accepted[0])
        if value not in accepted:
            raise ValueError(f"moto-rekognition setting {name}={value!r} is gone: {advice}")
    chosen = tuple((name, value) for name, value in chosen if name not in _REMOVED)
    unknown = [name for name, _ in chosen if name not in _TYPES]
    if unknown:
        raise ValueError(f"moto-rekognition has no setting {', '.join(unknown)}; it has {', '.join(_TYPES)}")
    return Settings(**{name: _coerce(name, value) for name, value in chosen})


def _coerce(name: str, value: Any) -> Any:
    if _TYPES[name] is int:
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = -1
        if number < 0:
            raise ValueError(f"moto-rekognition setting {name}={value!r}: give a whole number, 0 or more")
        return number
    if name == "face_model_versions":
        return _versions_by_id(value)
    if value is None and type(None) in get_args(_TYPES[name]):
        return None
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def _versions_by_id(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = [pair.partition("=")[::2] for pair in value.split(",")] if isinstance(value, str) else value
    try:
        return tuple((str(glob).strip(), str(version).strip()) for glob, version in pairs)
    except (TypeError, ValueError):
        raise ValueError(
            f"moto-rekognition setting face_model_versions={value!r}: give 'id=version,id=version' or a mapping"
        ) from None
