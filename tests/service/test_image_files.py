"""Image files as they are found: missing ends, missing rows, large sides, damage."""

from __future__ import annotations

import struct
import warnings
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from moto_rekognition import image_files
from moto_rekognition.rekognition.exceptions import InvalidImageFormatException, RekognitionError
from moto_rekognition.rekognition.media import image as media_image
from moto_rekognition.rekognition.media.enlarged import EnlargedObservation
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.synthetic import Face
from moto_rekognition.vision import analysis
from tests.service.image_parts import SIX, chunk, exif_segment, with_segment
from tests.service.test_images import corners, encoded, png_that_claims

pytestmark = [pytest.mark.evidence("assumed"), pytest.mark.filterwarnings("error")]

NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (160, 200, 3), np.uint8))
BLACK_BELOW = NOISE.copy()
BLACK_BELOW.paste((0, 0, 0), (0, 80, 200, 160))


def png_of(image: Image.Image, rows: int | None = None, end: bytes = chunk(b"IEND", b"")) -> bytes:
    """A PNG whose compressed data ends cleanly after some rows."""
    content = encoded(image, "PNG")
    data, position, header = b"", 8, b""
    while position < len(content):
        length, kind = int.from_bytes(content[position : position + 4], "big"), content[position + 4 : position + 8]
        if kind == b"IDAT":
            data += content[position + 8 : position + 8 + length]
        elif kind in (b"IHDR", b"PLTE"):
            header += content[position : position + 12 + length]
        position += 12 + length
    inflated = zlib.decompress(data)
    kept = inflated if rows is None else inflated[: len(inflated) * rows // image.height]
    return content[:8] + header + chunk(b"IDAT", zlib.compress(kept)) + end


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_that_ends_cleanly_before_its_last_row_is_refused(mode: str) -> None:
    grey = Image.fromarray(np.asarray(NOISE.convert("L")).astype(np.uint16) * 257)
    image = grey if mode == "I;16" else NOISE.convert(mode)

    assert SourceImage(png_of(image)).pixels().shape == (160, 200, 3)
    for rows in (0, 80, 159):
        with pytest.raises(InvalidImageFormatException):
            SourceImage(png_of(image, rows)).pixels()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_a_png_may_be_black_below(mode: str) -> None:
    image = BLACK_BELOW.convert(mode)

    assert not SourceImage(png_of(image)).pixels()[100:].any()
    for rows in (80, 159):
        with pytest.raises(InvalidImageFormatException):
            SourceImage(png_of(image, rows)).pixels()


def interlaced(image: Image.Image, drop: int = 0) -> bytes:
    """An Adam7 PNG of an RGB image, the last bytes of its rows left out."""
    pixels = np.asarray(image)
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = b"".join(b"\0" + row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx])
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 1)
    data = zlib.compress(rows[: len(rows) - drop])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(200, 160), (201, 161), (97, 80)])
@pytest.mark.parametrize("image", [NOISE, BLACK_BELOW], ids=["noise", "black below"])
def test_an_interlaced_png_is_read_whole_or_refused(image: Image.Image, size: tuple[int, int]) -> None:
    image = image.resize(size)

    assert (SourceImage(interlaced(image)).pixels() == np.asarray(image)).all()
    for drop in (1, 700, 50_000):
        with pytest.raises(InvalidImageFormatException):
            SourceImage(interlaced(image, drop)).pixels()


def test_a_png_may_lack_its_last_chunk() -> None:
    assert (SourceImage(png_of(NOISE, end=b"")).pixels() == np.asarray(NOISE)).all()


def jpeg_of(image: Image.Image = NOISE, **options: Any) -> bytes:
    return encoded(image, "JPEG", **{"quality": 90, **options})


FLAVOURS: dict[str, dict[str, Any]] = {
    "4:2:0": {},
    "4:4:4": {"subsampling": 0},
    "4:2:2": {"subsampling": 1},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 1},
}
flavours = pytest.mark.parametrize("options", FLAVOURS.values(), ids=list(FLAVOURS))


@flavours
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_is_decoded_as_pillow_does(options: dict[str, Any], mode: str) -> None:
    content = jpeg_of(NOISE.convert(mode), **options)

    with Image.open(BytesIO(content)) as image:
        assert (SourceImage(content).pixels() == np.asarray(image.convert("RGB"))).all()


