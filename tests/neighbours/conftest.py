"""The fixtures of the service's tests: in this process, and against a server."""

from tests.service.conftest import client_of, credentials, people, rekognition, server

__all__ = ["client_of", "credentials", "people", "rekognition", "server"]
