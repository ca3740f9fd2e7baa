"""Draw curves of confidence: risk against coverage, and how often it is right against how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.evaluation.metrics.abstention import Flags, Numbers


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
