"""`moto_rekognition_server` is a drop-in for `moto_server`, tried as a user would: a process, HTTP, boto3."""

import gzip
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import boto3
import pytest
import requests


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto_rekognition.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/moto-api/data.json").read()
                break
            except OSError:
                assert server.poll() is None, server.stderr.read().decode()
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.communicate()


def test_boto3_uses_the_server(url: str) -> None:
    rekognition = boto3.client(
        "rekognition", "us-east-1", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b"
    )
    rekognition.create_collection(CollectionId="boto3")
    assert rekognition.describe_collection(CollectionId="boto3")["FaceCount"] == 0


def test_an_unsigned_request_is_recognised_by_its_target(url: str) -> None:
    request = urllib.request.Request(
        url,
        data=b'{"CollectionId": "unsigned"}',
        headers={"X-Amz-Target": "RekognitionService.CreateCollection", "Content-Type": "application/x-amz-json-1.1"},
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Type"] == "application/x-amz-json-1.1"
        assert json.load(response)["CollectionArn"].endswith(":collection/unsigned")


@pytest.mark.parametrize(
    "authorization", ["Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a", "AWS A:B", "Basic YTpi"]
)
def test_a_request_whose_authorization_cannot_be_read_is_recognised_by_its_target(url: str, authorization: str) -> None:
    target = {"X-Amz-Target": "RekognitionService.ListCollections", "Authorization": authorization}
    answer = requests.post(url, data=b"{}", headers=target, timeout=30)
    assert answer.status_code == 200
    assert "CollectionIds" in answer.json()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
def test_the_content_type_of_a_request_does_not_matter(url: str, content_type: str) -> None:
    headers = {"X-Amz-Target": "RekognitionService.DescribeCollection", "Content-Type": content_type}
    answer = requests.post(url, data=b'{"CollectionId": "nobodys"}', headers=headers, timeout=30)
    assert answer.json()["Message"] == "Collection:nobodys not found!"


def test_a_compressed_request_is_refused_and_not_unfolded(url: str) -> None:
    headers = {"X-Amz-Target": "RekognitionService.ListCollections", "Content-Encoding": "gzip"}
    for body in (gzip.compress(b"{}"), b"no gzip"):
        answer = requests.post(url, data=body, headers=headers, timeout=30)
        assert (answer.status_code, answer.json()["__type"]) == (400, "SerializationException")


def test_a_request_that_moto_fails_at_before_it_reads_the_body_is_answered(url: str) -> None:
    requests.post(url, data=bytes(2_000_000), headers={"Authorization": "AWS4-HMAC-SHA256"}, timeout=10)


def test_reset_over_http_empties_the_service(url: str) -> None:
    rekognition = boto3.client(
        "rekognition", "us-east-1", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b"
    )
    rekognition.create_collection(CollectionId="short-lived")
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).read()
    assert rekognition.list_collections()["CollectionIds"] == []


@pytest.mark.parametrize("script", ["main", "proxy"])
def test_help_is_that_of_moto(script: str) -> None:
    code = f"from moto_rekognition.server import {script}; {script}(['--help'])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--port" in run.stdout


def test_a_wrong_setting_stops_the_server_at_once() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "moto_rekognition.server"],
        env=os.environ | {"MOTO_REKOGNITION_FACES_PER_USER": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.strip() == "moto-rekognition setting faces_per_user='many': give a whole number, 0 or more"
