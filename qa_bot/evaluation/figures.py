"""The figures of an evaluation: what they are called, and what many outcomes come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from qa_bot.evaluation.metrics.abstention import (
    resampled_auroc,
    resampled_calibration_error,
    resampled_refusal_f1,
    resampled_risk_area,
)
from qa_bot.evaluation.metrics.statistics import (
    Interval,
    Statistic,
    interval,
    mean,
    mean_interval,
    resampled,
    value_of,
)
from qa_bot.evaluation.outcome import Outcome, rounded

HEADLINES = ("accuracy", "answer_contained", "quote_f1", "passage_mrr")
LOWER_IS_BETTER = frozenset({"calibration_error", "aurc"})
WHOLE_SET = ("refusal_f1", "auroc", "calibration_error", "aurc")
"""Figures that are no mean over questions."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over `n` questions with its 95 % interval; None is undefined, an interval needs two questions."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    @classmethod
    def of(cls, value: float | None, interval: Interval | None, n: int) -> Figure:
        """Return the figure; without a value there is no interval."""
        low, high = interval if interval and value is not None else (None, None)
        return cls(value, low, high, n)

    @classmethod
    def mean(cls, values: Sequence[float]) -> Figure:
        """Return the mean of the values with its bootstrap interval."""
        return cls.of(mean(values), mean_interval(values), len(values))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the figure."""
        return {"value": rounded(self.value), "low": rounded(self.low), "high": rounded(self.high), "n": self.n}


def figure_blocks(k: int) -> dict[str, tuple[str, ...]]:
    """Return the names of all figures at `k`, in their order, under the subject that they speak of."""
    best = min(k, 10)
    return {
        "answers": (
            *("accuracy", "score", "coverage", "selective_accuracy"),
            *("answer_accuracy", "answer_contained", "reference_recall"),
            *("direct_coverage", "exact_match", "token_f1"),
        ),
        "quotations": (
            "quote_validity",
            *(f"{unit}_{part}" for unit in ("quote", "sentence") for part in ("precision", "recall", "f1")),
            *("speaker_coverage", "speaker_correct", "day_told", "conflict_precision", "conflict_recall"),
        ),
        "retrieval": tuple(
            f"{unit}_{part}"
            for unit in ("article", "passage")
            for part in dict.fromkeys(("hit@1", f"hit@{k}", f"recall@{k}", "mrr", f"ndcg@{best}"))
        ),
        "refusal": ("refusal_precision", "refusal_recall", *WHOLE_SET),
    }


def figure_names(k: int = 10) -> tuple[str, ...]:
    """Return the names of all figures at `k`, in their order."""
    return tuple(name for names in figure_blocks(k).values() for name in names)


def figures_of(outcomes: Sequence[Outcome], k: int) -> dict[str, Figure]:
    """Return all figures over these outcomes, by name."""
    size = len(outcomes)
    whole = {
        name: Figure.of(value_of(statistic, size), interval(resampled(statistic, size)) if size > 1 else None, size)
        for name, statistic in statistics_of(outcomes).items()
    }
    return {name: whole.get(name) or Figure.mean(values(outcomes, name)) for name in figure_names(k)}


def statistics_of(outcomes: Sequence[Outcome]) -> dict[str, Statistic]:
    """Return the figures that are no mean over questions, each as a function of how often a question was drawn.

    auroc: does confidence rank answerable questions above unanswerable ones. calibration_error and aurc: confidence
    against `holds_answer` of what was shown, citations or, where it refused, the nearest quotations.
    """
    unanswerable = np.asarray([outcome.question.unanswerable for outcome in outcomes], dtype=bool)
    refused = np.asarray([not outcome.answered for outcome in outcomes], dtype=bool)
    sure, held = confidences(outcomes)
    return {
        "refusal_f1": partial(resampled_refusal_f1, refused, unanswerable),
        "auroc": partial(resampled_auroc, sure, ~unanswerable),
        "calibration_error": partial(resampled_calibration_error, sure, held),
        "aurc": partial(resampled_risk_area, sure, held),
    }


def confidences(outcomes: Sequence[Outcome]) -> tuple[Any, Any]:
    """Return the confidence of each outcome, and whether what was shown holds the answer, as arrays of shape (n,)."""
    sure = np.asarray([outcome.confidence for outcome in outcomes], dtype=float)
    held = np.asarray([outcome.metrics["holds_answer"] for outcome in outcomes], dtype=bool)
    return sure, held


def slices_of(outcomes: Sequence[Outcome], keys: Callable[[Outcome], Sequence[str]]) -> dict[str, Mapping[str, Figure]]:
    """Return the headline figures of the outcomes that share a key, by key."""
    members: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for key in keys(outcome):
            members.setdefault(key, []).append(outcome)
    return {key: {name: Figure.mean(values(members[key], name)) for name in HEADLINES} for key in sorted(members)}


def values(outcomes: Sequence[Outcome], name: str) -> list[float]:
    """Return the values of a metric where it has one."""
    return [value for outcome in outcomes if (value := outcome.metrics[name]) is not None]
