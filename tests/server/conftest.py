"""`moto_rekognition_server` as a user runs it: a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import requests


@dataclass
class Server:
    """A running server."""

    url: str
    process: subprocess.Popen[str]

    def client(self, service: str) -> Any:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        return boto3.client(service, "us-east-1", endpoint_url=self.url, **keys)

    @property
    def rekognition(self) -> Any:
        return self.client("rekognition")

    def health(self) -> requests.Response:
        return requests.get(f"{self.url}/moto-api/rekognition/health", timeout=10)

    def stop(self) -> str:
        """Send SIGTERM and wait; what the server printed. Its exit status is `process.returncode`."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)[1]


Start = Callable[..., Server]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """`start("--seed", folder)`: a server with these options that is ready; it is stopped after the module."""
    servers: list[Server] = []

    def start(*options: object, until: int = 200) -> Server:
        port = free_port()
        command = [sys.executable, "-m", "moto_rekognition.server", "-p", str(port), *map(str, options)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        server = Server(f"http://127.0.0.1:{port}", process)
        servers.append(server)
        for _ in range(600):
            try:
                if server.health().status_code == until:
                    return server
            except requests.RequestException:
                assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
        raise AssertionError("the server did not get ready")

    yield start
    for server in servers:
        server.process.kill()
        server.process.wait()
