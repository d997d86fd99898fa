"""Outcomes over HTTP, for servers and other languages: declarations, faults, liveness, lags and clock.

The paths are below /moto-api/static/rekognition/. Bodies are JSON with the service's names:
`{"Key": "uploads/*.jpg", "Faces": [{"Identity": "ada", "Smile": true}]}`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from moto_rekognition.outcomes import clock, declare, fault, lag, liveness
from moto_rekognition.outcomes.declarations import Declaration
from moto_rekognition.outcomes.declared_face import DeclaredFace, parse_face
from moto_rekognition.outcomes.faults import Fault
from moto_rekognition.outcomes.fields import check_name, names
from moto_rekognition.outcomes.liveness_checks import Liveness
from moto_rekognition.outcomes.scope import Outcome, Outcomes, current
from moto_rekognition.outcomes.timing import Lag, duration

#: The most characters of a Message.
LONGEST_MESSAGE = 4000

PATH = "{0}/moto-api/static/rekognition/"

Reply: TypeAlias = tuple[int, dict[str, str], str]
Handler: TypeAlias = Callable[[Any, str, Any], Reply]

FAULT_PARAMETERS = {
    name.capitalize(): name
    for name in ("operation", "error", "times", "after", "rate", "seed", "latency", "message", "account", "region")
}
LAG_PARAMETERS = {name.capitalize(): name for name in ("faces", "users", "collections", "jobs")}

LIVENESS_PARAMETERS = {
    "SessionId": "session",
    "Status": "status",
    "Confidence": "confidence",
    "Feedback": "feedback",
    "SDKType": "sdk_type",
}


def url_paths() -> dict[str, Handler]:
    """The paths to add to moto's own /moto-api."""
    return {
        f"{PATH}declarations$": _collection(
            lambda outcomes: outcomes.declarations, _create_declaration, _declaration_to_json
        ),
        f"{PATH}faults$": _collection(lambda outcomes: outcomes.faults, _create_fault, _fault_to_json),
        f"{PATH}liveness$": _collection(lambda outcomes: outcomes.liveness, _create_liveness, _liveness_to_json),
        f"{PATH}lags$": _collection(lambda outcomes: outcomes.lags, _create_lag, _lag_to_json),
        f"{PATH}clock$": _clock,
    }


def _answering(handle: Callable[[str, Mapping[str, Any], str | None], tuple[int, Any]]) -> Handler:
    """Decorator: convert a handler of (method, body, `id` of the query string) to a handler for moto."""

    @functools.wraps(handle)
    def handler(request: Any, full_url: str, headers: Any) -> Reply:
        try:
            body = _json(_content(request) or "{}")
            identifier = parse_qs(urlsplit(full_url).query).get("id", [None])[0]
            status, answer = handle(request.method, body, identifier)
        except RecursionError:
            status, answer = 400, {"Message": "the body is nested too deeply"}
        except (TypeError, ValueError) as error:
            status, answer = 400, {"Message": shorten(str(error))}
        return status, {"Content-Type": "application/json"}, json.dumps(answer)

    return handler


def _json(content: bytes | str) -> dict[str, Any]:
    """The JSON object of a body. Raises TypeError, ValueError or RecursionError for anything else."""

    def refuse(constant: str) -> None:
        raise ValueError(f"the body is not JSON: {constant} is no number")

    try:
        body = json.loads(content, parse_constant=refuse)
    except UnicodeDecodeError:
        raise ValueError("the body is not JSON: it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise TypeError("the body is not a JSON object")
    return body


def shorten(message: str) -> str:
    """Cut the middle out of a message that quotes a large body."""
    half = LONGEST_MESSAGE // 2
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:half]} … {message[-half:]}"


def _content(request: Any) -> bytes | str | None:
    """The body of a request of Flask, botocore or `requests`."""
    content: bytes | str | None = request.get_data() if hasattr(request, "get_data") else request.body
    return content


