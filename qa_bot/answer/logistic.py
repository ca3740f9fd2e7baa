"""A probability from a few numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

Features = Mapping[str, float]
Model = tuple[float, Features]
"""Intercept and coefficients of a logistic regression."""


def chance(model: Model, values: Features) -> float:
    """Return the probability that the model gives to these values, of which it needs those it has coefficients for."""
    intercept, coefficients = model
    return 1 / (1 + math.exp(-intercept - sum(weight * values[name] for name, weight in coefficients.items())))
