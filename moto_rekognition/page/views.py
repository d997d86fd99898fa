"""The handlers of the page's paths."""

from __future__ import annotations

import functools
import importlib.metadata
import json
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from moto_rekognition.page.guard import Reply, guarded
from moto_rekognition.page.health import health

if TYPE_CHECKING:
    from jinja2 import Environment

_STATIC = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
#: Bytes of the body of a trial: two photos of the largest size that the service takes.
_LARGEST_TRIAL = 32 * 2**20


@functools.cache
def environment() -> Environment:
    """The one Jinja2 environment: everything is escaped, and what is undefined is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("moto_rekognition.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    from moto_rekognition.page import state

    made.filters["moment"] = state.moment
    made.filters["pretty"] = _pretty
    made.filters["as_json"] = lambda value: json.dumps(value, ensure_ascii=False)  # escaped as all else is
    made.filters["query"] = lambda values: urlencode(values, quote_via=quote)
    return made


def _pretty(text: str) -> str:
    """JSON with indentation; other text as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _html(template: str, status: int = 200, **values: Any) -> Reply:
    content = environment().get_template(template).render(version=_version(), doing=health.doing, **values)
    return status, {"Content-Type": "text/html; charset=utf-8"}, content


@functools.cache
def _version() -> str:
    try:
        return importlib.metadata.version("moto-rekognition")
    except importlib.metadata.PackageNotFoundError:
        return ""


def _query(full_url: str, *names: str) -> list[str]:
    given = parse_qs(urlsplit(full_url).query)
    return [given.get(name, [""])[0] for name in names]


@guarded
def index(request: Any, full_url: str, headers: Any) -> Reply:
    """Everything at a glance."""
    from moto_rekognition.page import state
    from moto_rekognition.rekognition import kept_images
    from moto_rekognition.rekognition.protocol.request_log import request_log

    return _html(
        "index.html",
        collections=state.collections(),
        requests=request_log.latest(),
        outcomes=state.outcomes(),
        work=state.work(),
        keeps_images=kept_images.current() is not None,
    )


@guarded
def collection(request: Any, full_url: str, headers: Any) -> Reply:
    """One collection: `?account=&region=&id=&start=`."""
    from moto_rekognition.page import state

    account, region, collection_id, start = _query(full_url, "account", "region", "id", "start")
    found = state.find(account, region, collection_id)
    if found is None:
        return _html("missing.html", 404, what=f"the collection {collection_id!r} in {account}, {region}")
    first = int(start) if start.isdecimal() else 0
    return _html(
        "collection.html",
        backend=found[0],
        collection=found[1],
        faces=state.faces(found[1], first),
        users=state.users(found[1]),
        start=first,
        size=state.PAGE,
    )


@guarded
def logged(request: Any, full_url: str, headers: Any) -> Reply:
    """One request: `?number=`."""
    from moto_rekognition.page import state
    from moto_rekognition.rekognition.protocol.request_log import request_log

    (number,) = _query(full_url, "number")
    found = next((each for each in request_log.latest() if str(each.number) == number), None)
    if found is None:
        return _html("missing.html", 404, what=f"the request {number!r}; the latest ones are kept only")
    return _html("request.html", logged=found, images=state.images(found.images))


@guarded
def image(request: Any, full_url: str, headers: Any) -> Reply:
    """The small copy of an image: `?sha256=`."""
    from moto_rekognition.rekognition import kept_images

    kept = kept_images.current()
    (digest,) = _query(full_url, "sha256")
    found = None if kept is None else kept.get(digest)
    if found is None or found.jpeg is None:
        return 404, {"Content-Type": "text/plain"}, "It is not kept."
    return 200, {"Content-Type": "image/jpeg"}, found.jpeg


@guarded
def drawn(request: Any, full_url: str, headers: Any) -> Reply:
    """A drawn person, for those who have no photo at hand: `?name=`."""
    from moto_rekognition.synthetic import Face

    (name,) = _query(full_url, "name")
    return 200, {"Content-Type": "image/jpeg"}, Face(name[:100] or "ada", smile=0.7, yaw=8, size=(480, 480)).jpeg()


@guarded
def trial(request: Any, full_url: str, headers: Any) -> Reply:
    """POST a photo, or two one after the other: what each operation would answer, as JSON.

    `?account=&region=&id=&first=`: id of a collection, or nothing; first: bytes of the first photo.
    """
    if request.method != "POST":
        return 405, {"Content-Type": "text/plain"}, "Use POST."
    from moto_rekognition.page import trial as trials

    content = request.get_data() if hasattr(request, "get_data") else request.body or b""
    account, region, collection_id, first = _query(full_url, "account", "region", "id", "first")
    if not content or len(content) > _LARGEST_TRIAL:
        return 400, {"Content-Type": "text/plain"}, "The body is the photo, of 15 MB at most."
    cut = int(first) if first.isdecimal() else len(content)
    try:
        answers = trials.answers(
            content[:cut],
            content[cut:] or None,
            account or "123456789012",
            region or "us-east-1",
            collection_id or None,
        )
    except KeyError:
        return 400, {"Content-Type": "text/plain"}, f"There is no Rekognition in {region}."
    return 200, {"Content-Type": "application/json"}, json.dumps(answers)


def static(name: str) -> Any:
    """The handler of a file."""

    @guarded
    def handler(request: Any, full_url: str, headers: Any) -> Reply:
        content = resources.files("moto_rekognition.page").joinpath("static", name).read_text(encoding="utf-8")
        return 200, {"Content-Type": _STATIC[name]}, content

    handler.__name__ = name.replace(".", "_")  # moto names the route after it
    return handler
