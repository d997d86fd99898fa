"""What a server does before it is ready (--snapshot, --declare, --preload, --seed), and at its end."""

from __future__ import annotations

import _thread
import argparse
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from moto_rekognition import settings, snapshots
from moto_rekognition.cli import folder
from moto_rekognition.cli.exits import Refused
from moto_rekognition.page.health import health
from moto_rekognition.server import declared

#: Seconds between two lines about progress.
_INTERVAL = 2.0
#: Photos that are indexed at the same time.
_JOBS = min(4, os.cpu_count() or 1)


class Preparation:
    """`begin` before the server listens, `end` when it has stopped.

    failure: why the server had to stop; None while all is well.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._stopping = Event()
        self._thread: Thread | None = None
        self.failure: str | None = None

    def begin(self) -> None:
        """Load and declare; then preload and seed in the background. Exits with a message when a file is wrong."""
        options = self._options
        try:
            wanted = seeds(options.seed) if options.seed else {}
            if options.snapshot:
                _check_writable(options.snapshot)
                if options.snapshot.exists():
                    snapshots.load(options.snapshot)
            if options.declare:
                declared.load(options.declare)
        except (snapshots.SnapshotError, declared.FileError, OSError) as error:
            sys.exit(f"moto_rekognition_server: {error}")
        except Refused as error:
            sys.exit(f"moto_rekognition_server: {error.message}")
        if options.keep_images:
            from moto_rekognition.rekognition import kept_images

            kept_images.keep()
        if options.preload or wanted:
            health.busy("loading the engine")
            self._thread = Thread(target=self._prepare, args=(wanted,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Prepare nothing more."""
        self._stopping.set()

    def end(self, save: bool) -> None:
        """Stop preparing, and save the snapshot if that was asked for and `save` agrees."""
        self.stop()
        if self._thread is not None:
            self._thread.join(10)
        if save and self._options.snapshot and self.failure is None:
            try:
                snapshots.save(self._options.snapshot)
            except OSError as error:
                self.failure = f"moto_rekognition_server: the snapshot could not be saved: {error}"

    def _prepare(self, wanted: dict[str, dict[str, Path]]) -> None:
        try:
            if self._options.preload:
                preload()
            if wanted:
                self._wait_until_it_listens()
            for collection_id, photos in wanted.items():
                self._seed(collection_id, photos)
        except Exception as error:  # it belongs to the main thread, which is serving
            if self._stopping.is_set():
                return
            self.failure = f"moto_rekognition_server: could not get ready: {error}"
            _thread.interrupt_main(signal.SIGTERM)
            return
        health.ready()

    def _wait_until_it_listens(self) -> None:
        while not self._stopping.wait(0.05):
            with suppress(OSError), socket.create_connection((_address(self._options), self._options.port), 1):
                return
        raise _Stopping

    def _seed(self, collection_id: str, photos: dict[str, Path]) -> None:
        done, told = 0, time.monotonic()

        def count(photos_done: int) -> None:
            nonlocal done, told
            if self._stopping.is_set():
                raise _Stopping
            done += photos_done
            health.busy(f"seeding {collection_id}: {done} of {len(photos)} photos")
            if time.monotonic() - told > _INTERVAL or done == len(photos):
                told = time.monotonic()
                print(health.doing, file=sys.stderr, flush=True)

        report = folder.index(_client(self._options), collection_id, photos, jobs=_JOBS, done=count)
        for photo in report.without_face:
            print(f"{photo}: no face that could be indexed", file=sys.stderr)
        for line in report.refused:
            print(line, file=sys.stderr)


class _Stopping(Exception):
    """The server stops while it is still preparing."""


def seeds(directory: Path) -> dict[str, dict[str, Path]]:
    """Collection id -> external image id -> photo, of the folders in a directory. Raises Refused."""
    if not directory.is_dir():
        raise Refused(f"--seed: {directory} is no folder")
    loose = [each.name for each in directory.iterdir() if each.suffix.lower() in folder.SUFFIXES]
    if loose:
        raise Refused(f"--seed: {directory / loose[0]}: put photos into a folder with the name of their collection")
    folders = sorted(each for each in directory.iterdir() if each.is_dir())
    if not folders:
        raise Refused(f"--seed: {directory} has no folders; it needs one for each collection, with photos in it")
    return {each.name: folder.photos(each) for each in folders}


def _check_writable(snapshot: Path) -> None:
    """Raise Refused for a snapshot that could not be saved, now and not after all the work is done."""
    if not snapshot.parent.is_dir():
        raise Refused(f"--snapshot: there is no folder {snapshot.parent}")
    if not os.access(snapshot.parent, os.W_OK):
        raise Refused(f"--snapshot: the folder {snapshot.parent} is read-only")


def preload() -> None:
    """Look at a drawn face, so that everything which is loaded at the first picture is there."""
    import hashlib

    import numpy as np

    from moto_rekognition.synthetic import Face
    from moto_rekognition.vision import analysis, descriptors

    chosen, picture = settings.current(), Face("ada").image
    seen = analysis.analyze(hashlib.sha256(picture.tobytes()).digest(), lambda: np.asarray(picture), chosen.model)
    for each in seen.faces:
        seen.attributes(each)
        seen.vector(each, descriptors.get(chosen.descriptor, chosen.sface_model))


def _client(options: argparse.Namespace) -> Any:
    """A client for the server itself."""
    import boto3
    from botocore.config import Config

    scheme = "https" if options.ssl or options.ssl_cert else "http"
    host = f"[{_address(options)}]" if ":" in options.host else _address(options)
    return boto3.client(
        "rekognition",
        region_name=os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
        endpoint_url=f"{scheme}://{host}:{options.port}",
        verify=False,  # the certificate may be made for the occasion
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(user_agent_extra="moto-rekognition-seed", retries={"total_max_attempts": 3, "mode": "standard"}),
    )


def _address(options: argparse.Namespace) -> str:
    """Where the server can be reached from this machine."""
    return "127.0.0.1" if options.host in ("0.0.0.0", "") else "::1" if options.host == "::" else str(options.host)
