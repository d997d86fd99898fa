"""Silences what MediaPipe's native code writes to stderr while it starts, and nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator

#: Lines of glog and absl ("W0000 00:00:17... file.cc:1] ..."), and of TensorFlow Lite.
_NOISE = re.compile(
    rb"^([IWE]\d{4} \d\d:\d\d:\d\d[.\d]* |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]+: [IWE] |"
    rb"(INFO|WARNING|VERBOSE): (\[\w+\.cc:\d+\]|.*TensorFlow Lite|(All log messages|Logging) before ))"
)
_lock = threading.RLock()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Hold back file descriptor 2 for the duration; afterwards write out what was not native log noise.

    One thread at a time, because the descriptor belongs to the process.
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
        try:
            os.dup2(held.fileno(), 2)
            yield
        finally:
            if sys.stderr is not None:
                sys.stderr.flush()
            os.dup2(stderr, 2)
            os.close(stderr)
            held.seek(0)
            for line in held:
                if not _NOISE.match(line):
                    os.write(2, line)
