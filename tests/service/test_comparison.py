"""CompareFaces: the largest face of one picture against all of another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.scenes import Camera, Person


def compare(rekognition: Any, source: bytes, target: bytes, **options: Any) -> Any:
    return rekognition.compare_faces(SourceImage={"Bytes": source}, TargetImage={"Bytes": target}, **options)


@pytest.mark.evidence("documented")
def test_the_largest_source_face_is_compared_with_every_target_face(rekognition: Any, camera: Camera) -> None:
    source = camera.photo(Person("ada", width=200), Person("bob", width=90))
    cousin = Person("ada", width=80, likeness=0.95)
    target = camera.photo(Person("bob", width=150), cousin, Person("ada", width=70), Person("cy", width=60))

    answer = compare(rekognition, source, target)

    assert [*answer][:3] == ["SourceImageFace", "FaceMatches", "UnmatchedFaces"]
    assert [*answer["SourceImageFace"]] == ["BoundingBox", "Confidence"]
    assert round(answer["SourceImageFace"]["BoundingBox"]["Width"] * 640) == 200
    matched = [round(match["Face"]["BoundingBox"]["Width"] * 640) for match in answer["FaceMatches"]]
    unmatched = [round(face["BoundingBox"]["Width"] * 640) for face in answer["UnmatchedFaces"]]
    assert (matched, unmatched) == ([70, 80], [150, 60])


@pytest.mark.evidence("documented")
def test_a_compared_face_has_its_default_attributes(rekognition: Any, camera: Camera) -> None:
    answer = compare(rekognition, camera.photo(Person("ada")), camera.photo(Person("ada"), Person("bob", width=90)))

    (match,), (other,) = answer["FaceMatches"], answer["UnmatchedFaces"]
    assert [*match] == ["Similarity", "Face"]
    assert [*match["Face"]] == [*other] == ["BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"]
    assert len(other["Landmarks"]) == 5


@pytest.mark.evidence("verified")
def test_orientation_is_not_told(rekognition: Any, camera: Camera) -> None:
    answer = compare(rekognition, camera.photo(Person("ada")), camera.photo(Person("ada")))

    assert not [name for name in answer if "Orientation" in name]


@pytest.mark.evidence("documented")
def test_the_threshold_divides_matches_from_others(rekognition: Any, camera: Camera) -> None:
    source, target = camera.photo(Person("ada")), camera.photo(Person("bob"))

    assert compare(rekognition, source, target)["FaceMatches"] == []
    assert compare(rekognition, source, target, SimilarityThreshold=0)["UnmatchedFaces"] == []


@pytest.mark.evidence("verified")
@pytest.mark.parametrize("empty", ["source", "target"])
def test_both_pictures_need_a_face(rekognition: Any, camera: Camera, empty: str) -> None:
    somebody, nobody = camera.photo(Person("ada")), camera.photo()
    pictures = {"source": somebody, "target": somebody, empty: nobody}

    with pytest.raises(rekognition.exceptions.InvalidParameterException) as refusal:
        compare(rekognition, **pictures)

    assert refusal.value.response["Error"]["Message"] == "Request has invalid parameters"


@pytest.mark.evidence("documented")
def test_faces_below_the_quality_bar_are_not_compared(rekognition: Any, camera: Camera) -> None:
    source = camera.photo(Person("bob", width=200, sharpness=0), Person("ada", width=90))
    target = camera.photo(Person("ada"), Person("cy", width=80, sharpness=0))

    answer = compare(rekognition, source, target, QualityFilter="HIGH")

    assert (len(answer["FaceMatches"]), answer["UnmatchedFaces"]) == (1, [])
    assert round(answer["SourceImageFace"]["BoundingBox"]["Width"] * 640) == 90
