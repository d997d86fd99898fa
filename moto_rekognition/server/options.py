"""The flags of `moto_rekognition_server`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

_EPILOG = (
    "The page of the server is at /moto-api/rekognition/, its health at /moto-api/rekognition/health. "
    "SIGTERM and SIGINT stop it: requests that are being answered are finished, then the snapshot is saved."
)


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Parse a command line; exits with status 2 and a message when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="moto_rekognition_server", description="All services of moto, with this Rekognition.", epilog=_EPILOG
    )
    _add_those_of_moto(parser)
    ours = parser.add_argument_group("Rekognition")
    ours.add_argument("--preload", action="store_true", help="load the engine and its model before the first request")
    ours.add_argument(
        "--seed",
        type=Path,
        metavar="DIR",
        help="index portraits: DIR/people/ada.jpg goes into the collection `people` with the external image id `ada`; "
        "what is there already is left out",
    )
    ours.add_argument(
        "--declare",
        type=Path,
        metavar="FILE",
        help="declarations, faults, lags and the clock, as YAML or JSON in the format of the control API",
    )
    ours.add_argument(
        "--snapshot",
        type=Path,
        metavar="FILE",
        help="load the collections of this file if it exists; save them at stop",
    )
    ours.add_argument(
        "--keep-images", action="store_true", help="keep small copies of images for the page, in 64 MB at most"
    )
    return parser.parse_args(argv)


def _add_those_of_moto(parser: argparse.ArgumentParser) -> None:
    """The flags of `moto_server`, with the same meaning."""
    parser.add_argument("-H", "--host", default="127.0.0.1", help="address to bind (default: %(default)s)")
    port = os.environ.get("MOTO_PORT", "5000")
    parser.add_argument("-p", "--port", type=_port, default=port, help="port (default: %(default)s, or MOTO_PORT)")
    parser.add_argument("-r", "--reload", action="store_true", help="restart when a source file changes")
    parser.add_argument(
        "-s", "--ssl", action="store_true", help="serve https with a certificate that is made at the start"
    )
    parser.add_argument("-c", "--ssl-cert", metavar="FILE", help="certificate for https")
    parser.add_argument("-k", "--ssl-key", metavar="FILE", help="private key for https")


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # the system would take the remainder
        raise argparse.ArgumentTypeError(f"{port} is no port: give a number from 0 to 65535")
    return port
