"""Pictures as Bytes and as S3 objects: what is read, which way is up, and what is refused."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from moto_rekognition.rekognition.exceptions import InvalidImageFormatException, RekognitionError
from moto_rekognition.rekognition.media.image import LARGEST_S3_OBJECT, SourceImage
from tests.service.conftest import ClientOf
from tests.service.scenes import Camera, Person

RED, GREEN, BLUE, GREY = (204, 51, 51), (51, 204, 51), (51, 51, 204), (153, 153, 153)


def corners(width: int = 120, height: int = 96) -> Image.Image:
    """A picture with red, green, blue and grey quarters: upper left, upper right, lower left, lower right."""
    image = Image.new("RGB", (width, height))
    for place, colour in enumerate((RED, GREEN, BLUE, GREY)):
        image.paste(colour, (width // 2 * (place % 2), height // 2 * (place // 2), width, height))
    return image


def encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def colours(content: bytes) -> list[tuple[int, ...]]:
    pixels = SourceImage(content).pixels()
    height, width, _ = pixels.shape
    places = ((height // 4, width // 4), (height // 4, -width // 4), (-height // 4, width // 4))
    return [tuple(int(level) for level in pixels[place]) for place in places]


def close(seen: list[tuple[int, ...]], expected: list[tuple[int, ...]], by: int = 12) -> bool:
    return bool(np.abs(np.array(seen) - np.array(expected)).max() <= by)


@pytest.mark.parametrize(
    ("mode", "format", "options"),
    [
        ("RGB", "PNG", {}),
        ("P", "PNG", {}),
        ("P", "PNG", {"transparency": 0}),
        ("P", "PNG", {"transparency": bytes(256)}),
        ("RGBA", "PNG", {}),
        ("RGB", "JPEG", {"quality": 95}),
        ("RGB", "JPEG", {"quality": 95, "progressive": True}),
        ("CMYK", "JPEG", {"quality": 95}),
    ],
)
@pytest.mark.filterwarnings("error")
def test_every_flavour_of_colour_is_read_as_rgb(mode: str, format: str, options: dict[str, Any]) -> None:
    content = encoded(corners().convert(mode), format, **options)

    assert SourceImage(content).pixels().shape == (96, 120, 3)
    assert close(colours(content), [RED, GREEN, BLUE])


@pytest.mark.parametrize(("mode", "format"), [("L", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("L", "JPEG")])
def test_every_flavour_of_grey_is_read_as_rgb(mode: str, format: str) -> None:
    grey = corners().convert("L")
    image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    expected = [(grey.getpixel(place),) * 3 for place in ((30, 24), (90, 24), (30, 72))]

    assert close(colours(encoded(image, format)), expected)  # type: ignore[arg-type]


def test_black_and_white_is_read_as_rgb() -> None:
    assert SourceImage(encoded(corners().convert("1"), "PNG")).pixels().shape == (96, 120, 3)


@pytest.mark.evidence("documented")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_turned_upright_as_its_exif_says(orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = corners().transpose(undo[orientation]) if orientation in undo else corners()

    content = encoded(stored, "JPEG", quality=95, exif=exif)

    assert SourceImage(content).pixels().shape == (96, 120, 3)
    assert close(colours(content), [RED, GREEN, BLUE])


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_spoil_a_picture() -> None:
    content = encoded(corners(), "JPEG", quality=95, exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f")

    assert close(colours(content), [RED, GREEN, BLUE])


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("verified")
@pytest.mark.parametrize("format", ["GIF", "BMP", "WEBP", "TIFF"])
def test_other_formats_are_refused(rekognition: Any, format: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidImageFormatException) as refusal:
        rekognition.detect_faces(Image={"Bytes": encoded(corners(), format)})

    assert refusal.value.response["Error"]["Message"] == "Request has invalid image format"


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("assumed")
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_truncated_picture_is_refused(rekognition: Any, format: str) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8))
    content = encoded(noise, format)

    with pytest.raises(rekognition.exceptions.InvalidImageFormatException):
        rekognition.detect_faces(Image={"Bytes": content[: len(content) // 2]})


@settings(max_examples=150)
@given(
    format=st.sampled_from(["JPEG", "PNG"]),
    wounds=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
)
def test_a_damaged_picture_is_read_or_refused(format: str, wounds: list[tuple[float, bytes]]) -> None:
    content = bytearray(encoded(corners(), format))
    for place, wound in wounds:
        start = int(place * (len(content) - 1))
        content[start : start + len(wound)] = wound

    try:
        pixels = SourceImage(bytes(content)).pixels()
    except RekognitionError:
        return
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("verified")
@pytest.mark.parametrize("size", [(79, 200), (200, 79)])
def test_a_picture_with_a_short_side_is_refused(rekognition: Any, size: tuple[int, int]) -> None:
    with pytest.raises(rekognition.exceptions.InvalidParameterException) as refusal:
        rekognition.detect_faces(Image={"Bytes": encoded(corners(*size), "PNG")})

    assert refusal.value.response["Error"]["Message"] == "Request has invalid parameters"


@pytest.mark.evidence("documented")
def test_a_picture_of_eighty_pixels_is_large_enough(rekognition: Any, camera: Camera) -> None:
    photo = camera.photo(Person("ada", width=40), size=(80, 80))

    assert len(rekognition.detect_faces(Image={"Bytes": photo})["FaceDetails"]) == 1


def png_that_claims(width: int, height: int) -> bytes:
    """A small file with a large header."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("verified")
