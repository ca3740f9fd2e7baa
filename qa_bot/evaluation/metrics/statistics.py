"""What many numbers come to: mean, percentile, precision and recall, bootstrap interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]
Indices = NDArray[np.int64]

RESAMPLES = 2000
SEED = 20161115
_DRAWN_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and their harmonic mean, each from 0 to 1, or None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None

    @classmethod
    def of(cls, precision: float | None, recall: float | None) -> Scores:
        """Return the scores with F1 = 2PR / (P + R); an undefined one of the two counts as 0, two give None.

        van Rijsbergen: Information Retrieval (1979), with beta = 1.
        """
        if precision is None and recall is None:
            return cls(None, None, None)
        p, r = precision or 0.0, recall or 0.0
        return cls(precision, recall, 2 * p * r / (p + r) if p + r else 0.0)

    @classmethod
    def from_counts(cls, *, both: int, predicted: int, gold: int) -> Scores:
        """Return P = both / predicted and R = both / gold."""
        return cls.of(both / predicted if predicted else None, both / gold if gold else None)


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, None of nothing."""
    return math.fsum(values) / len(values) if values else None


def percentile(values: Sequence[float], q: float) -> float | None:
    """Return the q-th percentile (0 to 100), linear between the neighbours; None of nothing.

    Hyndman, Fan: Sample quantiles in statistical packages (1996), definition 7.
    """
    return float(np.percentile(np.asarray(values, dtype=float), q)) if values else None


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Return the 95 % percentile-bootstrap interval of the mean; None for fewer than two values.

    Where all values are equal so are the ends: the sample then says nothing about how they would vary.
    """
    size = len(values)
    if size < 2:
        return None
    sample, generator = np.asarray(values, dtype=float), np.random.default_rng(SEED)
    at_once = max(1, _DRAWN_AT_ONCE // size)
    means = [
        sample[generator.integers(size, size=(min(at_once, RESAMPLES - done), size))].mean(axis=1)
        for done in range(0, RESAMPLES, at_once)
    ]
    return _ends(np.concatenate(means))


def bootstrap_interval(statistic: Callable[[Indices], float | None], size: int) -> Interval | None:
    """Return the 2.5th and 97.5th percentile of a statistic over resamples of `size` items, drawn with replacement.

    `statistic` gets the indices that were drawn; where it is None the resample does not count. The seed is fixed, so
    that the same values give the same interval. Efron, Tibshirani: An Introduction to the Bootstrap (1993), 13.3.
    """
    if size < 2:
        return None
    generator = np.random.default_rng(SEED)
    drawn = [statistic(generator.integers(size, size=size)) for _ in range(RESAMPLES)]
    defined = [value for value in drawn if value is not None]
    return _ends(np.asarray(defined)) if defined else None


def _ends(drawn: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
