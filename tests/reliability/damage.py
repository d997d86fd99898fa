"""Damaged image files: good ones of every flavour, and what can happen to them."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from moto_rekognition.synthetic import Face

Damage = Callable[[bytearray, random.Random], bytearray]


def _encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


@cache
def originals() -> dict[str, bytes]:
    """A small drawn face as every flavour of JPEG and PNG."""
    face = Image.open(BytesIO(Face("ada", size=(160, 160)).jpeg())).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "somebody"
    files = {f"PNG {mode}": _encoded(face.convert(mode), "PNG") for mode in ("RGB", "RGBA", "L", "LA", "P", "1")}
    files["PNG with text"] = _encoded(face, "PNG", icc_profile=b"profile", dpi=(72, 72), exif=exif)
    for name, options in {
        "": {},
        " 4:4:4": {"subsampling": 0},
        " progressive": {"progressive": True},
        " restarts": {"restart_marker_rows": 1},
        " EXIF": {"exif": exif, "comment": b"a comment", "icc_profile": b"profile"},
    }.items():
        files[f"JPEG{name}"] = _encoded(face, "JPEG", **options)  # type: ignore[arg-type]
    files["JPEG L"] = _encoded(face.convert("L"), "JPEG")
    files["JPEG CMYK"] = _encoded(face.convert("CMYK"), "JPEG")
    return files


def _place(content: bytearray, chance: random.Random) -> int:
    """Somewhere; in its first part as often as anywhere, because the headers are there."""
    return chance.randrange(max(1, min(len(content), chance.choice((64, 700, len(content))))))


def _bits(content: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 1, 4, 50))):
        content[_place(content, chance)] ^= 1 << chance.randrange(8)
    return content


def _bytes(content: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 3, 20))):
        content[_place(content, chance)] = chance.choice((0, 0xFF, 0xD8, 0xD9, 0xDA, 0xC0, 0xE1, chance.randrange(256)))
    return content


def _cut(content: bytearray, chance: random.Random) -> bytearray:
    return content[: _place(content, chance)]


def _cut_short(content: bytearray, chance: random.Random) -> bytearray:
    return content[: -chance.randrange(1, 40)]


def _hole(content: bytearray, chance: random.Random) -> bytearray:
    start = _place(content, chance)
    del content[start : start + chance.randrange(1, 200)]
    return content


def _inserted(content: bytearray, chance: random.Random) -> bytearray:
    start = _place(content, chance)
    content[start:start] = chance.randbytes(chance.randrange(1, 200))
    return content


def _repeated(content: bytearray, chance: random.Random) -> bytearray:
    start = _place(content, chance)
    part = content[start : start + chance.randrange(1, 2000)]
    content[start:start] = part * chance.choice((1, 3, 100))
    return content


def _blanked(content: bytearray, chance: random.Random) -> bytearray:
    start, length = _place(content, chance), chance.randrange(1, 3000)
    content[start : start + length] = bytes((chance.choice((0, 0xFF)),)) * len(content[start : start + length])
    return content


def _appended(content: bytearray, chance: random.Random) -> bytearray:
    return content + chance.choice((b"\xff" * 100_000, bytes(1000), content, b"\xff\xd8\xff", b"PK\3\4"))


def _other_size(content: bytearray, chance: random.Random) -> bytearray:
    """Another width or height in the header, with a checksum that fits."""
    side = chance.choice((0, 1, 79, 80, 161, 320, 9_999, 10_000, 10_001, 65_535))
    if content[:1] == b"\x89":
        start = 16 + 4 * chance.randrange(2)
        content[start : start + 4] = struct.pack(">I", side)
        content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    else:
        start = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2")) + 5 + 2 * chance.randrange(2)
        content[start : start + 2] = struct.pack(">H", side)
    return content


def _other_header(content: bytearray, chance: random.Random) -> bytearray:
    """Another depth, colour type, compression or interlacing of a PNG; other components of a JPEG."""
    if content[:1] == b"\x89":
        content[24 + chance.randrange(5)] = chance.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))
        content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    else:
        frame = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
        content[frame + chance.choice((1, 4, 9, 10, 11, 12))] = chance.choice((0, 1, 2, 4, 8, 0x11, 0x44, 0xC3, 255))
    return content


def _metadata(content: bytearray, chance: random.Random) -> bytearray:
    """A segment or a chunk of noise that says it is metadata."""
    noise = chance.randbytes(chance.randrange(200))
    if content[:1] == b"\x89":
        kind = chance.choice((b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"pHYs"))
        checksum = struct.pack(">I", zlib.crc32(kind + noise))
        content[33:33] = struct.pack(">I", len(noise)) + kind + noise + checksum
    else:
        begin = chance.choice((b"Exif\0\0II*\0\x08\0\0\0", b"Exif\0\0MM\0*", b"ICC_PROFILE\0", b"MPF\0", b"Adobe", b""))
        segment = begin + noise
        marker = bytes((0xFF, chance.choice((0xE0, 0xE1, 0xE1, 0xE2, 0xED, 0xEE, 0xFE))))
        content[2:2] = marker + struct.pack(">H", len(segment) + 2) + segment
    return content


def _disguised(content: bytearray, chance: random.Random) -> bytearray:
    return bytearray(chance.choice((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b""))) + content[8:]


DAMAGES: tuple[Damage, ...] = (
    *(_bits, _bytes, _cut, _cut_short, _hole, _inserted, _repeated, _blanked, _appended),
    *(_other_size, _other_header, _metadata, _disguised),
)


def damaged(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(what it is, its content): every kind of damage to every flavour in turn, sometimes two at once."""
    chance = random.Random(seed)
    pairs = [(name, damage) for damage in DAMAGES for name in originals()]
    for number in range(count):
        name, damage = pairs[number % len(pairs)]
        content = damage(bytearray(originals()[name]), chance)
        if content and chance.random() < 0.2:
            content = chance.choice((_bits, _bytes, _hole))(content, chance)
        yield f"{name}, {damage.__name__[1:]}, number {number} of seed {seed}", bytes(content)
