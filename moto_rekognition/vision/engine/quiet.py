"""Holds back what MediaPipe's native code logs to stderr while it starts, and nothing else."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator

#: Log lines of glog and absl ("W0000 00:00:17... file.cc:1] ..."), and of TensorFlow Lite. Fatal ones (F) are no noise.
_NOISE = re.compile(
    rb"^([IWE]\d{4} \d\d:\d\d:\d\d[.\d]* |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]+: [IWE] |"
    rb"(INFO|WARNING|VERBOSE): (\[\w+\.cc:\d+\]|.*TensorFlow Lite|(All log messages|Logging) before ))"
)
_lock = threading.RLock()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Redirect file descriptor 2 for the duration; afterwards write to it what was not native log noise.

    One thread at a time, because the descriptor belongs to the process. If native code aborts the process meanwhile,
    everything that was held back is written first: it says why.
    """
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _lock, warnings.catch_warnings(), tempfile.TemporaryFile() as held:
        warnings.simplefilter("ignore")
        try:
            stderr = os.dup(2)
        except OSError:  # a process without stderr
            yield
            return

        def restore() -> list[bytes]:
            """Give file descriptor 2 back; the lines that were held."""
            os.dup2(stderr, 2)
            held.seek(0)
            return held.readlines()

        try:
            os.dup2(held.fileno(), 2)
            with _before_abort(lambda: [os.write(2, line) for line in restore()]):
                yield
        finally:
            if sys.stderr is not None:
                sys.stderr.flush()
            for line in restore():
                if not _NOISE.match(line):
                    os.write(2, line)
            os.close(stderr)


@contextlib.contextmanager
def _before_abort(act: Callable[[], object]) -> Iterator[None]:
    """Call `act` when native code aborts the process. Python's own handlers of signals would not run any more."""
    if os.name != "posix":
        yield
        return
    handler = ctypes.CFUNCTYPE(None, ctypes.c_int)(lambda _: act() and None)
    set_handler = ctypes.CDLL(None).signal
    set_handler.restype = ctypes.c_void_p
    set_handler.argtypes = [ctypes.c_int, ctypes.c_void_p]
    previous = set_handler(signal.SIGABRT, ctypes.cast(handler, ctypes.c_void_p))
    try:
        yield
    finally:
        set_handler(signal.SIGABRT, previous)
