"""PNG: the chunks that make up the pixels, and whether all of them are there.

https://www.w3.org/TR/png-3/
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = (b"IHDR", b"PLTE", b"IDAT")  # transparency is not: the colours beneath it count
_END = b"\0\0\0\0IEND\xaeB`\x82"
_HEADER = 13  # bytes
_PALETTE = 3  # a colour type
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
#: (x of the first pixel, y of the first pixel, step in x, step in y) of the passes of Adam7 interlacing.
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Png:
    """The parts of a PNG file.

    size: (width, height). bits: of one pixel. chunks: (type, whole chunk).
    """

    size: tuple[int, int]
    bits: int
    is_interlaced: bool
    chunks: tuple[tuple[bytes, bytes], ...]
    orientation: None = None  # the service knows it in JPEG only

    def decode(self, reduction: int = 1) -> Image.Image:
        """The image in its full size, as PNG knows no other. Raises OSError when a part of it is missing."""
        image = PngImageFile(BytesIO(SIGNATURE + b"".join(chunk for _, chunk in self.chunks) + _END))
        image.load()
        # Pillow leaves rows black whose data is missing. A black row may also be one.
        last = image.height - 1 - (self.is_interlaced and image.height % 2)  # the last one of the last pass
        if not np.asarray(image.crop((0, last, image.width, last + 1))).any() and not self._is_complete():
            raise OSError("rows are missing")
        return image

    def _is_complete(self) -> bool:
        """Whether the compressed data holds as many bytes as the header says."""
        wanted, inflated = self._bytes(), zlib.decompressobj()
        for kind, chunk in self.chunks:
            pending = chunk[8:-4] if kind == b"IDAT" else b""
            while pending and wanted > 0:
                wanted -= len(inflated.decompress(pending, _BLOCK))
                pending = inflated.unconsumed_tail
        return wanted <= 0

    def _bytes(self) -> int:
        """Of all rows: each has a byte for its filter before its pixels."""
        width, height = self.size
        passes = _ADAM7 if self.is_interlaced else ((0, 0, 1, 1),)
        sizes = [(-(-(width - x) // step_x), -(-(height - y) // step_y)) for x, y, step_x, step_y in passes]
        return sum(rows * (1 + -(-columns * self.bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def parse(content: bytes) -> Png:
    """Take a PNG file apart. Raises ValueError where it makes no sense."""
    chunks = tuple((kind, chunk) for kind, chunk in _chunks(content) if kind in _NEEDED)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 8 + _HEADER + 4:
        raise ValueError("no header")
    if sum(kind == b"IHDR" for kind, _ in chunks) > 1:  # decoders take the last one, whatever its size
        raise ValueError("a second header")
    header = chunks[0][1][8:-4]
    if header[9] == _PALETTE and not _has_palette(chunks):
        raise ValueError("no palette")
    size = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return Png(size, header[8] * _CHANNELS.get(header[9], 1), header[12] == 1, chunks)


def _has_palette(chunks: tuple[tuple[bytes, bytes], ...]) -> bool:
    """Whether there is a palette of 1 to 256 colours before the pixels. Without it, Pillow shows black."""
    before = itertools.takewhile(lambda part: part[0] != b"IDAT", chunks)
    palettes = [len(chunk) - 12 for kind, chunk in before if kind == b"PLTE"]
    return len(palettes) == 1 and palettes[0] in range(3, 769, 3)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, the whole chunk) up to the end; the last one may be cut off."""
    position = len(SIGNATURE)
    while position + 8 <= len(content):
        length, kind = int.from_bytes(content[position : position + 4], "big"), content[position + 4 : position + 8]
        if kind == b"IEND":
            return
        end = position + 8 + length + 4
        yield kind, content[position:end]
        position = end
