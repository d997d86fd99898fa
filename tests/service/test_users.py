"""Users: their life cycle, their faces, and the search for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from moto.moto_api import state_manager

from tests.service.conftest import ClientOf
from tests.service.scenes import Camera, Person

UNKNOWN_FACE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def index(rekognition: Any, people: str, camera: Camera) -> Any:
    """Indexes another photo of somebody and gives the FaceId: `index("ada")`."""
    taken = iter(range(1000))

    def index(name: str, likeness: float = 1.0) -> str:
        photo = camera.photo(Person(name, likeness=likeness), take=next(taken))
        (record,) = rekognition.index_faces(CollectionId=people, Image={"Bytes": photo})["FaceRecords"]
        return str(record["Face"]["FaceId"])

    return index


@pytest.fixture
def ada(rekognition: Any, people: str) -> dict[str, str]:
    """A new user, as the parameters that name it."""
    rekognition.create_user(CollectionId=people, UserId="ada")
    return {"CollectionId": people, "UserId": "ada"}


def users(rekognition: Any, people: str) -> dict[str, str]:
    listed = rekognition.list_users(CollectionId=people)["Users"]
    return {user["UserId"]: user["UserStatus"] for user in listed}


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
def test_a_new_user_is_created_without_faces(rekognition: Any, people: str, ada: dict[str, str]) -> None:
    assert users(rekognition, people) == {"ada": "CREATED"}
    assert rekognition.describe_collection(CollectionId=people)["UserCount"] == 1


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
def test_a_user_id_is_taken_once(rekognition: Any, ada: dict[str, str]) -> None:
    with pytest.raises(rekognition.exceptions.ConflictException):
        rekognition.create_user(**ada)


@pytest.mark.evidence("documented")
def test_creating_and_deleting_users_answers_with_an_empty_body(raw: Any, people: str) -> None:
    replies = [raw(name, {"CollectionId": people, "UserId": "ada"}) for name in ("CreateUser", "DeleteUser")]

    assert [(reply.status, reply.text) for reply in replies] == [(200, "")] * 2


@pytest.mark.evidence("documented")
def test_faces_make_a_user_active(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    face_id = index("ada")

    answer = rekognition.associate_faces(**ada, FaceIds=[face_id])

    assert answer["AssociatedFaces"] == [{"FaceId": face_id}]
    assert (answer["UnsuccessfulFaceAssociations"], answer["UserStatus"]) == ([], "UPDATING")
    assert users(rekognition, people) == {"ada": "ACTIVE"}
    (face,) = rekognition.list_faces(**ada)["Faces"]
    assert (face["FaceId"], face["UserId"]) == (face_id, "ada")


@pytest.mark.evidence("assumed")
def test_a_user_that_lost_its_faces_is_as_new(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    face_id = index("ada")
    rekognition.associate_faces(**ada, FaceIds=[face_id])

    answer = rekognition.disassociate_faces(**ada, FaceIds=[face_id])

    assert answer["DisassociatedFaces"] == [{"FaceId": face_id}]
    assert (answer["UnsuccessfulFaceDisassociations"], answer["UserStatus"]) == ([], "UPDATING")
    assert users(rekognition, people) == {"ada": "CREATED"}


@pytest.fixture
def manual_steps(client_of: ClientOf) -> Iterator[None]:
    """Users stay UPDATING until they were shown twice."""
    state_manager.set_transition("rekognition::user", {"progression": "manual", "times": 2})
    yield
    state_manager.unset_transition("rekognition::user")


@pytest.mark.evidence("documented")
def test_updating_can_be_stepped_through(
    rekognition: Any, people: str, ada: dict[str, str], index: Any, manual_steps: None
) -> None:
    rekognition.associate_faces(**ada, FaceIds=[index("ada")])

    assert [users(rekognition, people)["ada"] for _ in range(3)] == ["UPDATING", "ACTIVE", "ACTIVE"]


def test_the_server_is_told_how_users_progress_over_http(
    client_of: ClientOf, rekognition: Any, people: str, ada: dict[str, str], index: Any
) -> None:
    endpoint = rekognition.meta.endpoint_url
    api = "http://motoapi.amazonaws.com" if "amazonaws" in endpoint else endpoint
    chosen = {"model_name": "rekognition::user", "transition": {"progression": "manual", "times": 2}}
    requests.post(f"{api}/moto-api/state-manager/set-transition", json=chosen, timeout=60)
    try:
        rekognition.associate_faces(**ada, FaceIds=[index("ada")])
        assert users(rekognition, people) == {"ada": "UPDATING"}
    finally:
        state_manager.unset_transition("rekognition::user")


@pytest.mark.evidence("documented")
def test_why_faces_are_not_associated(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    own, other, unlike = index("ada"), index("bob"), index("cy")
    rekognition.create_user(CollectionId=people, UserId="bob")
    rekognition.associate_faces(CollectionId=people, UserId="bob", FaceIds=[other])
    rekognition.associate_faces(**ada, FaceIds=[own])

    answer = rekognition.associate_faces(**ada, FaceIds=[own, other, unlike, UNKNOWN_FACE])

    assert answer["AssociatedFaces"] == []
    taken, low, unknown = answer["UnsuccessfulFaceAssociations"]
    assert taken == {"FaceId": other, "UserId": "bob", "Reasons": ["ASSOCIATED_TO_A_DIFFERENT_USER"]}
    assert (low["FaceId"], low["Reasons"]) == (unlike, ["LOW_MATCH_CONFIDENCE"])
    assert 0 <= low["Confidence"] < 75
    assert unknown == {"FaceId": UNKNOWN_FACE, "Reasons": ["FACE_NOT_FOUND"]}


@pytest.mark.evidence("documented")
def test_the_threshold_does_not_apply_to_the_first_faces(rekognition: Any, ada: dict[str, str], index: Any) -> None:
    unlike = [index("ada"), index("bob")]

    answer = rekognition.associate_faces(**ada, FaceIds=unlike, UserMatchThreshold=99)

    assert [face["FaceId"] for face in answer["AssociatedFaces"]] == unlike


@pytest.mark.evidence("documented")
def test_a_low_threshold_lets_unlike_faces_in(rekognition: Any, ada: dict[str, str], index: Any) -> None:
    rekognition.associate_faces(**ada, FaceIds=[index("ada")])

    answer = rekognition.associate_faces(**ada, FaceIds=[index("bob")], UserMatchThreshold=0)

    assert len(answer["AssociatedFaces"]) == 1


@pytest.mark.evidence("documented")
def test_why_faces_are_not_disassociated(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    free, other = index("cy"), index("bob")
    rekognition.create_user(CollectionId=people, UserId="bob")
    rekognition.associate_faces(CollectionId=people, UserId="bob", FaceIds=[other])

    answer = rekognition.disassociate_faces(**ada, FaceIds=[free, other, UNKNOWN_FACE])

    assert answer["DisassociatedFaces"] == []
    assert answer["UnsuccessfulFaceDisassociations"] == [
        {"FaceId": other, "UserId": "bob", "Reasons": ["ASSOCIATED_TO_A_DIFFERENT_USER"]},
        {"FaceId": UNKNOWN_FACE, "Reasons": ["FACE_NOT_FOUND"]},
    ]


@pytest.mark.evidence("documented")
def test_a_face_of_a_user_cannot_be_deleted(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    face_id = index("ada")
    rekognition.associate_faces(**ada, FaceIds=[face_id])

    answer = rekognition.delete_faces(CollectionId=people, FaceIds=[face_id])

    assert answer["DeletedFaces"] == []
    assert answer["UnsuccessfulFaceDeletions"] == [
        {"FaceId": face_id, "UserId": "ada", "Reasons": ["ASSOCIATED_TO_AN_EXISTING_USER"]}
    ]


@pytest.mark.evidence("documented")
def test_deleting_a_user_frees_its_faces(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    face_id = index("ada")
    rekognition.associate_faces(**ada, FaceIds=[face_id])

    rekognition.delete_user(**ada)

    assert users(rekognition, people) == {}
    assert rekognition.delete_faces(CollectionId=people, FaceIds=[face_id])["DeletedFaces"] == [face_id]


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
@pytest.mark.parametrize(
    ("operation", "further"),
    [
        ("delete_user", {}),
        ("associate_faces", {"FaceIds": [UNKNOWN_FACE]}),
        ("disassociate_faces", {"FaceIds": [UNKNOWN_FACE]}),
        ("search_users", {}),
    ],
)
def test_an_unknown_user_is_a_missing_resource(
    rekognition: Any, people: str, operation: str, further: dict[str, Any]
) -> None:
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        getattr(rekognition, operation)(CollectionId=people, UserId="nobody", **further)


@pytest.mark.evidence("documented")
def test_a_user_has_at_most_a_hundred_faces(
    rekognition: Any, ada: dict[str, str], index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_FACES_PER_USER", "2")
    rekognition.associate_faces(**ada, FaceIds=[index("ada")])

    with pytest.raises(rekognition.exceptions.ServiceQuotaExceededException):
        rekognition.associate_faces(**ada, FaceIds=[index("ada"), index("ada")])

    assert len(rekognition.list_faces(**ada)["Faces"]) == 1


@pytest.mark.evidence("documented")
def test_a_collection_takes_only_so_many_users(
    rekognition: Any, people: str, ada: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_REKOGNITION_USERS_PER_COLLECTION", "1")

    with pytest.raises(rekognition.exceptions.ServiceQuotaExceededException):
        rekognition.create_user(CollectionId=people, UserId="bob")


@pytest.mark.evidence("documented")
def test_users_are_listed_in_pages_in_an_order_of_their_own(rekognition: Any, people: str) -> None:
    names = [f"user-{n}" for n in range(5)]
    for name in names:
        rekognition.create_user(CollectionId=people, UserId=name)

    paginator = rekognition.get_paginator("list_users")
    pages = list(paginator.paginate(CollectionId=people, PaginationConfig={"PageSize": 2}))
    listed = [user["UserId"] for page in pages for user in page["Users"]]

    assert [len(page["Users"]) for page in pages] == [2, 2, 1]
    assert sorted(listed) == names != listed


@pytest.mark.evidence("documented")
def test_users_are_searched_by_a_picture(
    rekognition: Any, people: str, ada: dict[str, str], index: Any, camera: Camera
) -> None:
    rekognition.associate_faces(**ada, FaceIds=[index("ada"), index("ada", likeness=0.95)])
    photo = camera.photo(Person("ada", width=200), Person("bob", width=90), Person("cy", sharpness=0, width=80))

    answer = rekognition.search_users_by_image(CollectionId=people, Image={"Bytes": photo}, QualityFilter="HIGH")

    assert [*answer][:4] == ["UserMatches", "FaceModelVersion", "SearchedFace", "UnsearchedFaces"]
    (match,) = answer["UserMatches"]
    assert match["User"] == {"UserId": "ada", "UserStatus": "ACTIVE"}
    assert match["Similarity"] > 95
    assert [*answer["SearchedFace"]["FaceDetail"]] == ["BoundingBox"]
    assert round(answer["SearchedFace"]["FaceDetail"]["BoundingBox"]["Width"] * 640) == 200
    assert [face["Reasons"] for face in answer["UnsearchedFaces"]] == [["FACE_NOT_LARGEST"], ["LOW_SHARPNESS"]]


@pytest.mark.evidence("documented")
def test_a_picture_without_a_face_finds_no_user(rekognition: Any, people: str, camera: Camera) -> None:
    answer = rekognition.search_users_by_image(CollectionId=people, Image={"Bytes": camera.photo()})

    assert (answer["UserMatches"], answer["UnsearchedFaces"], "SearchedFace" in answer) == ([], [], False)


@pytest.mark.evidence("documented")
def test_users_are_searched_by_a_user_but_not_found_as_themselves(
    rekognition: Any, people: str, ada: dict[str, str], index: Any
) -> None:
    rekognition.create_user(CollectionId=people, UserId="twin")
    rekognition.associate_faces(**ada, FaceIds=[index("ada")])
    rekognition.associate_faces(CollectionId=people, UserId="twin", FaceIds=[index("ada", likeness=0.95)])

    answer = rekognition.search_users(**ada)

    assert [match["User"]["UserId"] for match in answer["UserMatches"]] == ["twin"]
    assert (answer["SearchedUser"], "SearchedFace" in answer) == ({"UserId": "ada"}, False)


@pytest.mark.evidence("documented")
def test_users_are_searched_by_a_face(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    rekognition.associate_faces(**ada, FaceIds=[index("ada")])
    face_id = index("ada")

    answer = rekognition.search_users(CollectionId=people, FaceId=face_id)

    assert [match["User"]["UserId"] for match in answer["UserMatches"]] == ["ada"]
    assert (answer["SearchedFace"], "SearchedUser" in answer) == ({"FaceId": face_id}, False)


@pytest.mark.evidence("documented")
def test_the_best_users_come_first(rekognition: Any, people: str, index: Any) -> None:
    for name, likeness in (("far", 0.92), ("near", 0.99), ("middle", 0.96)):
        rekognition.create_user(CollectionId=people, UserId=name)
        rekognition.associate_faces(CollectionId=people, UserId=name, FaceIds=[index("ada", likeness=likeness)])
    probe = index("ada")

    found = rekognition.search_users(CollectionId=people, FaceId=probe, MaxUsers=2)["UserMatches"]

    assert [match["User"]["UserId"] for match in found] == ["near", "middle"]


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("assumed")
def test_a_user_without_faces_resembles_nobody(rekognition: Any, ada: dict[str, str]) -> None:
    assert rekognition.search_users(**ada)["UserMatches"] == []


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
@pytest.mark.parametrize("chosen", [{}, {"UserId": "ada", "FaceId": UNKNOWN_FACE}])
def test_users_are_searched_by_a_user_or_a_face(
    rekognition: Any, people: str, ada: dict[str, str], chosen: dict[str, str]
) -> None:
    with pytest.raises(rekognition.exceptions.InvalidParameterException):
        rekognition.search_users(CollectionId=people, **chosen)


@pytest.mark.evidence("documented")
def test_the_same_token_is_the_same_request(rekognition: Any, people: str, ada: dict[str, str], index: Any) -> None:
    face_id = index("ada")
    request = {**ada, "FaceIds": [face_id], "ClientRequestToken": "token-1"}

    first = rekognition.associate_faces(**request)
    second = rekognition.associate_faces(**request)

    assert first["AssociatedFaces"] == second["AssociatedFaces"] == [{"FaceId": face_id}]


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
def test_a_created_user_may_be_created_again_with_the_same_token(rekognition: Any, people: str) -> None:
    for _ in range(2):
        rekognition.create_user(CollectionId=people, UserId="ada", ClientRequestToken="token-1")

    assert users(rekognition, people) == {"ada": "CREATED"}


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("documented")
def test_a_token_cannot_be_used_for_another_request(rekognition: Any, people: str) -> None:
    rekognition.create_user(CollectionId=people, UserId="ada", ClientRequestToken="token-1")

    with pytest.raises(rekognition.exceptions.IdempotentParameterMismatchException) as refusal:
        rekognition.create_user(CollectionId=people, UserId="bob", ClientRequestToken="token-1")

    message = refusal.value.response["Error"]["Message"]
    assert message == "The ClientRequestToken: token-1 you have supplied is already in use."
    assert users(rekognition, people) == {"ada": "CREATED"}


@pytest.mark.rekognition_aws_verified
@pytest.mark.evidence("assumed")
def test_a_failed_request_leaves_its_token_free(rekognition: Any, people: str) -> None:
    request = {"CollectionId": people, "UserId": "ada", "ClientRequestToken": "token-1"}
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        rekognition.delete_user(**request)
    rekognition.create_user(CollectionId=people, UserId="ada")

    rekognition.delete_user(**request)

    assert users(rekognition, people) == {}


@pytest.mark.evidence("assumed")
def test_a_new_collection_knows_nothing_of_the_tokens_of_its_namesake(rekognition: Any, people: str) -> None:
    request = {"CollectionId": people, "UserId": "ada", "ClientRequestToken": "token-1"}
    rekognition.create_user(**request)
    rekognition.delete_collection(CollectionId=people)
    rekognition.create_collection(CollectionId=people)

    rekognition.create_user(**request)

    assert users(rekognition, people) == {"ada": "CREATED"}
