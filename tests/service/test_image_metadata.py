"""Metadata of image files, however odd: what they say of the orientation counts, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from moto_rekognition.image_files import exif
from moto_rekognition.rekognition.media.image import SourceImage
from tests.service.image_parts import (
    ARTIST,
    ASCII,
    LONG,
    ORIENTATION,
    SHORT,
    SIX,
    UNDEFINED,
    X_RESOLUTION,
    chunk,
    exif_segment,
    with_segment,
)
from tests.service.test_images import BLUE, GREEN, RED, close, colours, corners, encoded

pytestmark = [pytest.mark.evidence("assumed"), pytest.mark.filterwarnings("error")]

TURNED_LEFT = corners().transpose(Image.Transpose.ROTATE_90)
PHOTO = encoded(TURNED_LEFT, "JPEG", quality=95)


@pytest.mark.evidence("documented")
@pytest.mark.parametrize(
    "entries",
    [
        (SIX, (ARTIST, SHORT, 1, b"\1\0\0\0")),
        (SIX, (ARTIST, LONG, 2**31, b"\xff\xff\xff\xff")),
        (SIX, (ARTIST, 99, 3, b"abc\0")),
        (SIX, (X_RESOLUTION, SHORT, 1, b"\xff\xff\xff\xff")),
        (SIX, (0x8769, LONG, 1, b"\xff\xff\xff\x7f")),
        (SIX, (0x9286, UNDEFINED, 10**6, b"\0\0\0\1")),
        ((ARTIST, ASCII, 2**32 - 1, b"\xff\xff\xff\xff"), SIX),
        ((ORIENTATION, LONG, 1, b"\6\0\0\0"),),
        ((ORIENTATION, 1, 1, b"\6\0\0\0"),),
    ],
)  # fmt: skip
def test_odd_tags_beside_the_orientation_do_not_matter(entries: Any) -> None:
    photo = with_segment(PHOTO, exif_segment(*entries))

    assert close(colours(photo), [RED, GREEN, BLUE])
    assert SourceImage(photo).has_exif_orientation


@pytest.mark.evidence("documented")
def test_the_orientation_may_be_written_in_either_byte_order() -> None:
    photo = with_segment(PHOTO, exif_segment((ORIENTATION, SHORT, 1, b"\0\6\0\0"), order=">"))

    assert close(colours(photo), [RED, GREEN, BLUE])


@pytest.mark.parametrize(
    "value",
    [(ORIENTATION, SHORT, 1, b"\0\0\0\0"), (ORIENTATION, SHORT, 1, b"\t\0\0\0"), (ORIENTATION, ASCII, 2, b"6\0\0\0")],
)
def test_an_orientation_that_is_none_turns_nothing(value: Any) -> None:
    photo = with_segment(PHOTO, exif_segment(value))

    assert not SourceImage(photo).has_exif_orientation
    assert SourceImage(photo).pixels().shape == (120, 96, 3)


@pytest.mark.evidence("documented")
def test_an_orientation_in_xmp_turns_nothing() -> None:
    xmp = (
        b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF tiff:Orientation="6"/></x:xmpmeta>'
    )

    assert SourceImage(with_segment(PHOTO, xmp)).pixels().shape == (120, 96, 3)


def test_the_exif_of_a_file_counts_beside_its_xmp() -> None:
    photo = with_segment(with_segment(PHOTO, exif_segment(SIX)), b"http://ns.adobe.com/xap/1.0/\0<x/>")

    assert SourceImage(photo).pixels().shape == (96, 120, 3)


@given(st.binary(max_size=80))
def test_any_exif_data_has_an_orientation_or_none(data: bytes) -> None:
    for header in (b"", b"Exif\0\0", b"Exif\0\0II*\0\x08\0\0\0", b"Exif\0\0MM\0*\0\0\0\x08"):
        assert exif.orientation(header + data) in (None, *range(1, 9))


def text_of(size: int) -> PngInfo:
    text = PngInfo()
    text.add_text("Comment", "x" * size, zip=True)
    return text


@pytest.mark.parametrize(
    "options",
    [
        {"pnginfo": text_of(70 << 20)},
        {"icc_profile": b"x" * (70 << 20)},
        {"exif": b"Exif\0\0II*\0\xff\xff\xff\x7f"},
    ],
    ids=["text", "colour profile", "broken EXIF"],
)
def test_metadata_of_a_png_of_any_size_does_not_matter(options: dict[str, Any]) -> None:
    photo = encoded(corners(), "PNG", **options)

    assert close(colours(photo), [RED, GREEN, BLUE])


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"acTL", b"fcTL", b"gAMA", b"prVW", b"tRNS"])
def test_a_chunk_that_makes_no_sense_does_not_matter(kind: bytes) -> None:
    photo = encoded(corners(), "PNG")
    photo = photo[:33] + chunk(kind, b"\0\xff" * 20) + photo[33:]

    assert close(colours(photo), [RED, GREEN, BLUE])


@pytest.mark.parametrize("marker", [0xE0, 0xE2, 0xEC, 0xED, 0xEF, 0xFE])
def test_a_segment_that_makes_no_sense_does_not_matter(marker: int) -> None:
    photo = with_segment(encoded(corners(), "JPEG", quality=95), b"MPF\0ICC_PROFILE\0\xff\xff", marker)

    assert close(colours(photo), [RED, GREEN, BLUE])


@pytest.mark.parametrize(
    ("marker", "segment"), [(0xE0, b"JFIF\0\1\2"), (0xE0, b"JFIF\0"), (0xEE, b"Adobe"), (0xEE, b"")]
)
def test_a_segment_that_is_cut_off_does_not_matter(marker: int, segment: bytes) -> None:
    photo = with_segment(encoded(corners(), "JPEG", quality=95), segment, marker)

    assert close(colours(photo), [RED, GREEN, BLUE])
