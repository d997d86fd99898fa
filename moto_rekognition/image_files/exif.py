"""The orientation in EXIF data, and nothing else of it."""

from __future__ import annotations

import struct

#: What an APP1 segment of a JPEG begins with when it holds EXIF data.
PREFIX = b"Exif\0\0"

_ORIENTATION = 0x0112
_BYTE, _SHORT, _LONG = 1, 3, 4
_ENTRY = 12  # bytes of an entry of a directory: tag, type, count, value


def orientation(segment: bytes) -> int | None:
    """The orientation, 1 to 8, in the content of an APP1 segment; None where there is none that can be read.

    The layout is that of TIFF 6.0: a header, then a directory of entries.
    """
    tiff = segment[len(PREFIX) :]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not segment.startswith(PREFIX) or order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for at in range(start + 2, start + 2 + count * _ENTRY, _ENTRY):
            tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
            if tag == _ORIENTATION:
                layout = {_BYTE: "B", _SHORT: "H", _LONG: "I"}.get(kind)
                (value,) = struct.unpack_from(f"{order}{layout}", tiff, at + 8) if layout else (0,)
                return value if value in range(1, 9) else None
    except struct.error:  # the data ends before what it says it holds
        return None
    return None
