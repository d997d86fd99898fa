"""New photos a second from a server, with one client and with several: `python benchmarks/server.py`.

Each photo is looked at for the first time. Runs with one client and with several take turns, so that what else the
machine does disturbs both alike; on a busy machine several clients get a larger share of it.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import requests

from moto_rekognition.synthetic import Face


def start() -> tuple[subprocess.Popen[bytes], str]:
    """A server with its model loaded, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto_rekognition.server", "-p", str(port), "--preload"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            if requests.get(f"{url}/moto-api/rekognition/health", timeout=5).ok:
                return server, url
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def photos_a_second(rekognition: Any, photos: list[bytes], clients: int) -> float:
    def index(photo: bytes) -> None:
        rekognition.index_faces(CollectionId="people", Image={"Bytes": photo})

    begin = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(index, photos))
    return len(photos) / (time.perf_counter() - begin)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--photos", type=int, default=60, help="a run")
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    total = 2 * given.rounds * given.photos
    photos = [Face(number, yaw=number % 21 - 10, size=(640, 480)).jpeg() for number in range(total)]
    server, url = start()
    try:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        rekognition = boto3.client("rekognition", "us-east-1", endpoint_url=url, **keys)
        rekognition.create_collection(CollectionId="people")
        rates: dict[int, list[float]] = {1: [], given.clients: []}
        for _ in range(given.rounds):
            for clients, measured in rates.items():
                batch, photos = photos[: given.photos], photos[given.photos :]
                measured.append(photos_a_second(rekognition, batch, clients))
    finally:
        server.terminate()
        server.wait()
    one, several = (statistics.median(measured) for measured in rates.values())
    ratio = statistics.median(many / single for single, many in zip(*rates.values(), strict=True))
    print(f"{os.cpu_count()} cores, IndexFaces of {given.photos} new photos of 640x480")
    print(f"1 client: {one:.1f} photos a second; {given.clients} clients: {several:.1f}; ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
