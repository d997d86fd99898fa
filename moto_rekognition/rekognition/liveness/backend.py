"""The operations on liveness sessions: what they do to the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moto.moto_api._internal import mock_random

from moto_rekognition import image_files
from moto_rekognition.outcomes.liveness_checks import Liveness
from moto_rekognition.outcomes.liveness_images import CheckImage
from moto_rekognition.rekognition.backend import FamilyBackend
from moto_rekognition.rekognition.exceptions import RekognitionError, SessionNotFoundException
from moto_rekognition.rekognition.liveness import output
from moto_rekognition.rekognition.liveness.session import Result, Session, SessionImage, SessionSettings, settings_of
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.vision.observation import Box

#: Sessions kept per account and region; the oldest is forgotten first.
KEPT = 10_000


class LivenessBackend(FamilyBackend):
    """One method per operation."""

    def create_face_liveness_session(
        self, settings: Mapping[str, Any], kms_key_id: str | None, token: str | None
    ) -> Session:
        """A new session, or the session that was created with the same token, even with other settings."""
        state = self.state

        def create() -> Session:
            session = Session(str(mock_random.uuid4()), settings_of(settings, kms_key_id))
            with state.lock:
                state.sessions[session.session_id] = session
                if len(state.sessions) > KEPT:
                    del state.sessions[next(iter(state.sessions))]
            return session

        return state.requests.once("CreateFaceLivenessSession", token, (None,), create)

    def get_face_liveness_session_results(self, session_id: str) -> tuple[Session, Result]:
        session = self.state.sessions.get(session_id)
        if session is None:
            raise SessionNotFoundException
        return session, session.result(lambda outcome: self._end(session, outcome))

    def _end(self, session: Session, outcome: Liveness) -> Result:
        """The result of a check that SUCCEEDED. Its images are stored in S3 if the session names a bucket."""
        settings = session.settings
        images: list[SessionImage] = []
        if outcome.subject is not None:
            images = [self._with_box(image) for image in outcome.subject.images(settings.audit_images_limit)]
        if settings.bucket is not None:
            try:
                images = self._stored(images, session.session_id, settings)
            except output.OutputUnavailable:
                return Result("FAILED")
        return Result(
            "SUCCEEDED",
            outcome.confidence,
            images[0] if images else None,
            tuple(images[1:]),
            outcome.feedback,
            outcome.sdk_type,
        )

    def _with_box(self, image: CheckImage) -> SessionImage:
        return SessionImage(image.content, None, image.box or self._detected(image.content))

    def _detected(self, content: bytes) -> Box | None:
        """The box of the largest face, in pixels of the upright image; None without a face."""
        try:
            observation = self.observe(SourceImage(content))
        except RekognitionError as error:
            raise ValueError(f"the picture that liveness(...) was given cannot be used: {error.message}") from error
        if not observation.faces:
            return None
        box, (width, height) = observation.faces[0].box, observation.size
        shown_width, shown_height = _shown_size(content, observation.size)
        across, down = shown_width / width, shown_height / height
        return Box(box.left * across, box.top * down, box.width * across, box.height * down)

    def _stored(self, images: list[SessionImage], session_id: str, settings: SessionSettings) -> list[SessionImage]:
        """Store the images in the bucket of the settings. Raises OutputUnavailable."""
        folder = f"{settings.prefix}{session_id}"
        keys = [f"{folder}/reference.jpg", *(f"{folder}/audit-{k}.jpg" for k in range(1, len(images)))][: len(images)]
        contents = {key: image.content or b"" for key, image in zip(keys, images, strict=True)}
        output.store(
            contents,
            settings,
            account_id=self.account_id,
            region=self.region_name,
            partition=self.partition,
        )
        return [replace(image, content=None, key=key) for key, image in zip(keys, images, strict=True)]


def _shown_size(content: bytes, otherwise: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of the upright image; `otherwise` for declared content that is no image."""
    try:
        return image_files.read(content).upright_size
    except image_files.Unreadable:
        return otherwise
