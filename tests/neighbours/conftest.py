"""The fixtures of the service's tests: in this process, and against a server."""

from tests.service.conftest import camera, client_of, credentials, people, rekognition, s3, server

__all__ = ["camera", "client_of", "credentials", "people", "rekognition", "s3", "server"]
