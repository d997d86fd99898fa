"""Who may ask for the page, and what a browser may do with it."""

from __future__ import annotations

import functools
import ipaddress
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


#: Ends of names that nobody can register: RFC 6761, RFC 6762, RFC 8375 and ICANN's resolution 2024.07.29.06.
PRIVATE_DOMAINS = (".localhost", ".test", ".local", ".home.arpa", ".internal")


def guarded(handler: Handler) -> Handler:
    """The handler for requests that no other site caused; its answers carry HEADERS.

    A browser tells where a request comes from: in Sec-Fetch-Site, older ones in Origin. Other clients tell neither.
    """

    @functools.wraps(handler)
    def answered(request: Any, full_url: str, headers: Any) -> Reply:
        if _may_be_rebound(request):
            name = request.headers["Host"]
            text = (
                f"This server listens on this computer only and does not answer as {name}: ask for localhost instead."
            )
            return 403, {"Content-Type": "text/plain"} | HEADERS, text
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


def _may_be_rebound(request: Any) -> bool:
    """Whether the name of another site may lead here: DNS rebinding, which a browser takes for the site's own server.

    Only for a server that listens on this computer alone. Others, such as those in containers and behind proxies, have
    names that this function cannot know.
    """
    environ = getattr(request, "environ", {})  # older releases of moto have none for requests in process
    name = request.headers.get("Host", "")
    return _is_loopback(environ.get("SERVER_NAME", "")) and not _is_private(urlsplit(f"//{name}").hostname or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _is_private(name: str) -> bool:
    """Whether it is an address, or a name that the public DNS does not have."""
    name = name.rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(PRIVATE_DOMAINS)
    return True
