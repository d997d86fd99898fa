"""The operations on faces: what they do to the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moto_rekognition import settings
from moto_rekognition.rekognition import kept_images
from moto_rekognition.rekognition.backend import FamilyBackend, threshold_or_default
from moto_rekognition.rekognition.collections.collection import Collection
from moto_rekognition.rekognition.exceptions import InvalidParameterException
from moto_rekognition.rekognition.faces import ids
from moto_rekognition.rekognition.faces.face import Refusal, StoredFace
from moto_rekognition.rekognition.faces.results import Comparison, FaceSearch, Indexing
from moto_rekognition.rekognition.faces.selection import Selection, check_filter, select
from moto_rekognition.rekognition.protocol.paging import Query
from moto_rekognition.vision import descriptors

#: The most entries of one page of ListFaces, and the most matches of a search.
LARGEST_PAGE = 4096
MOST_MATCHES = 4096


class FacesBackend(FamilyBackend):
    """One method per operation."""

    def index_faces(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        external_image_id: str | None,
        max_faces: int | None,
        filter_name: str | None,
    ) -> Indexing:
        check_filter(self.collection(collection_id), filter_name)
        source = self.source_image(image)
        observation = self.observe(source)
        collection = self.collection(collection_id)  # read again: the collection may have changed during detection
        model = collection.face_model
        selection = select(observation, filter_name or model.index_filter, model.largest_faces, max_faces)
        image_id = ids.image_id(source.digest, external_image_id)
        faces = [
            StoredFace(
                ids.face_id(image_id, model.version, face.rank),
                image_id,
                external_image_id,
                face.box,
                observation.size,
                face.confidence,
                model.version,
            )
            for face in selection.faces
        ]
        vectors = [observation.vector(face, collection.descriptor) for face in selection.faces]
        collection.add_faces(list(zip(faces, vectors, strict=True)))
        if (kept := kept_images.current()) is not None:
            kept.name(image_id, source)
        unknown_orientation = model.reports_orientation and not source.has_exif_orientation
        return Indexing(selection, faces, model, "ROTATE_0" if unknown_orientation else None)

    def detect_faces(self, image: Mapping[str, Any]) -> Selection:
        return select(self.observe(self.source_image(image)), "NONE")

    def compare_faces(
        self, source: Mapping[str, Any], target: Mapping[str, Any], threshold: float | None, filter_name: str | None
    ) -> Comparison:
        chosen = settings.current()
        descriptor = descriptors.get(chosen.descriptor, chosen.sface_model)
        observations = [self.observe(self.source_image(image)) for image in (source, target)]
        sources, targets = (select(observation, filter_name or "NONE").faces for observation in observations)
        if not sources or not targets:
            raise InvalidParameterException
        wanted = observations[0].vector(sources[0], descriptor)
        scores = [float(observations[1].vector(face, descriptor) @ wanted) for face in targets]
        compared = list(zip(targets, map(float, descriptor.similarity(scores)), strict=True))
        minimum = threshold_or_default(threshold)
        return Comparison(
            observations[0],
            sources[0],
            observations[1],
            sorted((pair for pair in compared if pair[1] >= minimum), key=lambda pair: -pair[1]),
            [face for face, similarity in compared if similarity < minimum],
        )

    def list_faces(
        self,
        collection_id: str,
        user_id: str | None,
        face_ids: Iterable[str] | None,
        limit: int | None,
        token: str | None,
    ) -> tuple[Collection, list[StoredFace], str | None]:
        """A page of faces ordered by id, and the token of the next page."""
        collection = self.collection(collection_id)
        wanted = None if face_ids is None else sorted(set(face_ids))
        with collection.lock:
            page, following = self.state.tokens.page(
                Query("ListFaces", collection_id, (user_id, wanted)),
                collection.face_ids(user_id, wanted),
                limit or LARGEST_PAGE,
                token,
            )
            return collection, collection.faces(page), following

    def delete_faces(self, collection_id: str, face_ids: Iterable[str]) -> tuple[list[str], list[Refusal]]:
        return self.collection(collection_id).delete_faces(face_ids)

    def search_faces(
        self, collection_id: str, face_id: str, max_faces: int | None, threshold: float | None
    ) -> tuple[Collection, list[tuple[StoredFace, float]]]:
        collection = self.collection(collection_id)
        matches = collection.search_faces(
            collection.face_vector(face_id), threshold_or_default(threshold), max_faces or MOST_MATCHES, (face_id,)
        )
        return collection, matches

    def search_faces_by_image(
        self,
        collection_id: str,
        image: Mapping[str, Any],
        max_faces: int | None,
        threshold: float | None,
        filter_name: str | None,
    ) -> FaceSearch:
        check_filter(self.collection(collection_id), filter_name)
        observation = self.observe(self.source_image(image))
        collection = self.collection(collection_id)
        faces = select(observation, filter_name or "NONE", collection.face_model.largest_faces).faces
        if not faces:
            raise InvalidParameterException.no_face()
        vector = observation.vector(faces[0], collection.descriptor)
        matches = collection.search_faces(vector, threshold_or_default(threshold), max_faces or MOST_MATCHES)
        return FaceSearch(observation, faces[0], collection, matches)
