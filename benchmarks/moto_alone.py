"""What stock moto and boto3 take in a process that does not load moto-rekognition. Run by benchmarks/performance.py.

    python benchmarks/moto_alone.py PHOTO...

Reads the names of jobs from standard input, a line each, and prints the processor seconds that each took.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from moto import mock_aws
from moto.core.botocore_stubber import MockRawResponse

KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
PHOTOS = [Path(name).read_bytes() for name in sys.argv[1:]]


def ten_calls() -> None:
    for _ in range(10):
        kept.detect_text(Image={"Bytes": PHOTOS[0]})


def calls(client: Any) -> None:
    """As many calls as a test of `performance.suite` makes, with photos in as many of them."""
    client.start_text_detection(Video={"S3Object": {"Bucket": "bucket", "Name": "name"}})
    for photo in (*PHOTOS, PHOTOS[0]):
        client.detect_text(Image={"Bytes": photo})


@mock_aws
def test() -> None:
    calls(boto3.client("rekognition", **KEYS))


@mock_aws
def test_with_kept_client() -> None:
    calls(kept)


def answer(request: Any, **_: Any) -> AWSResponse:
    return AWSResponse(request.url, 200, {}, MockRawResponse("{}"))


kept = boto3.client("rekognition", **KEYS)
without_moto = boto3.client("rekognition", **KEYS)
without_moto.meta.events.register_first("before-send", answer)
running = mock_aws()


def main() -> None:
    jobs = {
        "ten calls": ten_calls,
        "test": test,
        "test with kept client": test_with_kept_client,
        "boto3 calls": lambda: calls(without_moto),
    }
    for job in jobs.values():
        with mock_aws():
            job()
    assert "moto_rekognition" not in sys.modules
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        if line == "ten calls\n":
            running.start()
            ten_calls()  # makes the backends of this mock
        start = time.process_time()
        jobs[line.strip()]()
        print(time.process_time() - start, flush=True)
        if line == "ten calls\n":
            running.stop()


if __name__ == "__main__":
    main()
