"""JPEG: the segments that make up the pixels, and whether all of them are there.

Markers and segments: ITU-T T.81, annex B.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from moto_rekognition.image_files import exif

SIGNATURE = b"\xff\xd8\xff"
_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_SCAN, _END_OF_IMAGE, _EXIF, _COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a segment
_APPLICATION = range(0xE0, 0xF0)
#: JFIF and Adobe say what the components mean: what they begin with, and their least length.
_COLOURS = {0xE0: (b"JFIF\0", 14), 0xEE: (b"Adobe", 12)}
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_COEFFICIENTS = 64

#: Scans of a file at most. Encoders write a dozen; each one costs as much as the whole image to decode.
MOST_SCANS = 100


@dataclass(frozen=True)
class _Scan:
    """components: their ids; the other numbers as the standard names them."""

    components: bytes
    first: int
    last: int
    low_bit: int


@dataclass
class Jpeg:
    """The parts of a JPEG file.

    size: (width, height) as stored; None when no frame was found. orientation: that of EXIF, 1 to 8, or None.
    """

    size: tuple[int, int] | None = None
    orientation: int | None = None
    _parts: list[bytes] = field(default_factory=lambda: [_START])
    _components: bytes = b""
    _rows_of_a_block: int = 8
    _is_progressive: bool = False
    _scans: list[_Scan] = field(default_factory=list)

    def decode(self, reduction: int = 1) -> Image.Image:
        """The image, each side reduced by 1, 2, 4 or 8. Raises OSError when a part of it is missing.

        The marker at the end need not be there, nor the last row of blocks: files of cameras that were switched off and
        frames of video lack them, and every viewer shows these.
        """
        if self._is_single_scan:
            data = b"".join(self._parts)  # without its end marker, so that the decoder stops where the data does
            missing = math.ceil(self._rows_of_a_block * 9 / 8 / reduction) + 1  # smoothing holds an eighth back
            image: JpegImageFile = _SingleScan(BytesIO(data), missing)
        elif self._is_complete():
            image = JpegImageFile(BytesIO(b"".join([*self._parts, _END])))
        else:
            raise OSError("scans are missing")
        if reduction > 1:
            image.draft(None, (image.width // reduction, image.height // reduction))
        image.load()
        return image

    @property
    def _is_single_scan(self) -> bool:
        return not self._is_progressive and len(self._scans[0].components) == len(self._components)

    def _is_complete(self) -> bool:
        """Whether there are scans of every coefficient of every component down to its lowest bit.

        How much of the last scan is there cannot be told without decoding it; what it lacks, nobody sees.
        """
        if not self._is_progressive:
            return {*self._components} <= {one for scan in self._scans for one in scan.components}
        done = {
            (component, coefficient)
            for scan in self._scans
            if scan.low_bit == 0
            for component in scan.components
            for coefficient in range(scan.first, scan.last + 1)
        }
        return all((one, coefficient) in done for one in self._components for coefficient in range(_COEFFICIENTS))


def parse(content: bytes) -> Jpeg:
    """Take a JPEG file apart. Raises ValueError where it makes no sense."""
    jpeg = Jpeg()
    position = len(_START)
    while marker := _MARKER.search(content, position):
        kind, start = marker[0][1], marker.start()
        position = marker.end()
        if kind == _END_OF_IMAGE:
            break
        if kind in _ALONE:
            continue
        end = position + int.from_bytes(content[position : position + 2], "big")
        segment = content[position + 2 : end]
        if end < position + 2 or end > len(content):
            break  # cut off
        position = end
        if kind == _EXIF and jpeg.orientation is None:
            jpeg.orientation = exif.orientation(segment)
        if kind == _COMMENT or (kind in _APPLICATION and not _says_colours(kind, segment)):
            continue
        if kind in _FRAMES:
            _add_frame(jpeg, kind, segment)
        if kind == _SCAN:
            scan_end = _END_OF_SCAN.search(content, position)
            position = scan_end.start() if scan_end else len(content)
            _add_scan(jpeg, segment)
        jpeg._parts.append(content[start:position])
        if kind == _SCAN and jpeg._is_single_scan:
            break
    if jpeg.size is None or not jpeg._scans:
        raise ValueError("no frame or no scan")
    return jpeg


def _says_colours(kind: int, segment: bytes) -> bool:
    name, length = _COLOURS.get(kind, (b"", 0))
    return bool(name) and segment.startswith(name) and len(segment) >= length


def _add_frame(jpeg: Jpeg, kind: int, segment: bytes) -> None:
    if len(segment) < 6 or len(segment) < 6 + 3 * segment[5] or not segment[5]:
        raise ValueError("a frame is cut off")
    if jpeg.size is not None:  # decoders take the first one or refuse; only one size is checked against the limits
        raise ValueError("a second frame")
    jpeg.size = int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big")
    jpeg._components = segment[6 : 6 + 3 * segment[5] : 3]
    jpeg._rows_of_a_block = 8 * max(factors & 15 for factors in segment[7 : 6 + 3 * segment[5] : 3])
    jpeg._is_progressive = kind in _PROGRESSIVE


def _add_scan(jpeg: Jpeg, segment: bytes) -> None:
    count = segment[0] if segment else 0
    if jpeg.size is None or not count or len(segment) < 4 + 2 * count:
        raise ValueError("a scan is cut off, or comes before its frame")
    first, last, bits = segment[1 + 2 * count : 4 + 2 * count]
    jpeg._scans.append(_Scan(segment[1 : 1 + 2 * count : 2], first, min(last, _COEFFICIENTS - 1), bits & 15))
    if len(jpeg._scans) > MOST_SCANS:
        raise ValueError("too many scans")


class _SingleScan(JpegImageFile):
    """A file whose end marker was taken away. It is given to the decoder when the data ends and enough is decoded.

    missing: how many rows at the bottom may be missing then.

    With its end marker, a file that lacks half of its data would be decoded without an error, the rest of it grey.
    """

    def __init__(self, file: BytesIO, missing: int) -> None:
        super().__init__(file)
        self._missing = missing
        self._has_ended = False

    def load_prepare(self) -> None:
        """Make the image that is decoded into, with a pattern in the last row that must be decoded."""
        width, height = self.size
        bands = len(self.getbands())
        self._row = max(height - 1 - self._missing, 0)
        self._pattern = (np.arange(width * bands, dtype=np.uint32) * 97 + 13).astype(np.uint8).tobytes()
        self._canvas = Image.new(self.mode, self.size)
        self._canvas.paste(Image.frombytes(self.mode, (width, 1), self._pattern), (0, self._row))
        self.im = self._canvas.im
        super().load_prepare()

    def load_read(self, read_bytes: int) -> bytes:
        data: bytes = self.fp.read(read_bytes)  # type: ignore[union-attr]
        if data or self._has_ended:
            return data
        row = self._canvas.crop((0, self._row, self._canvas.width, self._row + 1))
        if row.tobytes() == self._pattern:
            raise OSError("rows are missing")
        self._has_ended = True
        return _END