@flavours
def test_a_jpeg_may_lack_its_end_marker(options: dict[str, Any]) -> None:
    content = jpeg_of(**options)

    assert (SourceImage(content[:-2]).pixels() == SourceImage(content).pixels()).all()


@flavours
@pytest.mark.parametrize("lost", [3, 6, 12])
def test_a_jpeg_may_lack_some_bytes_of_its_last_block(options: dict[str, Any], lost: int) -> None:
    content = jpeg_of(**options)

    there, whole = (SourceImage(each).pixels().astype(int) for each in (content[:-lost], content))
    assert np.abs(there - whole)[:136].max() < 8


@flavours
@pytest.mark.parametrize("end", [b"", b"\xff\xd9", b"\0" * 100, b"\xff" * 100], ids=["cut", "EOI", "zeros", "fill"])
@pytest.mark.parametrize("share", [0.25, 0.5])
@pytest.mark.parametrize("image", [NOISE, BLACK_BELOW], ids=["noise", "black below"])
def test_a_jpeg_without_half_of_its_data_is_refused(
    options: dict[str, Any], end: bytes, share: float, image: Image.Image
) -> None:
    content = jpeg_of(image, **options)
    start = content.index(b"\xff\xda")
    cut = start + int((len(content) - start) * share)

    with pytest.raises(InvalidImageFormatException):
        SourceImage(content[:cut] + end).pixels()


def test_a_jpeg_may_be_black_below() -> None:
    assert SourceImage(jpeg_of(BLACK_BELOW)).pixels()[100:].max() < 8


@pytest.mark.parametrize("truncated", [png_of(NOISE, 80), jpeg_of()[:5000], jpeg_of(progressive=True)[:5000]])
def test_a_program_that_has_pillow_load_truncated_images_gets_the_same_answers(
    monkeypatch: pytest.MonkeyPatch, truncated: bytes
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000)

    assert SourceImage(jpeg_of()).pixels().shape == (160, 200, 3)
    with pytest.raises(InvalidImageFormatException):
        SourceImage(truncated).pixels()


@pytest.mark.parametrize("size", [(0, 100), (100, 0)])
def test_a_picture_without_a_side_is_no_picture(size: tuple[int, int]) -> None:
    content = bytearray(jpeg_of())
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = size[1].to_bytes(2, "big") + size[0].to_bytes(2, "big")

    for picture in (bytes(content), png_that_claims(*size)):
        with pytest.raises(InvalidImageFormatException):
            SourceImage(picture).check()


def test_of_several_pictures_the_first_is_read() -> None:
    content = jpeg_of()

    assert (SourceImage(content + jpeg_of(corners())).pixels() == SourceImage(content).pixels()).all()


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded() -> None:
    content = jpeg_of(progressive=True)
    start = content.rindex(b"\xff\xda")

    with pytest.raises(image_files.Unreadable, match="too many scans"):
        image_files.read(content[:-2] + content[start:-2] * 500)


def large(image: Image.Image, format: str) -> bytes:
    return encoded(image.resize((6400, 4800), Image.Resampling.BICUBIC), format, quality=95, compress_level=1)


@pytest.fixture(scope="module")
def portrait() -> Image.Image:
    return Image.open(BytesIO(Face("ada", size=(1600, 1200)).jpeg(quality=95)))


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_large_picture_is_decoded_at_half_its_size(portrait: Image.Image, format: str) -> None:
    pixels = SourceImage(large(portrait, format)).pixels()

    assert pixels.shape == (2400, 3200, 3)
    expected = np.asarray(portrait.resize((3200, 2400), Image.Resampling.BICUBIC)).astype(int)
    assert np.abs(pixels - expected).mean() < 2


