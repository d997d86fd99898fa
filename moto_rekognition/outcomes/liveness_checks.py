"""`liveness`: declares the result of a Face Liveness check, which needs a camera on AWS."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from moto_rekognition.outcomes.declarations import extended_likenesses
from moto_rekognition.outcomes.fields import is_number, require_text
from moto_rekognition.outcomes.likenesses import unnamed
from moto_rekognition.outcomes.scope import Outcome, Outcomes, current

if TYPE_CHECKING:
    from moto_rekognition.outcomes.declarations import JpegSource
    from moto_rekognition.outcomes.declared_face import DeclaredFace
    from moto_rekognition.outcomes.liveness_images import Subject

Who: TypeAlias = "str | DeclaredFace | JpegSource | bytes | os.PathLike[str] | None"

STATUSES = ("CREATED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "EXPIRED")
#: Texts by code. Those of FACE_NOT_ALIGNED and LOW_LIGHTING_DETECTED are AWS' documentation's, the others are ours.
FEEDBACK = {
    "FACE_NOT_VISIBLE": "Please make sure that your face is fully visible.",
    "FACE_OBSTRUCTION_DETECTED": "Please remove anything that covers your face.",
    "LOW_VIDEO_QUALITY_DETECTED": "Please use a better camera or a faster connection.",
    "FACE_NOT_ALIGNED": "Please look directly at the camera without tilting your head.",
    "EYES_CLOSED_DETECTED": "Please keep your eyes open.",
    "LOW_LIGHTING_DETECTED": "Please move to a brighter location or add more lighting.",
    "HIGH_LIGHTING_DETECTED": "Please move to a darker location or reduce the lighting.",
}
MOST_FEEDBACK, LONGEST_MESSAGE, LONGEST_SDK_TYPE = 10, 512, 64

_SESSION_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(eq=False)
class Liveness(Outcome):
    """What `liveness` returns.

    subject: the person before the camera; None: no image can be used.
    session: the SessionId that it applies to; None: all sessions without an outcome of their own.
    confidence: 0..100. feedback: (code, message).
    """

    subject: Subject | None
    session: str | None
    status: str
    confidence: float
    feedback: tuple[tuple[str, str], ...]
    sdk_type: str | None

    def _registry(self, outcomes: Outcomes) -> list[Liveness]:
        return outcomes.liveness

    def enforce(self) -> Liveness:
        declared = None if self.subject is None else self.subject.declared
        if declared is not None and declared.like:
            outcomes = current()
            with outcomes.lock:
                extended_likenesses(outcomes, [(declared.identity or unnamed(self.id), declared.like)])
        return super().enforce()

    def _copy(self) -> Liveness:
        return Liveness(self.subject, self.session, self.status, self.confidence, self.feedback, self.sdk_type)

    def __str__(self) -> str:
        where = "" if self.session is None else f", session={self.session!r}"
        what = f"confidence={self.confidence:g}" if self.status == "SUCCEEDED" else f"status={self.status!r}"
        return f"liveness({self.subject}, {what}{where})"


def liveness(
    who: Who = "someone",
    *,
    session: str | None = None,
    status: str = "SUCCEEDED",
    confidence: float | None = None,
    feedback: Sequence[str | tuple[str, str] | Mapping[str, str]] = (),
    sdk_type: str | None = None,
) -> Liveness:
    """Declare the result of liveness checks: what GetFaceLivenessSessionResults answers from now on.

        liveness("ada", confidence=97.5)
        liveness("ada", confidence=21, feedback=["LOW_LIGHTING_DETECTED"])
        liveness(status="FAILED", session=session_id)

    who: the person before the camera, shown in the reference image and the audit images. A name: the drawn person of
    that name, as in `Face("ada")`; if a declaration has a face of that name, the images are declared to show it.
    `face(...)`: a declared face. A drawing of `moto_rekognition.synthetic`, the bytes of a photo, or its `Path`: that
    image; its faces are detected. None: no image can be used.
    session: the SessionId that it applies to. None: all sessions without an outcome of their own. The latest of several
    applies.
    status: "SUCCEEDED" (also for a spoof, with a low confidence), "FAILED" (the check was aborted), "EXPIRED",
    "IN_PROGRESS" or "CREATED". A session that has ended does not change.
    confidence: 0 to 100; default 98. Confidence, feedback and sdk_type are for sessions that SUCCEEDED.
    feedback: codes of the service, or (code, message). sdk_type: the SDK of the client, such as "js".

    Without an outcome a session stays CREATED, as on AWS when nobody uses the camera.

    It is in force until the mock ends or `withdraw()` is called; `with liveness(...):` for a block, `@liveness(...)`
    for the calls of a function. Raises TypeError, ValueError or OSError, saying what is allowed.
    """
    from moto_rekognition.outcomes.liveness_images import subject

    if session is not None and not (isinstance(session, str) and _SESSION_ID.fullmatch(session)):
        raise ValueError(f"session={session!r}: give the SessionId that CreateFaceLivenessSession answered")
    if status not in STATUSES:
        raise ValueError(f"status={status!r}: give one of {', '.join(STATUSES)}")
    is_given = confidence is not None
    confidence = 98.0 if confidence is None else confidence
    if not is_number(confidence):
        raise TypeError(f"confidence={confidence!r}: give a number from 0 to 100")
    if not 0 <= confidence <= 100:
        raise ValueError(f"confidence={confidence!r}: give a number from 0 to 100")
    if sdk_type is not None and not (isinstance(sdk_type, str) and 1 <= len(sdk_type) <= LONGEST_SDK_TYPE):
        raise ValueError(f"sdk_type={sdk_type!r}: give a text of 1 to {LONGEST_SDK_TYPE} characters")
    if sdk_type is not None:
        require_text("sdk_type", sdk_type)
    given = _feedback(feedback)
    if status != "SUCCEEDED" and (is_given or given or sdk_type):
        raise ValueError(f"confidence, feedback and sdk_type are for sessions that SUCCEEDED, not for {status}")
    return Liveness(subject(who), session, status, float(confidence), given, sdk_type).enforce()


def outcome_of(session_id: str) -> Liveness | None:
    """The outcome that applies to a session; None when there is none."""
    outcomes = current()
    with outcomes.lock:
        for wanted in (session_id, None):
            for outcome in reversed(outcomes.liveness):
                if outcome.session == wanted:
                    return outcome
    return None


def _feedback(given: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(given, (str, Mapping)) or not isinstance(given, Sequence):
        raise TypeError(f"feedback={given!r}: give a list of codes, such as ['LOW_LIGHTING_DETECTED']")
    if len(given) > MOST_FEEDBACK:
        raise ValueError(f"{len(given)} items of feedback: the service gives {MOST_FEEDBACK} at most")
    return tuple(_item(item) for item in given)


def _item(item: Any) -> tuple[str, str]:
    if isinstance(item, str):
        code, message = item, None
    elif isinstance(item, Mapping) and "Code" in item and set(item) <= {"Code", "Message"}:
        code, message = item["Code"], item.get("Message")
    elif isinstance(item, (tuple, list)) and len(item) == 2:
        code, message = item
    else:
        raise TypeError(f"feedback: {item!r} is neither a code nor (code, message)")
    if code not in FEEDBACK:
        raise ValueError(f"feedback: {code!r} is none of {', '.join(FEEDBACK)}")
    message = FEEDBACK[code] if message is None else message
    if not isinstance(message, str) or not 1 <= len(message) <= LONGEST_MESSAGE:
        raise ValueError(f"feedback: {message!r} is no text of 1 to {LONGEST_MESSAGE} characters")
    require_text("feedback", message)
    return code, message
