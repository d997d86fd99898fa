"""A Lambda function on S3 uploads: checks each portrait and writes its verdict beside it, as `<key>.json`."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_plus

import boto3
from botocore.exceptions import ClientError

NOT_A_PORTRAIT = ("InvalidImageFormatException", "ImageTooLargeException", "InvalidParameterException")


def handler(event: dict[str, Any], context: object) -> dict[str, str]:
    """Key -> verdict, for every object of an S3 event. Errors that may pass are raised, so that Lambda tries again."""
    s3, rekognition = boto3.client("s3"), boto3.client("rekognition")
    verdicts = {}
    for record in event["Records"]:
        bucket, key = record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])
        verdicts[key] = verdict(rekognition, bucket, key)
        s3.put_object(Bucket=bucket, Key=f"{key}.json", Body=json.dumps({"verdict": verdicts[key]}))
    return verdicts


def verdict(rekognition: Any, bucket: str, key: str) -> str:
    """What is wrong with a portrait, or "ok"."""
    try:
        faces = rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": key}}, Attributes=["ALL"])
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_A_PORTRAIT:
            return "not a picture"
        raise
    if len(faces["FaceDetails"]) != 1:
        return f"{len(faces['FaceDetails'])} faces"
    (face,) = faces["FaceDetails"]
    problems = {
        "eyes shut": not face["EyesOpen"]["Value"],
        "face covered": face["FaceOccluded"]["Value"],
        "turned away": abs(face["Pose"]["Yaw"]) > 20 or abs(face["Pose"]["Pitch"]) > 20,
        "blurred": face["Quality"]["Sharpness"] < 30,
    }
    return next((problem for problem, is_so in problems.items() if is_so), "ok")
