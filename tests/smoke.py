"""What an installed wheel must do, run by an interpreter that has nothing but the wheel: `python smoke.py`."""

import importlib.metadata
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
from moto import mock_aws

import moto_rekognition
from moto_rekognition.synthetic import Face


def index_a_face() -> None:
    with mock_aws():
        rekognition = boto3.client("rekognition", "us-east-1")
        rekognition.create_collection(CollectionId="c")
        indexed = rekognition.index_faces(
            CollectionId="c", Image={"Bytes": Face(identity=1).jpeg()}, ExternalImageId="a"
        )
        (match,) = rekognition.search_faces_by_image(
            CollectionId="c", Image={"Bytes": Face(identity=1, yaw=10).jpeg()}
        )["FaceMatches"]
        assert match["Face"]["FaceId"] == indexed["FaceRecords"][0]["Face"]["FaceId"]


def serve() -> None:
    command = shutil.which("moto_rekognition_server", path=str(Path(sys.executable).parent))
    assert command, "the console script is missing"
    server = subprocess.Popen([command, "-p", "5123"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen("http://127.0.0.1:5123/moto-api/data.json").read()
                break
            except OSError:
                time.sleep(0.2)
        rekognition = boto3.client(
            "rekognition",
            "us-east-1",
            endpoint_url="http://127.0.0.1:5123",
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        rekognition.create_collection(CollectionId="c")
        assert rekognition.describe_collection(CollectionId="c")["FaceCount"] == 0
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    assert "site-packages" in moto_rekognition.__file__, "run me where the package is installed from its wheel"
    index_a_face()
    serve()
    print("smoke test passed:", importlib.metadata.version("moto-rekognition"))
