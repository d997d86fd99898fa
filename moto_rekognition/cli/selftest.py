"""What `doctor` runs in a process of its own, because a broken native library can end the process."""

from __future__ import annotations

import json
import time


def main() -> None:
    """Look at drawn faces through boto3; print what was found, and seconds, as JSON."""
    started = time.perf_counter()
    import boto3
    from moto import mock_aws

    import moto_rekognition  # noqa: F401 (registers the service)
    from moto_rekognition.synthetic import Face

    portrait, photo = Face("ada").jpeg(), Face("ada", yaw=10, smile=0.8).jpeg()
    times = {"import": time.perf_counter() - started}
    with mock_aws():
        rekognition = boto3.client(
            "rekognition", "us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing"
        )
        rekognition.create_collection(CollectionId="doctor")
        for name, operation, options in (
            ("first picture", rekognition.index_faces, {"ExternalImageId": "ada"}),
            ("second picture", rekognition.search_faces_by_image, {}),
        ):
            started = time.perf_counter()
            image = {"Bytes": portrait if name == "first picture" else photo}
            answer = operation(CollectionId="doctor", Image=image, **options)
            times[name] = time.perf_counter() - started
    print(json.dumps({"seconds": times, "similarity": [match["Similarity"] for match in answer["FaceMatches"]]}))


if __name__ == "__main__":
    main()
