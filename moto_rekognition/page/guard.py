"""Who may ask for the page, and what a browser may do with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

Content: TypeAlias = "str | bytes"
Reply: TypeAlias = tuple[int, dict[str, str], Content]
Handler: TypeAlias = Callable[[Any, str, Any], Reply]

#: Nothing from elsewhere, no inline script or style, no frames: https://www.w3.org/TR/CSP3/
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(handler: Handler) -> Handler:
    """The handler for requests that no other site caused; its answers carry HEADERS.

    A browser tells where a request comes from: in Sec-Fetch-Site, older ones in Origin. Other clients tell neither.
    """

    @functools.wraps(handler)
    def answered(request: Any, full_url: str, headers: Any) -> Reply:
        if not _is_own(request):
            return 403, {"Content-Type": "text/plain"} | HEADERS, "This page answers no requests of other sites."
        status, own_headers, content = handler(request, full_url, headers)
        return status, HEADERS | own_headers, content

    return answered


def _is_own(request: Any) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        follows_link = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        return site in ("same-origin", "none") or follows_link
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")
