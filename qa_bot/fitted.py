"""Read the numbers that are fitted to data: `fitted.json`, which `benchmarks.fit` and `benchmarks.claims` write.

docs/benchmarks.md has the figures that they reach.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".json")

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: the log odds are the intercept and the weighted sum of the values."""

    intercept: float
    coefficients: Mapping[str, float]

    def chance(self, values: Features) -> float:
        """Return the probability for these values, of which those are needed that have a coefficient."""
        odds = self.intercept + sum(weight * values[name] for name, weight in self.coefficients.items())
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Fitted:
    """All fitted numbers."""

    sentence_unread: Mapping[str, float]
    """Weights of what tells whether a sentence answers, without a reader; their sums differ by log odds."""

    sentence_read: Mapping[str, float]
    """The same with a reader."""

    confidence_unread: Logistic
    """That the quotations hold the answer, without a reader."""

    confidence_read: Logistic
    """The same with a reader."""

    on_subject: Logistic
    """That the articles speak of what is asked about at all."""

    unnamed: float
    """The share of questions naming what no article mentions that have an answer all the same."""

    short_answer: Logistic
    """That the best short answer is right."""

    short_answer_shown: float
    """From which probability on it is shown, supposing that half of the questions have an answer."""

    claim_held: Logistic
    """That sentences hold a claim."""

    claim_covered: float
    """Share of a claim's content words that must stand there: 98 % of the supported claims fitted on reach it."""

    @classmethod
    def read(cls, file: Path = FILE) -> Fitted:
        """Return what a file holds."""
        given = json.loads(file.read_text("utf-8"))
        values: dict[str, Any] = {name: _logistic(value) or value for name, value in given.items()}
        return cls(**values)

    def write(self, file: Path = FILE, **fitted: Mapping[str, float] | Logistic | float) -> Fitted:
        """Write these numbers to a file, some of them exchanged for newly fitted ones, and return them."""
        new = replace(self, **fitted)  # type: ignore[arg-type]
        file.write_text(json.dumps(asdict(new), indent=2) + "\n", "utf-8")
        return new


def _logistic(value: object) -> Logistic | None:
    return Logistic(**value) if isinstance(value, dict) and "intercept" in value else None


FITTED = Fitted.read()
