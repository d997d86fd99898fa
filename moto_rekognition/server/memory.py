"""Memory of a server: large buffers go back to the operating system as soon as they are freed."""

from __future__ import annotations

import ctypes
import sys

#: `mallopt` of glibc: the size in bytes from which on a buffer is mapped by itself, and unmapped when it is freed.
_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def return_large_buffers() -> None:
    """Fix glibc's threshold for large buffers; do nothing with another C library.

    glibc raises its threshold to the size of what was freed, up to 32 MB, and then keeps decoded pictures in the heap
    of each thread. With 49 photos of 12 megapixels from 8 threads, 1217 MB were kept, and 491 MB with this
    (`python benchmarks/server_memory.py`).
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, _LARGE)