def _collection(
    listed: Callable[[Outcomes], list[Any]],
    create: Callable[[Mapping[str, Any]], Outcome],
    to_json: Callable[[Any], Any],
) -> Handler:
    """GET lists, POST adds one, DELETE withdraws one or all."""

    def handle(method: str, body: Mapping[str, Any], identifier: str | None) -> tuple[int, Any]:
        if method == "POST":
            return 201, {"Id": create(body).id}
        chosen = [each for each in list(listed(current())) if identifier in (None, each.id)]
        if identifier is not None and not chosen:
            return 404, {"Message": f"nothing with the id {identifier} is declared"}
        if method == "GET":
            return 200, [{"Id": each.id, **to_json(each)} for each in chosen]
        if method == "DELETE":
            for each in chosen:
                each.withdraw()
            return 200, {}
        return 405, {"Message": "use GET, POST or DELETE"}

    return _answering(handle)


@_answering
def _clock(method: str, body: Mapping[str, Any], identifier: str | None) -> tuple[int, Any]:
    """GET reads the clock; POST stops, starts or advances it; DELETE starts it."""
    if method == "POST":
        _check_names(body, ("Running", "Advance"), "the clock")
        if not isinstance(body.get("Running", True), bool):
            raise TypeError(f"Running={body['Running']!r}: give true or false")
        seconds = duration("Advance", body.get("Advance", 0))
        if "Running" in body:
            (clock.start if body["Running"] else clock.stop)()
        clock.advance(seconds)
    elif method == "DELETE":
        clock.start()
    elif method != "GET":
        return 405, {"Message": "use GET, POST or DELETE"}
    return 200, {"Now": clock.now(), "Running": clock.running}


def _create_declaration(body: Mapping[str, Any]) -> Declaration:
    _check_names(body, ("Bytes", "Key", "Faces", "Video", "Duration", "Fps", "Size", "Failure"), "a declaration")
    if "Bytes" in body and "Key" in body:
        raise TypeError("give Bytes or Key or neither, not both")
    if not isinstance(body.get("Key", ""), str):
        raise TypeError(f"Key={body['Key']!r}: give a string, bucket/key")
    what: bytes | str | None = body.get("Key")
    if "Bytes" in body:
        what = _decoded(body["Bytes"])
    is_video = "Video" in body or "Failure" in body
    faces = _parse_faces(body.get("Faces")) if "Faces" in body or not is_video else None
    moments = _parse_moments(body["Video"]) if "Video" in body else None
    options = {name.lower(): body[name] for name in ("Duration", "Fps", "Size", "Failure") if name in body}
    return declare(what, faces, video=moments, **options)


def _parse_moments(moments: Any) -> list[tuple[float, list[DeclaredFace]]]:
    if not isinstance(moments, list) or not all(isinstance(moment, dict) for moment in moments):
        raise TypeError("Video: give a list of objects with Timestamp (milliseconds) and Faces")
    for moment in moments:
        _check_names(moment, ("Timestamp", "Faces"), "a moment of a video")
        if "Timestamp" not in moment:
            raise TypeError("Timestamp: give the milliseconds from which on the Faces of a moment are seen")
    return [(moment["Timestamp"], _parse_faces(moment.get("Faces"))) for moment in moments]


def _parse_faces(faces: Any) -> list[DeclaredFace]:
    if not isinstance(faces, list):
        raise TypeError("Faces: give a list of faces, [] for nobody")
    return [_parse_face(each) for each in faces]


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        raise ValueError("Bytes: give the content of the picture in base64") from None


def _parse_face(body: Any) -> DeclaredFace:
    if not isinstance(body, dict):
        raise TypeError(f"{body!r} is no face: give an object with Identity, Like and fields of FaceDetail")
    snake = {wire_name: name for name, wire_name in names().items()}
    _check_names(body, ("Identity", "Like", *snake), "a face")
    details = {snake[name]: value for name, value in body.items() if name in snake and value is not None}
    return parse_face(body.get("Identity"), body.get("Like"), details)


