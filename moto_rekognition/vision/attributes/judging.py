"""A yes or no out of log-odds, as the service words it."""

from __future__ import annotations

import math

from moto_rekognition.vision.observation import Judgement


def judge(log_odds: float) -> Judgement:
    """Yes when `log_odds` is positive; the confidence is that of the stated value, so never below 50."""
    return Judgement(log_odds > 0, 100 * sigmoid(abs(log_odds)))


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value)), without overflow."""
    return 0.5 * (1 + math.tanh(value / 2))
