"""Measure refusing: does the bot keep silent where it should, and does its confidence mean what it says.

The figures that are no mean over questions are computed over many resamples at once: `resampled_*` take `weights` of
shape (resamples, questions), how often a question was drawn, and return a number for each resample, NaN where it is
undefined. One sample is a resample in which every question was drawn once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.metrics.statistics import value_of

Numbers = Sequence[float] | NDArray[np.float64]
Flags = Sequence[bool] | NDArray[np.bool_]
Weights = NDArray[np.int64]
Sums = NDArray[np.float64]

_BINS = 10


def auroc(scores: Numbers, positive: Flags) -> float | None:
    """Return the area under the ROC curve of one sample; None if one class is absent."""
    return value_of(partial(resampled_auroc, scores, positive), len(scores))


def calibration_error(confidences: Numbers, correct: Flags) -> float | None:
    """Return the expected calibration error of one sample; None of nothing."""
    return value_of(partial(resampled_calibration_error, confidences, correct), len(confidences))


def resampled_refusal_f1(refused: Flags, unanswerable: Flags, weights: Weights) -> Sums:
    """Return the F1 of refusing, 2 both / (refused + unanswerable); the positive class is refused."""
    positive, gold = np.asarray(refused, dtype=float), np.asarray(unanswerable, dtype=float)
    return _divide(2 * (weights @ (positive * gold)), weights @ (positive + gold))


def resampled_auroc(scores: Numbers, positive: Flags, weights: Weights) -> Sums:
    """Return the probability that a positive scores above a negative, ties counted half.

    The area under the ROC curve as the Mann-Whitney statistic: Hanley, McNeil (1982); Fawcett (2006).
    """
    wanted = np.asarray(positive, dtype=float)
    groups = _Groups(np.asarray(scores, dtype=float))
    positives, negatives = groups.sums(weights * wanted), groups.sums(weights * (1 - wanted))
    below = np.cumsum(negatives, axis=1) - negatives / 2
    return _divide((positives * below).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))


def resampled_calibration_error(confidences: Numbers, correct: Flags, weights: Weights) -> Sums:
    """Return the mean gap between confidence and share correct over equal-width bins, weighted by their size.

    Expected calibration error: Naeini et al. (2015), Guo et al. (2017); a bin holds its lower edge, the last both.
    ValueError for a confidence that is not from 0 to 1.
    """
    sure = np.asarray(confidences, dtype=float)
    inside = _places(sure)[:, None] == np.arange(_BINS)
    gaps = weights @ ((np.asarray(correct, dtype=float) - sure)[:, None] * inside)
    return _divide(np.abs(gaps).sum(axis=1), weights.sum(axis=1))


def resampled_risk_area(confidences: Numbers, correct: Flags, weights: Weights) -> Sums:
    """Return the mean risk over all coverages, 0 at best.

    Area under the risk-coverage curve, AURC: Geifman et al.: Bias-Reduced Uncertainty Estimation (2019). Among equal
    confidences each order is as likely as another: where `c` questions share one, with `e` errors among them, the
    expected errors grow by e / c a question, so that the sum of (errors so far / questions so far) over them has a
    closed form in harmonic numbers.
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


def answer_score(*, right: bool, refused: bool, unanswerable: bool) -> int:
    """Return +1 for right, 0 for silent, -1 for wrong; on a question that the articles do not answer, silent is right.

    After the penalty for confident errors in Kalai et al.: Why language models hallucinate (2025), at equal stakes.
    """
    if refused:
        return int(unanswerable)
    return 1 if right else -1


@dataclass(frozen=True, slots=True)
class Risk:
    """If only the surest `coverage` of the questions were answered, this share of the answers would be wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The `n` questions whose confidence lies from `low` to `high`: mean confidence and share right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def risk_coverage(confidences: Numbers, correct: Flags) -> list[Risk]:
    """Return the risk at each coverage that a threshold can give, least coverage first; ties are answered together.

    El-Yaniv, Wiener: On the Foundations of Noise-free Selective Classification (2010).
    """
    sure, wrong = np.asarray(confidences, dtype=float), 1 - np.asarray(correct, dtype=float)
    order = np.argsort(-sure, kind="stable")
    sure, errors = sure[order], np.cumsum(wrong[order])
    size = len(sure)
    ends = [at for at in range(size) if at == size - 1 or sure[at] != sure[at + 1]]
    return [Risk((at + 1) / size, float(errors[at] / (at + 1))) for at in ends]


def reliability(confidences: Numbers, correct: Flags) -> list[Bin]:
    """Return the bins of `calibration_error` that hold a question.

    Reliability diagram: DeGroot, Fienberg (1983); Niculescu-Mizil, Caruana (2005).
    """
    sure, right = np.asarray(confidences, dtype=float), np.asarray(correct, dtype=float)
    place = _places(sure)
    found: list[Bin] = []
    for n in range(_BINS):
        inside = place == n
        if inside.any():
            means: Sequence[float] = (float(sure[inside].mean()), float(right[inside].mean()))
            found.append(Bin(n / _BINS, (n + 1) / _BINS, int(inside.sum()), *means))
    return found


def _places(sure: Sums) -> NDArray[np.int64]:
    """Return in which of the equal-width bins each confidence lies."""
    if not bool(np.all((sure >= 0) & (sure <= 1))):
        raise ValueError("confidences are from 0 to 1")
    return np.minimum((sure * _BINS).astype(np.int64), _BINS - 1)


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
