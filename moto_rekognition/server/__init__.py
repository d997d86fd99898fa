"""The servers `moto_rekognition_server` and `moto_rekognition_proxy`: moto's own, with this service in them."""

from __future__ import annotations

import sys

from moto_rekognition import settings


def main(argv: list[str] | None = None) -> None:
    """Run moto's server with the service registered: the flags of `moto_server`, and those of `options`."""
    from moto_rekognition.server import options

    chosen = options.parse(argv)
    _check_settings()
    try:
        from moto_rekognition.server import running
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing}: the server needs more packages: pip install 'moto-rekognition[server]'")
    running.serve(chosen)


def proxy(argv: list[str] | None = None) -> None:
    """Run moto's proxy with the service registered. Same arguments as `moto_proxy`."""
    from moto.proxy import main as serve

    _check_settings()
    serve(argv)


def _check_settings() -> None:
    try:
        settings.current()
    except ValueError as error:
        sys.exit(str(error))
