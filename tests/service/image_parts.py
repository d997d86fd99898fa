"""Parts of image files, as bytes, for tests that put them together in odd ways."""

from __future__ import annotations

import struct
import zlib

ORIENTATION, ARTIST, X_RESOLUTION, SHORT, ASCII, LONG, UNDEFINED = 0x0112, 0x013B, 0x011A, 3, 2, 4, 7
#: The EXIF entry of a photo that is turned by a quarter.
SIX = (ORIENTATION, SHORT, 1, b"\6\0\0\0")


def exif_segment(*entries: tuple[int, int, int, bytes], order: str = "<") -> bytes:
    """EXIF data with entries of (tag, type, count, four bytes of value)."""
    header = b"II*\0" if order == "<" else b"MM\0*"
    body = b"".join(struct.pack(f"{order}HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    return b"Exif\0\0" + header + struct.pack(f"{order}IH", 8, len(entries)) + body + bytes(4)


def with_segment(content: bytes, segment: bytes, marker: int = 0xE1) -> bytes:
    """A JPEG with one more segment at its beginning."""
    return content[:2] + bytes((0xFF, marker)) + (len(segment) + 2).to_bytes(2, "big") + segment + content[2:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
