"""Compute what many numbers come to, with intervals, and whether two runs differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]
Statistic = Callable[[NDArray[np.int64]], NDArray[np.float64]]

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
    return interval(resampled_means(values)) if len(values) > 1 else None


def resampled_means(values: Sequence[float]) -> NDArray[np.float64]:
    """Return the mean of each resample of the values, drawn with replacement."""
    sample = np.asarray(values, dtype=float)
    return np.concatenate([sample[drawn].mean(axis=1) for drawn in _draws(len(values))])


def resampled(statistic: Statistic, size: int) -> NDArray[np.float64]:
    """Return a statistic over resamples of `size` items, drawn with replacement; one that is NaN does not count.

    `statistic` gets how often each item was drawn, shape (resamples, size). The seed is fixed, so that the same values
    give the same numbers, and two statistics the same draws. Efron, Tibshirani: An Introduction to the Bootstrap
    (1993), 13.3.
    """
    drawn = [statistic(_weights(each, size)) for each in _draws(size)] if size else []
    found: NDArray[np.float64] = np.concatenate([np.empty(0), *drawn])
    return np.asarray(found[~np.isnan(found)], dtype=float)


def value_of(statistic: Statistic, size: int) -> float | None:
    """Return the statistic over all items, None where it is undefined."""
    if not size:
        return None
    value = float(statistic(np.ones((1, size), dtype=np.int64))[0])
    return None if math.isnan(value) else value


def interval(drawn: NDArray[np.float64]) -> Interval | None:
    """Return the 2.5th and 97.5th percentile of what resamples gave; None of nothing."""
    if not len(drawn):
        return None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _draws(size: int) -> Iterator[NDArray[np.int64]]:
    """Yield the indices of all resamples, some rows at a time."""
    generator = np.random.default_rng(SEED)
    at_once = max(1, _DRAWN_AT_ONCE // size)
    for done in range(0, RESAMPLES, at_once):
        yield generator.integers(size, size=(min(at_once, RESAMPLES - done), size))


def _weights(drawn: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    rows = len(drawn)
    places = drawn + size * np.arange(rows)[:, None]
    return np.bincount(places.ravel(), minlength=rows * size).reshape(rows, size)


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p-value that `gained` questions became right and `lost` became wrong by chance.

    Each that changed is a fair coin: McNemar (1947), the exact form of Dietterich (1998). 1 if nothing changed.
    """
    changed, less = gained + lost, min(gained, lost)
    if changed == 0:
        return 1.0
    tail = sum(math.comb(changed, count) for count in range(less + 1))
    return min(1.0, float(2 * tail / 2**changed))


def bootstrap_p(differences: NDArray[np.float64]) -> float | None:
    """Return the two-sided p-value of a difference, from resamples of it: twice the share on the far side of 0.

    Paired bootstrap: Efron, Tibshirani (1993), 15-16; Koehn: Statistical Significance Tests for MT Evaluation (2004).
    Never less than 2 / (resamples + 1); None of nothing.
    """
    if not len(differences):
        return None
    far = min(int((differences <= 0).sum()), int((differences >= 0).sum()))
    return min(1.0, 2 * (far + 1) / (len(differences) + 1))


def binary(values: Sequence[float]) -> bool:
    """Say whether all values are 0 or 1."""
    return all(value in (0.0, 1.0) for value in values)
