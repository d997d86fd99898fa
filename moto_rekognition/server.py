"""The drop-in servers: `moto_rekognition_server` and `moto_rekognition_proxy`, with every flag of moto's own."""

from __future__ import annotations

import sys

from moto_rekognition import settings


def main(argv: list[str] | None = None) -> None:
    """Run moto's server with the service registered. Same arguments as `moto_server`."""
    from moto.server import main as serve

    _check_settings()
    serve(argv)


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


if __name__ == "__main__":
    main()
