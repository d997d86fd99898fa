"""The server's life: start, prepare, serve, and stop without cutting anybody off."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from threading import Condition
from typing import Any, NoReturn

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import WSGIRequestHandler, is_running_from_reloader, run_simple
from werkzeug.wsgi import get_input_stream

import moto_rekognition  # noqa: F401 (registers the service)
from moto_rekognition import _moto
from moto_rekognition.server import memory
from moto_rekognition.server.preparation import Preparation

#: Seconds that a stopping server waits for requests that are being answered.
PATIENCE = 20.0
_BLOCK = 1 << 20
#: Status with which werkzeug's reloader asks for a restart.
_RESTART = 3
PAGE = "/moto-api/rekognition"
LOCAL = ("127.0.0.1", "::1", "localhost")


class InFlight:
    """WSGI middleware that knows how many requests are being answered."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._count = 0
        self._changed = Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._changed:
            self._count += 1
        try:
            content = self._application(environ, start_response)
            try:
                yield from content
            finally:
                if hasattr(content, "close"):
                    content.close()
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until no request is being answered; whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)


class WholeBodies:
    """WSGI middleware that reads what the application leaves of a request's body, also when it fails.

    werkzeug's server reads it otherwise, and until the client hangs up: a client that waits for its answer never does.
    """

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"] = get_input_stream(environ)
        environ["wsgi.input_terminated"] = True
        try:
            yield from self._application(environ, start_response)
        finally:
            with suppress(OSError, ClientDisconnected):
                while body.read(_BLOCK):
                    pass


class Handler(_moto.request_handler(WSGIRequestHandler)):  # type: ignore[misc]
    """moto's, which logs neither the page, which asks every two seconds, nor the server's health nor seeded photos."""

    def log_request(self, *arguments: Any) -> None:
        if not self.path.startswith(PAGE) and "moto-rekognition-seed" not in self.headers.get("User-Agent", ""):
            super().log_request(*arguments)


def serve(options: argparse.Namespace) -> None:
    """Serve until a signal comes. Exits with status 1 when what was asked for cannot be prepared."""
    memory.return_large_buffers()
    os.environ.setdefault("MOTO_PORT", str(options.port))  # as moto's server does
    if options.host not in LOCAL:
        warn(
            f"listening on {options.host}: everybody who reaches this machine can use the server, "
            "because moto checks no credentials"
        )
    application = DomainDispatcherApplication(create_backend_app)
    application.debug = True
    in_flight = InFlight(WholeBodies(application))
    preparation = Preparation(options)

    def stop(number: int, _: Any) -> NoReturn:
        preparation.stop()  # before its requests fail because nobody answers them any more
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    watched = options.reload and not is_running_from_reloader()  # then this process only starts the one that serves
    if not watched:
        preparation.begin()
    status: Any = 0
    try:
        run_simple(
            options.host,
            options.port,
            in_flight,
            threaded=True,
            use_reloader=options.reload,
            ssl_context=_ssl(options),
            request_handler=Handler,
        )
    except SystemExit as stopped:
        status = stopped.code
    if not watched:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if not in_flight.wait(PATIENCE):
            warn(f"some requests were not answered within {PATIENCE:.0f} seconds")
        # A server that could not listen must not overwrite the snapshot of the one that does.
        preparation.end(save=status in (0, _RESTART))
    sys.exit(preparation.failure or status)


def _ssl(options: argparse.Namespace) -> Any:
    if options.ssl_key and options.ssl_cert:
        return options.ssl_cert, options.ssl_key
    return "adhoc" if options.ssl else None


def warn(message: str) -> None:
    print(f"moto_rekognition_server: warning: {message}", file=sys.stderr)
