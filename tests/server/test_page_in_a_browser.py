"""The page in a real browser: Chromium, through Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from moto_rekognition.synthetic import Face, group
from tests.server.conftest import Server, Start

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
expect = playwright.expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def server(start: Start) -> Server:
    """A server that keeps images, with three people in a collection, a user, declarations and requests."""
    server = start("--keep-images")
    rekognition = server.rekognition
    rekognition.create_collection(CollectionId="people", Tags={"team": "door"})
    for name in ("ada", "grace", "alan"):
        rekognition.index_faces(CollectionId="people", Image={"Bytes": Face(name).jpeg()}, ExternalImageId=name)
    rekognition.create_user(CollectionId="people", UserId="user-ada")
    control = f"{server.url}/moto-api/static/rekognition"
    hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
    requests.post(f"{control}/declarations", json={"Key": "uploads/*", "Faces": [{"Identity": hostile}]}, timeout=30)
    requests.post(f"{control}/faults", json={"Operation": "ListUsers", "Error": "ThrottlingException"}, timeout=30)
    headers = {"X-Amz-Target": "RekognitionService.DetectFaces"}
    requests.post(server.url, data=hostile, headers=headers, timeout=30)
    return server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def tab(browser: Any, server: Server) -> Iterator[Any]:
    """A tab that shows the page; it must log no error."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(f"{server.url}/moto-api/rekognition/")
    yield tab
    context.close()
    assert errors == []


@pytest.fixture
def team(tmp_path: Path) -> Path:
    photo = tmp_path / "team.jpg"
    photo.write_bytes(group([Face("ada"), Face("linus")]).jpeg())
    return photo


def test_a_photo_is_seen_with_boxes_landmarks_attributes_and_answers(tab: Any, team: Path) -> None:
    tab.get_by_label("Search in").select_option(label="people (123456789012, us-east-1)")
    tab.get_by_label("Drop a photo here, or choose one").set_input_files(team)
    expect(tab.locator("#try-said")).to_have_text("2 faces", timeout=60_000)
    picture = tab.get_by_role("img", name="The photo with 2 faces")
    expect(picture.locator("rect.box")).to_have_count(2)
    expect(picture.locator("circle.point")).to_have_count(60)
    expect(tab.locator("#faces li")).to_have_count(2)
    tab.get_by_text("SearchFacesByImage").click()
    expect(tab.get_by_role("region", name="Answer of SearchFacesByImage")).to_contain_text('"ExternalImageId": "ada"')
    assert {"DetectFaces", "IndexFaces", "SearchUsersByImage"} <= set(tab.locator("summary").evaluate_all(
        "all => all.map(each => each.firstChild.textContent)"
    ))  # fmt: skip


def test_a_dropped_photo_is_looked_at(tab: Any, team: Path) -> None:
    tab.evaluate(
        """async bytes => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "team.jpg"));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: transfer}));
        }""",
        list(team.read_bytes()),
    )
    expect(tab.locator("#try-said")).to_have_text("2 faces", timeout=60_000)


def test_two_photos_are_compared(tab: Any, team: Path, tmp_path: Path) -> None:
    (tmp_path / "ada.jpg").write_bytes(Face("ada", yaw=5).jpeg())
    tab.get_by_label("Drop a photo here, or choose one").set_input_files(tmp_path / "ada.jpg")
    tab.get_by_label("Compare with").set_input_files(team)
    expect(tab.locator("#answer-CompareFaces summary")).to_contain_text(
        "1 FaceMatches, 1 UnmatchedFaces", timeout=60_000
    )


def test_what_is_no_photo_shows_the_services_error(tab: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_text("no photo")
    tab.get_by_label("Drop a photo here, or choose one").set_input_files(tmp_path / "notes.jpg")
    expect(tab.locator("#try-said")).to_contain_text("InvalidImageFormatException: Request has", timeout=60_000)


def test_it_can_be_tried_without_a_photo_and_a_mouse(tab: Any) -> None:
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to content"
    for _ in range(20):
        if tab.evaluate("document.activeElement.id") == "draw":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#try-said")).to_have_text("1 face", timeout=60_000)


def test_changes_appear_by_themselves(tab: Any, server: Server) -> None:
    server.rekognition.create_collection(CollectionId="appears")
    expect(tab.get_by_role("link", name="appears")).to_be_visible(timeout=15_000)
    expect(tab.get_by_label("Search in").locator("option", has_text="appears")).to_have_count(1)
    server.rekognition.delete_collection(CollectionId="appears")
    expect(tab.get_by_role("link", name="appears")).to_have_count(0, timeout=15_000)


def test_the_faces_of_a_collection_are_seen(tab: Any) -> None:
    tab.get_by_role("link", name="people").click()
    expect(tab.get_by_role("img", name="Face of ada")).to_be_visible()
    assert tab.locator("svg.close image").count() == 3


def test_what_clients_say_is_never_markup(tab: Any) -> None:
    expect(tab.locator("#outcomes")).to_contain_text("<img src=x onerror")
    assert tab.locator("main img").count() == 0
    for link in tab.locator("#requests a").all()[:2]:
        tab.goto(link.evaluate("each => each.href"))
        assert tab.title() != "1"
        tab.go_back()
    assert tab.title() == "Rekognition in moto"


@pytest.mark.parametrize("page", ["overview", "tried", "collection", "request"])
def test_axe_finds_nothing(browser: Any, server: Server, team: Path, scheme: str, page: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    context = browser.new_context(color_scheme=scheme)
    tab = context.new_page()
    tab.goto(f"{server.url}/moto-api/rekognition/")
    if page == "tried":
        tab.get_by_label("Drop a photo here, or choose one").set_input_files(team)
        expect(tab.locator("#try-said")).to_have_text("2 faces", timeout=60_000)
        tab.locator("summary").first.click()
    elif page == "collection":
        tab.get_by_role("link", name="people").click()
    elif page == "request":
        tab.locator("#requests a").first.click()
    results = axe.Axe().run(tab)
    context.close()
    assert results.violations_count == 0, results.generate_report()


class OtherSite(BaseHTTPRequestHandler):
    """A page of somebody else."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>other</title>")

    def log_message(self, *_: object) -> None:
        pass


def test_another_site_in_the_same_browser_can_do_and_read_nothing(browser: Any, server: Server) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    Thread(target=other.serve_forever, daemon=True).start()
    tab = browser.new_page()
    tab.goto(f"http://localhost:{other.server_address[1]}/")
    for path, options in (("try", "{method: 'POST', body: 'x'}"), ("", "{}"), (f"image?sha256={'0' * 64}", "{}")):
        address = f"{server.url}/moto-api/rekognition/{path}"
        assert tab.evaluate(f"fetch('{address}', {options}).then(answer => answer.status)") == 403
    tab.close()
    other.shutdown()
