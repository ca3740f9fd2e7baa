"""Measure refusing: does the bot keep silent where it should, and does its confidence mean what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.metrics.statistics import Scores

Numbers = Sequence[float] | NDArray[np.float64]
Flags = Sequence[bool] | NDArray[np.bool_]


def refusal_scores(refused: Flags, unanswerable: Flags) -> Scores:
    """Return precision, recall and F1 of refusing, over questions; the positive class is refused.

    Precision: of the refused questions, the share that is unanswerable. Recall: of the unanswerable, the share refused.
    """
    positive, gold = np.asarray(refused, dtype=bool), np.asarray(unanswerable, dtype=bool)
    both = int((positive & gold).sum())
    return Scores.from_counts(both=both, predicted=int(positive.sum()), gold=int(gold.sum()))


def auroc(scores: Numbers, positive: Flags) -> float | None:
    """Return the probability that a positive scores above a negative, ties counted half; None if one class is absent.

    The area under the ROC curve as the Mann-Whitney statistic: Hanley, McNeil (1982); Fawcett (2006).
    """
    wanted = np.asarray(positive, dtype=bool)
    positives, negatives = int(wanted.sum()), int((~wanted).sum())
    if not positives or not negatives:
        return None
    _, place, counts = np.unique(np.asarray(scores, dtype=float), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    wins = ranks[wanted].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * negatives))


def calibration_error(confidences: Numbers, correct: Flags, *, bins: int = 10) -> float | None:
    """Return the mean gap between confidence and share correct over equal-width bins, weighted by their size.

    Expected calibration error: Naeini et al. (2015), Guo et al. (2017); a bin holds its lower edge, the last both.
    ValueError for a confidence that is not from 0 to 1.
    """
    sure, right = np.asarray(confidences, dtype=float), np.asarray(correct, dtype=float)
    if not len(sure):
        return None
    if not bool(np.all((sure >= 0) & (sure <= 1))):
        raise ValueError("confidences are from 0 to 1")
    place = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(place, weights=right - sure, minlength=bins)
    return float(np.abs(gaps).sum() / len(sure))


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


def risk_area(confidences: Numbers, correct: Flags) -> float | None:
    """Return the mean risk over all coverages, 0 at best; None of nothing.

    Area under the risk-coverage curve, AURC: Geifman et al.: Bias-Reduced Uncertainty Estimation (2019). Among equal
    confidences each order is as likely as another, so that each of them has the expected number of errors.
    """
    sure, wrong = np.asarray(confidences, dtype=float), 1 - np.asarray(correct, dtype=float)
    if not len(sure):
        return None
    _, place, counts = np.unique(-sure, return_inverse=True, return_counts=True)
    expected = (np.bincount(place, weights=wrong) / counts)[np.sort(place)]
    return float(np.mean(np.cumsum(expected) / np.arange(1, len(sure) + 1)))


def reliability(confidences: Numbers, correct: Flags, *, bins: int = 10) -> list[Bin]:
    """Return the bins of `calibration_error` that hold a question.

    Reliability diagram: DeGroot, Fienberg (1983); Niculescu-Mizil, Caruana (2005).
    """
    sure, right = np.asarray(confidences, dtype=float), np.asarray(correct, dtype=float)
    place = np.minimum((sure * bins).astype(np.int64), bins - 1)
    found: list[Bin] = []
    for n in range(bins):
        inside = place == n
        if inside.any():
            means: Sequence[float] = (float(sure[inside].mean()), float(right[inside].mean()))
            found.append(Bin(n / bins, (n + 1) / bins, int(inside.sum()), *means))
    return found
