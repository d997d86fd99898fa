"""The fitted models of the attributes: logistic regressions, read from a data file."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np

from moto_rekognition.vision.observation import Floats

#: Standardised features are clipped to this: what is further out is no face like those of the training.
LIMIT = 3.0


@dataclass(frozen=True, eq=False)
class LogisticModel:
    """Log-odds = bias + weights . clip((features - mean) / deviation, -LIMIT, LIMIT).

    mean, deviation, weights: (n,) float64.
    """

    mean: Floats
    deviation: Floats
    weights: Floats
    bias: float

    def log_odds(self, features: Floats, said: float) -> float:
        """Positive: yes. features: (n - 1,); said: by the network, the last feature."""
        features = np.append(features, said)
        standardised = np.clip((features - self.mean) / self.deviation, -LIMIT, LIMIT)
        return float(standardised @ self.weights) + self.bias


@functools.cache
def model(name: str) -> LogisticModel:
    """The model of an attribute, by its name in DetectFaces: from data/attributes.json, made by
    `python training/fit_attributes.py`."""
    stored = _stored()[name]
    mean, deviation, weights = (np.array(stored[column]) for column in ("mean", "deviation", "weights"))
    return LogisticModel(mean, deviation, weights, *stored["bias"])


@functools.cache
def _stored() -> dict[str, dict[str, list[float]]]:
    text = resources.files("moto_rekognition.vision").joinpath("data/attributes.json").read_text()
    content: dict[str, dict[str, list[float]]] = json.loads(text)
    return content
