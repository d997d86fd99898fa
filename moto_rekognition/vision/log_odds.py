"""From log-odds to the service's answers."""

from __future__ import annotations

import math

from moto_rekognition.vision.observation import BooleanAnswer


def boolean_answer(log_odds: float) -> BooleanAnswer:
    """True if `log_odds` is positive. The confidence, 50..100, is that of the stated value."""
    return BooleanAnswer(log_odds > 0, 100 * sigmoid(abs(log_odds)))


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value)), without overflow."""
    return 0.5 * (1 + math.tanh(value / 2))
