"""Tell whether the difference between two runs on the same questions is more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


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