def _declaration_to_json(declaration: Declaration) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if declaration.digest is not None:
        answer["Sha256"] = declaration.digest.hex()
    if declaration.key is not None:
        answer["Key"] = "/".join(declaration.key)
    video = declaration.video
    if video is None:
        return answer | {"Faces": _faces_to_json(declaration.faces or ())}
    if video.failure is not None:
        return answer | {"Failure": video.failure}
    moments = [{"Timestamp": each.milliseconds, "Faces": _faces_to_json(each.faces)} for each in video.moments]
    return answer | {"Video": moments, "Duration": video.duration, "Fps": video.fps, "Size": list(video.size)}


def _faces_to_json(faces: Iterable[DeclaredFace]) -> list[dict[str, Any]]:
    return [_face_to_json(each) for each in faces]


def _face_to_json(face: DeclaredFace) -> dict[str, Any]:
    named = {} if face.identity is None else {"Identity": face.identity}
    return named | {"Like": dict(face.like)} | dict(face.details)


def _create_fault(body: Mapping[str, Any]) -> Fault:
    _check_names(body, FAULT_PARAMETERS, "a fault")
    if "Operation" not in body:
        raise TypeError("Operation: give the name of an operation, or *")
    return fault(**{FAULT_PARAMETERS[name]: value for name, value in body.items()})


def _fault_to_json(fault: Fault) -> dict[str, Any]:
    parameters = {wire_name: getattr(fault, name) for wire_name, name in FAULT_PARAMETERS.items()}
    given = {name: value for name, value in parameters.items() if value is not None}
    return {**given, "Calls": fault.calls, "Raised": fault.raised}


def _create_liveness(body: Mapping[str, Any]) -> Liveness:
    _check_names(body, ("Who", "Face", "Bytes", *LIVENESS_PARAMETERS), "the end of a liveness check")
    subjects = [name for name in ("Who", "Face", "Bytes") if name in body]
    if len(subjects) > 1:
        raise TypeError(f"give one of {' and '.join(subjects)}: they say who is before the camera")
    given = {LIVENESS_PARAMETERS[name]: value for name, value in body.items() if name in LIVENESS_PARAMETERS}
    if not subjects:
        return liveness(**given)
    if "Face" in body:
        return liveness(_parse_face(body["Face"]), **given)
    return liveness(_decoded(body["Bytes"]) if "Bytes" in body else body["Who"], **given)


def _liveness_to_json(outcome: Liveness) -> dict[str, Any]:
    answer: dict[str, Any] = {} if outcome.session is None else {"SessionId": outcome.session}
    answer["Status"] = outcome.status
    if outcome.status != "SUCCEEDED":
        return answer
    subject, metadata = outcome.subject, {} if outcome.sdk_type is None else {"SDKType": outcome.sdk_type}
    if subject is None:
        answer["Who"] = None
    elif isinstance(subject.source, bytes):
        answer["Sha256"] = hashlib.sha256(subject.source).hexdigest()
    elif subject.declared is not None and subject.always:
        answer["Face"] = _face_to_json(subject.declared)
    else:
        answer["Who"] = subject.source.identity
    feedback = [{"Code": code, "Message": message} for code, message in outcome.feedback]
    return {**answer, "Confidence": outcome.confidence, "Feedback": feedback, **metadata}


def _create_lag(body: Mapping[str, Any]) -> Lag:
    _check_names(body, LAG_PARAMETERS, "a lag")
    return lag(**{LAG_PARAMETERS[name]: seconds for name, seconds in body.items()})


def _lag_to_json(lag: Lag) -> dict[str, Any]:
    return {wire_name: getattr(lag, name) for wire_name, name in LAG_PARAMETERS.items()}


def _check_names(body: Mapping[str, Any], allowed: Any, what: str) -> None:
    for name in body:
        check_name(name, allowed, what)