def test_a_face_in_a_large_picture_is_answered_as_in_its_full_size(portrait: Image.Image) -> None:
    picture = Image.new("RGB", (6400, 4800), (120, 130, 140))
    picture.paste(portrait, (3000, 2000))
    source = SourceImage(encoded(picture, "JPEG", quality=90))

    (expected,) = analysis.observe(np.asarray(picture)).faces
    (face,) = EnlargedObservation(analysis.observe(source.pixels()), (6400, 4800)).faces

    assert face.quality.sharpness == expected.quality.sharpness
    assert face.quality.brightness == pytest.approx(expected.quality.brightness, abs=0.5)
    assert face.box.left == pytest.approx(expected.box.left, abs=0.03 * expected.box.width)
    assert face.box.width == pytest.approx(expected.box.width, rel=0.03)
    assert np.abs(face.landmarks - expected.landmarks).max() < 0.04 * expected.box.width


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGBA"])
def test_a_large_png_of_any_mode_is_reduced(mode: str) -> None:
    image = corners(6001, 97).convert(mode)

    pixels = SourceImage(encoded(image, "PNG")).pixels()
    assert pixels.shape == (49, 3001, 3)
    assert np.abs(pixels[10, 100].astype(int) - np.asarray(image.convert("RGB"))[20, 200]).max() <= 255 * (mode == "1")


def test_a_large_turned_jpeg_is_reduced_upright() -> None:
    photo = with_segment(jpeg_of(corners(6002, 120)), exif_segment(SIX))

    assert SourceImage(photo).pixels().shape == (3001, 60, 3)
    assert SourceImage(photo).file.upright_size == (120, 6002)


def test_nothing_of_pillow_warns_even_of_what_is_damaged() -> None:
    good = [jpeg_of(), jpeg_of(progressive=True), encoded(NOISE, "PNG"), encoded(NOISE.convert("P"), "PNG")]
    random = np.random.default_rng(1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for content in good * 10:
            damaged = bytearray(with_segment(content, exif_segment(SIX)) if content[0] == 0xFF else content)
            for place in random.integers(0, len(damaged) // 4, 8):
                damaged[place] = random.integers(256)
            with suppress(RekognitionError):
                SourceImage(bytes(damaged)).pixels()
    assert caught == []


def test_a_jpeg_of_two_sizes_is_refused_before_it_is_decoded() -> None:
    content = encoded(corners(), "JPEG", progressive=True)
    start = content.index(b"\xff\xc2")
    end = start + 2 + int.from_bytes(content[start + 2 : start + 4], "big")
    frame = content[start:end]
    enormous = frame[:5] + struct.pack(">HH", 65535, 65535) + frame[9:]
    tables_of_the_second_scan = content.index(b"\xff\xc4", content.index(b"\xff\xda"))

    two_sizes = (
        content[:start]
        + enormous
        + content[end:tables_of_the_second_scan]
        + frame
        + content[tables_of_the_second_scan:]
    )

    with pytest.raises(image_files.Unreadable, match="second frame"):
        image_files.read(two_sizes)


def test_a_png_of_two_sizes_is_refused_before_it_is_decoded() -> None:
    content = encoded(corners(), "PNG")
    other = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))

    with pytest.raises(image_files.Unreadable, match="second header"):
        image_files.read(content[:33] + other + content[33:])


@pytest.mark.parametrize("palette", [None, b"", b"four", bytes(3 * 257)], ids=["none", "empty", "cut", "too long"])
def test_a_png_of_palette_colours_without_a_palette_is_refused(palette: bytes | None) -> None:
    content = encoded(corners().convert("P"), "PNG")
    start = content.index(b"PLTE") - 4
    end = start + 12 + int.from_bytes(content[start : start + 4], "big")
    other = b"" if palette is None else chunk(b"PLTE", palette)

    with pytest.raises(InvalidImageFormatException):
        SourceImage(content[:start] + other + content[end:]).pixels()


def test_what_a_file_says_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = with_segment(jpeg_of(corners(200, 120)), exif_segment(SIX))
    SourceImage(photo).check()
    monkeypatch.setattr(image_files, "read", lambda content: pytest.fail("it is known"))

    again = SourceImage(photo)
    again.check()
    assert (again.upright_size, again.has_exif_orientation, again.reduction) == ((120, 200), True, 1)


def test_what_files_say_is_kept_for_a_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_image, "_headers", {})
    monkeypatch.setattr(media_image, "_MOST_HEADERS", 2)
    for side in range(100, 105):
        SourceImage(jpeg_of(corners(side, side))).check()
    assert len(media_image._headers) <= 2