@pytest.mark.parametrize("size", [(10800, 5400), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
@pytest.mark.filterwarnings("error")
def test_a_picture_with_a_long_side_is_refused_before_it_is_decoded(rekognition: Any, size: tuple[int, int]) -> None:
    with pytest.raises(rekognition.exceptions.ImageTooLargeException) as refusal:
        rekognition.detect_faces(Image={"Bytes": png_that_claims(*size)})

    message = f"Input image dimensions {size[0]} x {size[1]} exceed maximum dimension size of 10000 pixels"
    assert refusal.value.response["Error"]["Message"] == message


@pytest.mark.filterwarnings("error")
def test_the_largest_picture_that_is_allowed_raises_no_alarm() -> None:
    SourceImage(png_that_claims(10_000, 10_000)).check()


@pytest.fixture
def bucket(s3: Any) -> str:
    s3.create_bucket(Bucket="photos")
    return "photos"


@pytest.mark.evidence("documented")
def test_an_object_is_read_from_s3(rekognition: Any, s3: Any, bucket: str, camera: Camera) -> None:
    s3.put_object(Bucket=bucket, Key="ünter wegs/ada&bob.png", Body=camera.photo(Person("ada")))

    answer = rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": "ünter wegs/ada&bob.png"}})

    assert len(answer["FaceDetails"]) == 1


@pytest.mark.evidence("documented")
def test_bytes_and_an_object_of_the_same_content_are_the_same_image(
    rekognition: Any, people: str, s3: Any, bucket: str, camera: Camera
) -> None:
    photo = camera.photo(Person("ada"))
    s3.put_object(Bucket=bucket, Key="ada.png", Body=photo)

    from_bytes = rekognition.index_faces(CollectionId=people, Image={"Bytes": photo})
    from_s3 = rekognition.index_faces(CollectionId=people, Image={"S3Object": {"Bucket": bucket, "Name": "ada.png"}})

    assert from_bytes["FaceRecords"] == from_s3["FaceRecords"]


@pytest.mark.evidence("documented")
def test_an_earlier_version_of_an_object_can_be_read(rekognition: Any, s3: Any, bucket: str, camera: Camera) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    photos = camera.photo(Person("ada")), camera.photo(Person("ada"), Person("bob"))
    versions = [s3.put_object(Bucket=bucket, Key="k", Body=photo)["VersionId"] for photo in photos]

    def faces(**version: str) -> int:
        image = {"S3Object": {"Bucket": bucket, "Name": "k", **version}}
        return len(rekognition.detect_faces(Image=image)["FaceDetails"])

    assert [faces(), faces(Version=versions[0]), faces(Version=versions[1])] == [2, 1, 2]


@pytest.mark.evidence("verified")
@pytest.mark.parametrize(
    "missing",
    [
        {"Bucket": "nowhere", "Name": "ada.png"},
        {"Bucket": "photos", "Name": "nothing"},
        {"Bucket": "photos", "Name": "ada.png", "Version": "none-such"},
        {"Bucket": "photos", "Name": "deleted.png"},
    ],
)
def test_an_object_that_is_not_there_is_an_invalid_object(
    rekognition: Any, s3: Any, bucket: str, camera: Camera, missing: dict[str, str]
) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for key in ("ada.png", "deleted.png"):
        s3.put_object(Bucket=bucket, Key=key, Body=camera.photo(Person("ada")))
    s3.delete_object(Bucket=bucket, Key="deleted.png")

    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException) as refusal:
        rekognition.detect_faces(Image={"S3Object": missing})

    assert refusal.value.response["Error"]["Message"] == (
        "Unable to get object metadata from S3. Check object key, region and/or access permissions."
    )


@pytest.mark.evidence("documented")
def test_a_bucket_of_another_region_is_out_of_reach(rekognition: Any, client_of: ClientOf, camera: Camera) -> None:
    elsewhere = client_of("s3", "eu-west-1")
    elsewhere.create_bucket(Bucket="europe", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    elsewhere.put_object(Bucket="europe", Key="ada.png", Body=camera.photo(Person("ada")))

    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException):
        rekognition.detect_faces(Image={"S3Object": {"Bucket": "europe", "Name": "ada.png"}})


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("assumed")
def test_an_object_without_a_name_is_an_invalid_object(rekognition: Any) -> None:
    with pytest.raises(rekognition.exceptions.InvalidS3ObjectException) as refusal:
        rekognition.detect_faces(Image={"S3Object": {"Bucket": "photos"}})

    assert refusal.value.response["Error"]["Message"] == "Request has invalid S3 object."


@pytest.mark.evidence("documented")
def test_an_object_may_have_fifteen_megabytes(rekognition: Any, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="large", Body=bytes(LARGEST_S3_OBJECT + 1))

    with pytest.raises(rekognition.exceptions.ImageTooLargeException) as refusal:
        rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": "large"}})

    assert refusal.value.response["Error"]["Message"] == "Image size is too large."


@pytest.mark.evidence("assumed")
def test_an_empty_object_is_no_picture(rekognition: Any, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="empty", Body=b"")

    with pytest.raises(rekognition.exceptions.InvalidImageFormatException):
        rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": "empty"}})


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("assumed")
def test_a_picture_that_fails_leaves_the_collection_as_it_was(rekognition: Any, people: str) -> None:
    with pytest.raises(rekognition.exceptions.InvalidImageFormatException):
        rekognition.index_faces(CollectionId=people, Image={"Bytes": b"no picture"})

    assert rekognition.describe_collection(CollectionId=people)["FaceCount"] == 0


def test_a_picture_of_nothing_is_refused() -> None:
    for content in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(20)):
        with pytest.raises(InvalidImageFormatException):
            SourceImage(content).check()
