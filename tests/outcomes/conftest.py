"""Every test of the service with outcomes runs twice, as those of the service do: see tests/service/conftest.py."""

from tests.service.conftest import client_of, people, raw, rekognition, s3, server

__all__ = ["client_of", "people", "raw", "rekognition", "s3", "server"]
