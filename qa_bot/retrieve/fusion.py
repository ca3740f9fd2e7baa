"""Bring signals of different scales together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.float64]


def standardise(values: ArrayLike) -> Scores:
    """Return z-scores, shape as given; all zero where the values do not differ."""
    scores = np.asarray(values, dtype=np.float64)
    spread = scores.std() if scores.size else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / spread)


def fuse(signals: Mapping[str, ArrayLike], weights: Mapping[str, float]) -> Scores:
    """Return the weighted sum of each signal's z-scores over the candidates, shape (candidates,).

    A sum of z-scores keeps how far ahead a candidate is, which rank fusion throws away.
    """
    return np.asarray(sum(weight * standardise(signals[name]) for name, weight in weights.items()))
