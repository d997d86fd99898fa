"""What is not faces and collections keeps answering as stock moto does."""

import json
import subprocess
import sys

import boto3
from moto import mock_aws

CALLS = """
import json, boto3
from moto import mock_aws

PHOTO = {"S3Object": {"Bucket": "bucket", "Name": "photo.jpg"}}
MODEL = "arn:aws:rekognition:us-east-1:123456789012:project/p/version/v/1"

CALLS = {
    "detect_labels": {"Image": PHOTO, "MaxLabels": 10},
    "detect_text": {"Image": PHOTO},
    "detect_custom_labels": {"Image": PHOTO, "ProjectVersionArn": MODEL},
    "get_text_detection": {"JobId": "1"},
}

answers = {}
with mock_aws():
    rekognition = boto3.client("rekognition", "us-east-1")
    for call, parameters in CALLS.items():
        try:
            answers[call] = getattr(rekognition, call)(**parameters)
        except NotImplementedError:  # moto 5.0.0 has no detect_custom_labels
            answers[call] = "not implemented"
            continue
        del answers[call]["ResponseMetadata"]
    answers["start_text_detection"] = len(rekognition.start_text_detection(Video=PHOTO)["JobId"])
print(json.dumps(answers, sort_keys=True))
"""


def answers(prelude: str) -> dict[str, object]:
    run = subprocess.run([sys.executable, "-c", prelude + CALLS], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_stock_operations_answer_unchanged() -> None:
    ours, stock = answers("import moto_rekognition\n"), answers("")
    assert stock["detect_labels"]
    assert ours == stock


@mock_aws
def test_an_object_key_cannot_name_another_operation() -> None:
    """Stock moto reads the JSON body as a query string and would run the operation that this key names."""
    rekognition = boto3.client("rekognition", "us-east-1")
    photo = {"S3Object": {"Bucket": "bucket", "Name": "x&Action=DeleteCollection&y.jpg"}}
    assert rekognition.detect_text(Image=photo)["TextDetections"]
