"""From the dot product of two vectors to the service's Similarity, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from moto_rekognition.vision.observation import Floats

#: From this dot product on, two vectors are the same but for rounding.
SAME = 1.0 - 1e-5


@dataclass(frozen=True)
class Calibration:
    """A monotone curve through the points (score, similarity), linear between them in log odds.

    scores: increasing dot products, below SAME. similarities: increasing, 0 < similarity < 100. Outside of the points
    the first and the last slope continue; from SAME on the similarity is 100.
    """

    scores: tuple[float, ...]
    similarities: tuple[float, ...]

    def similarity(self, scores: Any) -> Floats:
        """Dot products -> Similarity 0..100."""
        x = np.asarray(scores, np.float64)
        at, odds = np.array(self.scores), self._odds()
        slopes = np.diff(odds) / np.diff(at)
        piece = np.clip(np.searchsorted(at, x, side="right") - 1, 0, len(slopes) - 1)
        similarity = 100 / (1 + np.exp(-(odds[piece] + (x - at[piece]) * slopes[piece])))
        return np.where(x >= SAME, 100.0, similarity)

    def score(self, similarity: float) -> float:
        """The smallest dot product whose Similarity is at least `similarity` (0..100)."""
        if similarity <= 0:
            return -np.inf
        if similarity >= 100:
            return SAME
        at, odds = np.array(self.scores), self._odds()
        wanted = np.log(similarity / (100 - similarity))
        piece = int(np.clip(np.searchsorted(odds, wanted, side="right") - 1, 0, len(at) - 2))
        slope = (odds[piece + 1] - odds[piece]) / (at[piece + 1] - at[piece])
        return min(float(at[piece] + (wanted - odds[piece]) / slope), SAME)

    def _odds(self) -> Floats:
        similarities = np.array(self.similarities)
        return np.asarray(np.log(similarities / (100 - similarities)))
