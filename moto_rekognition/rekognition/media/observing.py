"""The observation of an image: declared by the test, or detected once per content and process."""

from __future__ import annotations

from moto_rekognition import settings
from moto_rekognition.outcomes import declarations
from moto_rekognition.outcomes.identities import Stored
from moto_rekognition.rekognition.exceptions import InvalidImageFormatException
from moto_rekognition.rekognition.media.enlarged import EnlargedObservation
from moto_rekognition.rekognition.media.image import SourceImage
from moto_rekognition.vision import analysis
from moto_rekognition.vision.observation import Observation


def observe(source: SourceImage, stored: Stored) -> Observation:
    """The declared observation of an image or, without a declaration, the detected one.

    stored: returns the vectors of stored faces, which declared faces can be similar to.
    Raises the service's error for undeclared content that is no image.
    """
    location = source.location
    key = None if location is None else (location.bucket, location.key)
    declared = declarations.observe(source.content, source.digest, key, stored)
    if declared is not None:
        return declared
    try:
        source.check()
        observation = analysis.analyze(source.digest, source.pixels, settings.current().model)
        return observation if source.reduction == 1 else EnlargedObservation(observation, source.file.upright_size)
    except InvalidImageFormatException:
        if declarations.listing():
            raise InvalidImageFormatException.undeclared(declarations.unmatched(source.digest, key)) from None
        raise
