"""Compute the figures that are no mean over questions, over many resamples at once.

Each function takes `weights` of shape (resamples, questions), how often a question was drawn, and returns a number for
each resample, NaN where it is undefined. What the figures mean stands where they are defined for one sample, in
`abstention` and `curves`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.metrics.abstention import Flags, Numbers

Weights = NDArray[np.int64]
Sums = NDArray[np.float64]


def refusal_f1(refused: Flags, unanswerable: Flags, weights: Weights) -> Sums:
    """Return the F1 of refusing: 2 both / (refused + unanswerable)."""
    positive, gold = np.asarray(refused, dtype=float), np.asarray(unanswerable, dtype=float)
    return _divide(2 * (weights @ (positive * gold)), weights @ (positive + gold))


def auroc(scores: Numbers, positive: Flags, weights: Weights) -> Sums:
    """Return the probability that a positive scores above a negative, ties counted half."""
    wanted = np.asarray(positive, dtype=float)
    groups = _Groups(np.asarray(scores, dtype=float))
    positives, negatives = groups.sums(weights * wanted), groups.sums(weights * (1 - wanted))
    below = np.cumsum(negatives, axis=1) - negatives / 2
    return _divide((positives * below).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))


def calibration_error(confidences: Numbers, correct: Flags, weights: Weights, *, bins: int = 10) -> Sums:
    """Return the expected calibration error over equal-width bins."""
    sure = np.asarray(confidences, dtype=float)
    place = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = weights @ ((np.asarray(correct, dtype=float) - sure)[:, None] * (place[:, None] == np.arange(bins)))
    return _divide(np.abs(gaps).sum(axis=1), weights.sum(axis=1))


def risk_area(confidences: Numbers, correct: Flags, weights: Weights) -> Sums:
    """Return the area under the risk-coverage curve.

    Where `c` questions share a confidence, with `e` errors among them, the expected errors grow by e / c a question, so
    that the sum of (errors so far / questions so far) over them has a closed form in harmonic numbers.
    """
    groups = _Groups(-np.asarray(confidences, dtype=float))
    counts = groups.sums(weights.astype(float))
    errors = groups.sums(weights * (1 - np.asarray(correct, dtype=float)))
    rate = np.divide(errors, counts, out=np.zeros_like(errors), where=counts > 0)
    ends, wrong = np.cumsum(counts, axis=1), np.cumsum(errors, axis=1)
    starts = ends - counts
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, int(ends.max(initial=0)) + 1))])
    steps = harmonic[ends.astype(np.int64)] - harmonic[starts.astype(np.int64)]
    area = (wrong - errors - starts * rate) * steps + counts * rate
    return _divide(area.sum(axis=1), weights.sum(axis=1).astype(float))


class _Groups:
    """Values in ascending order, equal ones together."""

    def __init__(self, values: Sums) -> None:
        self._order = np.argsort(values, kind="stable")
        ordered = values[self._order]
        self._starts = np.flatnonzero(np.concatenate([[True] if len(values) else [], ordered[1:] != ordered[:-1]]))

    def sums(self, rows: Sums) -> Sums:
        """Return the sum over each group for each row, shape (rows, groups)."""
        if not len(self._starts):
            return np.zeros((len(rows), 0))
        return np.asarray(np.add.reduceat(rows[:, self._order], self._starts, axis=1), dtype=float)


def _divide(over: Sums, under: Sums) -> Sums:
    shares: Sums = np.full(len(under), np.nan)
    np.divide(over, under, out=shares, where=np.asarray(under) > 0)
    return shares
