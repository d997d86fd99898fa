"""Make the screenshots of docs/how-to/server.md in a real browser: `python docs/screenshots.py`.

Needs Chromium and the development requirements. Everybody in the pictures is drawn.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import requests
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from moto_rekognition.synthetic import Face, group

IMAGES = Path(__file__).parent / "images"
PEOPLE = ("ada", "grace", "alan", "katherine", "linus", "radia")
OUTCOMES = {
    "declarations": [{"Key": "uploads/*.jpg", "Faces": [{"Identity": "ada", "Sunglasses": True}]}],
    "faults": [{"Operation": "SearchFacesByImage", "Error": "ThrottlingException", "Times": 2}],
}


def main() -> None:
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "seed" / "people").mkdir(parents=True)
        for person in PEOPLE:
            (folder / "seed" / "people" / f"{person}.jpg").write_bytes(Face(person).jpeg())
        (folder / "outcomes.json").write_text(json.dumps(OUTCOMES))
        (folder / "team.jpg").write_bytes(
            group([Face("ada", smile=0.8), Face("alan", yaw=-20)], size=(900, 600)).jpeg()
        )
        server, url = start("--seed", folder / "seed", "--declare", folder / "outcomes.json", "--keep-images")
        try:
            use(url)
            chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for scheme in ("light", "dark"):
                shoot(browser, url, folder / "team.jpg", scheme)
            browser.close()
        finally:
            server.terminate()
            server.wait()


def start(*options: object) -> tuple[subprocess.Popen[bytes], str]:
    """A server that is ready, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "moto_rekognition.server", "-p", str(port), *map(str, options)])
    url = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            if requests.get(f"{url}/moto-api/rekognition/health", timeout=5).ok:
                return server, url
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def use(url: str) -> None:
    """Some requests, one of them refused, and a user."""
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    rekognition = boto3.client("rekognition", "us-east-1", endpoint_url=url, **keys)
    rekognition.create_user(CollectionId="people", UserId="visitor-7")
    faces = rekognition.list_faces(CollectionId="people", MaxResults=1)["Faces"]
    rekognition.associate_faces(CollectionId="people", UserId="visitor-7", FaceIds=[faces[0]["FaceId"]])
    rekognition.search_faces_by_image(CollectionId="people", Image={"Bytes": Face("grace", yaw=15).jpeg()})
    with contextlib.suppress(rekognition.exceptions.ResourceNotFoundException):
        rekognition.describe_collection(CollectionId="staff")


def shoot(browser: Any, url: str, photo: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1180, "height": 1100})
    tab = context.new_page()
    tab.goto(f"{url}/moto-api/rekognition/")
    tab.get_by_label("Search in").select_option(index=1)
    tab.get_by_label("Drop a photo here, or choose one").set_input_files(photo)
    expect(tab.locator("#try-said")).to_have_text("2 faces", timeout=60_000)
    keep(tab.screenshot(), f"page-{scheme}.png")
    tab.get_by_role("link", name="people").click()
    expect(tab.get_by_role("img", name="Face of ada")).to_be_visible()
    keep(tab.screenshot(), f"collection-{scheme}.png")
    context.close()


def keep(png: bytes, name: str) -> None:
    """Write a picture with 256 colours, a third of the size."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        IMAGES / name, optimize=True
    )
    print(IMAGES / name)


if __name__ == "__main__":
    main()
