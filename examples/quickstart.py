"""The main job, end to end: a real photo in moto's S3, indexed, listed and found again by an unmodified boto3 client.

Run it with nothing but the package and its `examples` extra installed. It prints the answers and writes
`quickstart.png`, the photo with the box and the landmarks drawn on it.
"""

import io
import json
import sys
from pathlib import Path

import boto3
from moto import mock_aws
from PIL import Image, ImageDraw
from skimage import data

import moto_rekognition  # noqa: F401  (one import registers it; under pytest not even that)

REGION = "us-east-1"


def astronaut_jpeg() -> bytes:
    """The public-domain NASA portrait that scikit-image carries."""
    buffer = io.BytesIO()
    Image.fromarray(data.astronaut()).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def draw(photo: bytes, faces: list[dict], path: Path) -> None:
    picture = Image.open(io.BytesIO(photo)).convert("RGB")
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    for face in faces:
        box = face["BoundingBox"]
        left, top = box["Left"] * width, box["Top"] * height
        pen.rectangle((left, top, left + box["Width"] * width, top + box["Height"] * height), outline="lime", width=2)
        for landmark in face["Landmarks"]:
            x, y = landmark["X"] * width, landmark["Y"] * height
            pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill="yellow")
    picture.save(path)


def show(title: str, answer: object) -> None:
    print(f"\n{title}\n{json.dumps(answer, indent=1, default=str)}")


@mock_aws
def main(output: Path) -> None:
    photo = astronaut_jpeg()
    boto3.client("s3", REGION).create_bucket(Bucket="photos")
    boto3.client("s3", REGION).put_object(Bucket="photos", Key="crew/eileen.jpg", Body=photo)

    rekognition = boto3.client("rekognition", REGION)
    show("CreateCollection", rekognition.create_collection(CollectionId="crew")["CollectionArn"])

    indexed = rekognition.index_faces(
        CollectionId="crew",
        Image={"S3Object": {"Bucket": "photos", "Name": "crew/eileen.jpg"}},
        ExternalImageId="eileen",
        DetectionAttributes=["ALL"],
    )
    show("IndexFaces from S3", indexed["FaceRecords"])

    again = rekognition.index_faces(CollectionId="crew", Image={"Bytes": photo}, ExternalImageId="eileen-by-bytes")
    show("IndexFaces from bytes", [record["Face"] for record in again["FaceRecords"]])

    show("ListFaces", rekognition.list_faces(CollectionId="crew")["Faces"])

    found = rekognition.search_faces_by_image(CollectionId="crew", Image={"Bytes": photo})
    show("SearchFacesByImage", found["FaceMatches"])

    draw(photo, [record["FaceDetail"] for record in indexed["FaceRecords"]], output)
    print(f"\nwrote {output}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "quickstart.png"))
