"""Is the difference between two runs on the same questions more than chance?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.metrics.statistics import RESAMPLES, SEED, Indices, Interval


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p-value that `gained` questions became right and `lost` became wrong by chance.

    Each that changed is a fair coin: McNemar (1947), the exact form of Dietterich (1998). 1 if nothing changed.
    """
    changed, less = gained + lost, min(gained, lost)
    if changed == 0:
        return 1.0
    tail = sum(math.comb(changed, count) for count in range(less + 1))
    return min(1.0, 2 * tail / 2**changed)


def paired_differences(statistic: Callable[[Indices], float | None], size: int) -> NDArray[np.float64]:
    """Return a difference of two runs over resamples of their `size` common questions, drawn with replacement.

    The seed is fixed; a resample on which the difference is undefined does not count.
    """
    generator = np.random.default_rng(SEED)
    drawn = [statistic(generator.integers(size, size=size)) for _ in range(RESAMPLES)]
    return np.asarray([value for value in drawn if value is not None], dtype=float)


def interval(differences: NDArray[np.float64]) -> Interval | None:
    """Return the 2.5th and 97.5th percentile; None of nothing."""
    if not len(differences):
        return None
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_p(differences: NDArray[np.float64]) -> float | None:
    """Return the two-sided p-value of a difference: twice the share of resamples on the far side of 0.

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
