"""Sixteen threads on one server: faces come and go, collections are deleted, everything is reset."""

from __future__ import annotations

import base64
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.reliability.conftest import FACTOR, Tally

THREADS = 16
CALLS = 60 * FACTOR
COLLECTIONS = ("red", "blue", "green")

#: What a call may be refused with when another thread was faster.
EXPECTED = {
    "ResourceNotFoundException",
    "ResourceAlreadyExistsException",
    "ConflictException",
    "InvalidParameterException",
    "InvalidImageFormatException",  # a reset has forgotten what is declared
    "InvalidS3ObjectException",  # a reset has deleted the object
    "InvalidPaginationTokenException",  # the token went with its collection
}


def calls(client: Any, chance: random.Random) -> tuple[str, Callable[[], Any]]:
    """A call by its name."""
    here = {"CollectionId": chance.choice(COLLECTIONS)}
    image = {"Bytes": f"person {chance.randrange(8)}".encode()}
    user = f"user-{chance.randrange(4)}"

    def of_some_faces(act: Callable[..., Any], **more: Any) -> Any:
        faces = client.list_faces(**here)["Faces"]
        ids = [one["FaceId"] for one in faces][: chance.randrange(1, 4)]
        return act(**here, FaceIds=ids, **more) if ids else None

    return chance.choice(
        [
            *[("IndexFaces", lambda: client.index_faces(**here, Image=image, ExternalImageId=user))] * 4,
            *[("SearchFacesByImage", lambda: client.search_faces_by_image(**here, Image=image, MaxFaces=5))] * 2,
            ("DetectFaces", lambda: client.detect_faces(Image={"S3Object": {"Bucket": "photos", "Name": "0.jpg"}})),
            ("SearchUsersByImage", lambda: client.search_users_by_image(**here, Image=image)),
            ("ListFaces", lambda: list(client.get_paginator("list_faces").paginate(**here, MaxResults=3))),
            ("DeleteFaces", lambda: of_some_faces(client.delete_faces)),
            ("CreateUser", lambda: client.create_user(**here, UserId=user)),
            ("DeleteUser", lambda: client.delete_user(**here, UserId=user)),
            ("AssociateFaces", lambda: of_some_faces(client.associate_faces, UserId=user, UserMatchThreshold=0)),
            ("DisassociateFaces", lambda: of_some_faces(client.disassociate_faces, UserId=user)),
            *[("CreateCollection", lambda: client.create_collection(**here))] * 3,
            *[("DeleteCollection", lambda: client.delete_collection(**here))] * (chance.random() < 0.3),
            ("DescribeCollection", lambda: client.describe_collection(**here)),
        ]
    )


def prepare(address: str) -> None:
    url = f"{address}/moto-api/static/rekognition/declarations"
    for n in range(8):
        content = base64.b64encode(f"person {n}".encode()).decode()
        body = {"Bytes": content, "Faces": [{"Identity": f"person {n % 4}"}, {}]}
        assert requests.post(url, json=body, timeout=60).status_code == 201
    s3 = boto3.client("s3", "us-east-1", endpoint_url=address, aws_access_key_id="a", aws_secret_access_key="b")
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="0.jpg", Body=b"person 0")


@pytest.mark.parametrize("resets", [False, True], ids=["without resets", "with resets"])
def test_threads_do_not_get_into_each_others_way(
    empty_server: str, tally: Callable[[str], Tally], resets: bool
) -> None:
    counted = tally(f"calls of {THREADS} threads, {'with' if resets else 'without'} resets")
    lock = threading.Lock()
    prepare(empty_server)
    config = Config(retries={"max_attempts": 0}, max_pool_connections=THREADS)
    client = boto3.client(
        "rekognition",
        "us-east-1",
        endpoint_url=empty_server,
        config=config,
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )

    for collection in COLLECTIONS:
        client.create_collection(CollectionId=collection)

    def work(number: int) -> None:
        chance = random.Random(number * 1000 + FACTOR)
        for _ in range(CALLS):
            if resets and number == 0 and chance.random() < 0.1:
                requests.post(f"{empty_server}/moto-api/reset", timeout=60)
                prepare(empty_server)
            name, call = calls(client, chance)
            problem, answer = None, "answered"
            try:
                call()
            except ClientError as error:
                answer = error.response["Error"]["Code"]
                problem = None if answer in EXPECTED else f"{name}: {error}"
            except Exception as error:
                answer = type(error).__name__
                problem = f"{name}: {error!r}"
            with lock:
                counted.add(answer, problem)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # change threads as often as possible
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(work, range(THREADS)))
    finally:
        sys.setswitchinterval(interval)

    for collection in client.list_collections()["CollectionIds"]:
        here = {"CollectionId": collection}
        faces = [one for page in client.get_paginator("list_faces").paginate(**here) for one in page["Faces"]]
        described = client.describe_collection(**here)
        assert described["FaceCount"] == len({one["FaceId"] for one in faces}) == len(faces)
        users = {one["UserId"] for one in client.list_users(**here)["Users"]}
        assert described["UserCount"] == len(users)
        assert {one["UserId"] for one in faces if "UserId" in one} <= users
        for one in faces:
            client.search_faces(**here, FaceId=one["FaceId"])
