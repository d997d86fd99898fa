"""The page at /moto-api/rekognition/, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from moto_rekognition.synthetic import Face
from tests.server.conftest import Server, Start

PORTRAIT = Face("ada").jpeg()


@pytest.fixture(scope="module")
def server(start: Start) -> Server:
    """A server that keeps images, with ada in the collection `people`, once associated to a user."""
    server = start("--keep-images")
    rekognition = server.rekognition
    rekognition.create_collection(CollectionId="people", Tags={"team": "door"})
    indexed = rekognition.index_faces(CollectionId="people", Image={"Bytes": PORTRAIT}, ExternalImageId="ada-portrait")
    rekognition.create_user(CollectionId="people", UserId="user-ada")
    face_ids = [indexed["FaceRecords"][0]["Face"]["FaceId"]]
    rekognition.associate_faces(CollectionId="people", UserId="user-ada", FaceIds=face_ids)
    return server


def get(server: Server, path: str = "", **headers: str) -> requests.Response:
    return requests.get(f"{server.url}/moto-api/rekognition/{path}", headers=headers, timeout=30)


PEOPLE = "account=123456789012&region=us-east-1&id=people"


@pytest.mark.parametrize("address", ["/moto-api/rekognition/", "/moto-api/rekognition"])
def test_shows_the_collections(server: Server, address: str) -> None:
    page = requests.get(server.url + address, timeout=30)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "collection?account=123456789012&amp;region=us-east-1&amp;id=people" in page.text


def test_shows_users_and_faces_of_a_collection(server: Server) -> None:
    text = get(server, f"collection?{PEOPLE}").text
    for shown in ("user-ada", "ACTIVE", "ada-portrait", "team=door", "yaw", "% sure"):
        assert shown in text


def test_shows_the_kept_image_of_a_face(server: Server) -> None:
    text = get(server, f"collection?{PEOPLE}").text
    address = text.partition('<image href="/moto-api/rekognition/')[2].partition('"')[0]
    image = get(server, address)
    assert image.headers["Content-Type"] == "image/jpeg"
    assert image.content.startswith(b"\xff\xd8\xff")
    assert text.count('<circle class="point"') == 30


def test_keeps_no_images_unless_it_is_told_to(start: Start) -> None:
    server = start()
    server.rekognition.create_collection(CollectionId="people")
    server.rekognition.index_faces(CollectionId="people", Image={"Bytes": PORTRAIT})
    assert "<image" not in get(server, f"collection?{PEOPLE}").text
    assert "--keep-images" in get(server).text


def test_shows_a_request_with_its_answer(server: Server) -> None:
    server.rekognition.describe_collection(CollectionId="people")
    text = get(server).text
    assert "DescribeCollection" in text
    number = text.partition("request?number=")[2].partition('"')[0]
    request = get(server, f"request?number={number}").text
    assert "&#34;CollectionId&#34;: &#34;people&#34;" in request
    assert "&#34;FaceCount&#34;: 1" in request


def test_shows_an_error_and_replaces_images_by_their_digest(server: Server) -> None:
    with pytest.raises(server.rekognition.exceptions.InvalidImageFormatException):
        server.rekognition.detect_faces(Image={"Bytes": b"no image"})
    number = get(server).text.partition("request?number=")[2].partition('"')[0]
    request = get(server, f"request?number={number}").text
    assert "InvalidImageFormatException" in request
    assert "8 bytes, SHA-256 " in request


def test_shows_what_is_declared_and_how_often_it_struck(server: Server) -> None:
    control = f"{server.url}/moto-api/static/rekognition"
    requests.post(f"{control}/declarations", json={"Key": "uploads/*", "Faces": [{"Identity": "eve"}]}, timeout=30)
    requests.post(f"{control}/faults", json={"Operation": "ListUsers", "Error": "ThrottlingException"}, timeout=30)
    text = get(server).text
    for shown in ("uploads/*", "eve", "ThrottlingException"):
        assert shown in text
    for what in ("declarations", "faults"):
        requests.delete(f"{control}/{what}", timeout=30)


def test_shows_jobs_and_sessions(server: Server) -> None:
    s3 = server.client("s3")
    s3.create_bucket(Bucket="videos")
    s3.put_object(Bucket="videos", Key="visit.mp4", Body=b"no video")
    video = {"S3Object": {"Bucket": "videos", "Name": "visit.mp4"}}
    job_id = server.rekognition.start_face_detection(Video=video)["JobId"]
    session_id = server.rekognition.create_face_liveness_session()["SessionId"]
    text = get(server).text
    for shown in (job_id, session_id, "face liveness session"):
        assert shown in text


def attempt(server: Server, content: bytes, query: str = "", **headers: str) -> Any:
    url = f"{server.url}/moto-api/rekognition/try?{query}"
    return requests.post(url, data=content, headers=headers, timeout=60)


def test_a_tried_photo_is_answered_as_each_operation_would(server: Server) -> None:
    photo = Face("ada", yaw=10).jpeg()
    answers = attempt(server, photo + PORTRAIT, f"{PEOPLE}&first={len(photo)}").json()
    assert list(answers) == ["DetectFaces", "CompareFaces", "SearchFacesByImage", "SearchUsersByImage", "IndexFaces"]
    asked = {"DetectFaces": {"Attributes": ["ALL"]}, "SearchFacesByImage": {"CollectionId": "people"}}
    client = server.rekognition
    for operation, call in (("DetectFaces", client.detect_faces), ("SearchFacesByImage", client.search_faces_by_image)):
        answer = call(Image={"Bytes": photo}, **asked[operation])
        del answer["ResponseMetadata"]
        assert answers[operation] == json.loads(json.dumps(answer))
    assert len(answers["CompareFaces"]["FaceMatches"]) == 1
    assert answers["SearchUsersByImage"]["UserMatches"][0]["User"]["UserId"] == "user-ada"
    assert len(answers["IndexFaces"]["FaceRecords"]) == 1


def test_trying_stores_nothing_and_uses_up_no_fault(server: Server) -> None:
    faults = f"{server.url}/moto-api/static/rekognition/faults"
    requests.post(faults, json={"Operation": "*", "Error": "ThrottlingException", "Times": 1}, timeout=30)
    assert "Error" not in attempt(server, Face("grace").jpeg(), PEOPLE).json()["IndexFaces"]
    assert requests.get(faults, timeout=30).json()[0]["Calls"] == 0
    requests.delete(faults, timeout=30)
    assert server.rekognition.describe_collection(CollectionId="people")["FaceCount"] == 1


def test_a_tried_file_that_is_no_image_is_answered_with_the_services_error(server: Server) -> None:
    answers = attempt(server, b"no image", "id=nowhere").json()
    assert answers["DetectFaces"]["Error"]["Code"] == "InvalidImageFormatException"
    assert answers["SearchFacesByImage"]["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}]
)
def test_requests_of_other_sites_are_refused(server: Server, headers: dict[str, str]) -> None:
    assert attempt(server, PORTRAIT, **headers).status_code == 403
    assert get(server, "image?sha256=0", **headers).status_code == 403


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:5000", "127.0.0.1.evil.example", "localhost.evil.example."]
)
def test_a_name_that_another_site_may_have_rebound_is_refused(server: Server, name: str) -> None:
    answer = get(server, Host=name, **{"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, name in answer.text) == (403, True)


@pytest.mark.parametrize(
    "name", ["localhost:5000", "127.0.0.1:5000", "[::1]:5000", "192.0.2.7", "moto", "moto.localhost", "mac.local:5000"]
)
def test_names_of_this_computer_are_answered(server: Server, name: str) -> None:
    assert get(server, Host=name, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_server_that_listens_elsewhere_answers_to_any_name(start: Start) -> None:
    server = start("--host", "0.0.0.0")
    assert get(server, Host="moto.example", **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_following_a_link_from_another_site_is_allowed(server: Server) -> None:
    assert get(server, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_the_policy_allows_nothing_from_elsewhere(server: Server) -> None:
    policy = get(server).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in get(server).text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("path", [f"collection?{PEOPLE}x", "request?number=0", "image?sha256=0"])
def test_what_is_not_there_is_404(server: Server, path: str) -> None:
    assert get(server, path).status_code == 404


def test_the_log_is_bounded(server: Server) -> None:
    session = server.rekognition
    for _ in range(210):
        session.list_collections()
    assert get(server).text.count("request?number=") == 200


def test_everything_of_the_page_is_in_the_package() -> None:
    import moto_rekognition.page

    folder = Path(moto_rekognition.page.__file__).parent
    assert {each.name for each in folder.rglob("*.*") if each.suffix in (".css", ".js")} == {"page.css", "page.js"}
