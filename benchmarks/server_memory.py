"""Memory that a server keeps after batches of large photos.

    python benchmarks/server_memory.py [--photos 48] [--threads 8] [--without]

Starts `moto_rekognition_server`, asks DetectFaces for photos of 12 megapixels from several threads, and prints its
resident memory before, after and at its peak. Linux only. --without: the server as it would be without
`server.memory`, for comparison.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError
from PIL import Image

from moto_rekognition.synthetic import Face

SIZE = (4000, 3000)
WITHOUT = (
    "from moto_rekognition.server import memory; memory.return_large_buffers = lambda: None; "
    "from moto_rekognition.server import main; main()"
)


def photo(number: int, face: Image.Image) -> bytes:
    """A JPEG of 12 megapixels with a face somewhere."""
    picture = Image.new("RGB", SIZE, (100 + number % 50, 130, 140))
    picture.paste(face, (800 + 7 * number, 600))
    file = BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def memory(process: subprocess.Popen[bytes], name: str = "VmRSS") -> int:
    """Megabytes of a process: VmRSS now, VmHWM at its peak."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


def client_of(port: int) -> Any:
    """A client of the server, as soon as that answers."""
    client = boto3.client(
        "rekognition",
        "us-east-1",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(EndpointConnectionError):
            client.list_collections()
            return client
        time.sleep(0.3)
    raise SystemExit("the server does not answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=48)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--without", action="store_true")
    given = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = ["-c", WITHOUT] if given.without else ["-m", "moto_rekognition.server"]
    server = subprocess.Popen(
        [sys.executable, *start, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        client = client_of(port)
        face = Image.open(BytesIO(Face("ada", size=(1500, 1500)).jpeg()))
        client.detect_faces(Image={"Bytes": photo(0, face)})
        print(f"after one photo: {memory(server)} MB")
        with ThreadPoolExecutor(given.threads) as threads:
            list(
                threads.map(
                    lambda number: client.detect_faces(Image={"Bytes": photo(number, face)}),
                    range(1, given.photos + 1),
                )
            )
        time.sleep(2)
        print(f"after {given.photos} more from {given.threads} threads: {memory(server)} MB")
        print(f"at its peak: {memory(server, 'VmHWM')} MB")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
