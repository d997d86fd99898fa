"""A liveness session: its settings, its status and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from moto_rekognition.outcomes.liveness_checks import Liveness, outcome_of
from moto_rekognition.outcomes.timing import clock
from moto_rekognition.rekognition.exceptions import InvalidParameterException
from moto_rekognition.vision.observation import Box

#: Seconds after which a session expires (documented).
LIFETIME = 180.0

#: Challenge -> the version that clients of 2026 announce.
CHALLENGES = {"FaceMovementAndLightChallenge": "2.0.0", "FaceMovementChallenge": "1.0.0"}


@dataclass(frozen=True)
class Challenge:
    """The task of the user before the camera."""

    type: str
    version: str


@dataclass(frozen=True)
class SessionSettings:
    """bucket: stores the images; None: they are in the answer. prefix: of the keys of the images."""

    bucket: str | None
    prefix: str
    kms_key_id: str | None
    audit_images_limit: int
    challenge: Challenge


def settings_of(given: Mapping[str, Any], kms_key_id: str | None) -> SessionSettings:
    """The settings of a CreateFaceLivenessSession request."""
    output = given.get("OutputConfig", {})
    return SessionSettings(
        output.get("S3Bucket"),
        output.get("S3KeyPrefix", ""),
        kms_key_id,
        given.get("AuditImagesLimit", 0),
        _challenge(given.get("ChallengePreferences", ())),
    )


def _challenge(preferences: Sequence[Mapping[str, Any]]) -> Challenge:
    """The first preference, in the latest version that it allows.

    Raises InvalidParameterException when no version is between Minimum and Maximum.
    """
    for preference in preferences:
        wanted = preference.get("Versions", {})
        if {"Minimum", "Maximum"} <= set(wanted) and _number(wanted["Minimum"]) > _number(wanted["Maximum"]):
            raise InvalidParameterException
    preferred: Mapping[str, Any] = preferences[0] if preferences else {"Type": next(iter(CHALLENGES))}
    versions = preferred.get("Versions", {})
    latest = CHALLENGES[preferred["Type"]]
    version = versions.get("Maximum") or max(versions.get("Minimum", latest), latest, key=_number)
    return Challenge(preferred["Type"], version)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@dataclass(frozen=True)
class SessionImage:
    """content: the file; None when it is in S3, under `key`. box: of the face, in pixels; None without a face."""

    content: bytes | None
    key: str | None
    box: Box | None


@dataclass(frozen=True)
class Result:
    """The result of a session. Only sessions that SUCCEEDED have more than a status."""

    status: str
    confidence: float | None = None
    reference: SessionImage | None = None
    audit: tuple[SessionImage, ...] = ()
    feedback: tuple[tuple[str, str], ...] = ()
    sdk_type: str | None = None


@dataclass(eq=False)
class Session:
    """A session. created: time on `clock`, seconds."""

    session_id: str
    settings: SessionSettings
    created: float = field(default_factory=clock.now)
    _result: Result | None = field(default=None, init=False)
    _is_ending: bool = field(default=False, init=False)
    _lock: RLock = field(default_factory=RLock, init=False)

    @property
    def last_status(self) -> str:
        """The status in which the session ended, or "open". Reading it does not change the session."""
        return "open" if self._result is None else self._result.status

    def result(self, end: Callable[[Liveness], Result]) -> Result:
        """The result so far. The declared outcome ends the session once.

        end: makes the result of a session that SUCCEEDED. It is called outside of any lock. If it raises, the session
        does not change. Requests during the call get IN_PROGRESS.
        """
        with self._lock:
            if clock.now() - self.created >= LIFETIME:
                self._result = Result("EXPIRED")  # deletes its images
            if self._result is not None:
                return self._result
            outcome = outcome_of(self.session_id)
            if outcome is None:
                return Result("CREATED")
            if self._is_ending or outcome.status == "IN_PROGRESS":
                return Result("IN_PROGRESS")
            if outcome.status == "CREATED":
                return Result("CREATED")
            if outcome.status != "SUCCEEDED":
                self._result = Result(outcome.status)
                return self._result
            self._is_ending = True
        try:
            self._result = end(outcome)
        finally:
            self._is_ending = False
        return self._result
