"""The figures of an evaluation, over all questions and over each type and tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa_bot.evaluation.abstention import auroc, calibration_error, refusal_scores
from qa_bot.evaluation.outcome import Outcome, rounded
from qa_bot.evaluation.statistics import Indices, Interval, bootstrap_interval, mean, mean_interval, percentile

Slices = Mapping[str, Mapping[str, Mapping[str, "Figure"]]]

HEADLINES = ("accuracy", "answer_contained", "quote_f1", "passage_mrr")
LOWER_IS_BETTER = frozenset({"calibration_error"})


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


@dataclass(frozen=True, slots=True)
class Latency:
    """How long an answer takes, in milliseconds; None if nothing was asked."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found: figures by name, the headline figures by type and tag, and every outcome."""

    k: int
    figures: Mapping[str, Figure]
    slices: Slices
    outcomes: tuple[Outcome, ...]
    latency: Latency

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], *, k: int) -> Report:
        """Return the report of outcomes that were measured at the same `k`."""
        asked = [outcome.timings["ask_ms"] for outcome in outcomes if "ask_ms" in outcome.timings]
        return cls(
            k=k,
            figures=_figures(outcomes, k),
            slices={"type": _slices(outcomes, _types), "tag": _slices(outcomes, _tags)},
            outcomes=tuple(outcomes),
            latency=Latency(percentile(asked, 50), percentile(asked, 95)),
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is wrong with gold evidence and quotations, each with its question's id."""
        return tuple(f"question {one.question.id}: {text}" for one in self.outcomes for text in one.warnings)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the report, without the outcomes; what differs from run to run is under timings."""
        return {
            "questions": len(self.outcomes),
            "k": self.k,
            "figures": {name: figure.to_dict() for name, figure in self.figures.items()},
            "slices": {
                kind: {
                    value: {name: figure.to_dict() for name, figure in figures.items()}
                    for value, figures in slices.items()
                }
                for kind, slices in self.slices.items()
            },
            "warnings": list(self.warnings),
            "timings": {"ask_ms": {"p50": _tenths(self.latency.p50), "p95": _tenths(self.latency.p95)}},
        }


def blocks(k: int) -> dict[str, tuple[str, ...]]:
    """Return the names of all figures at `k`, in their order, under the subject that they speak of."""
    best = min(k, 10)
    return {
        "answers": (
            *("accuracy", "score", "coverage", "selective_accuracy"),
            *("answer_accuracy", "answer_contained"),
            *("direct_coverage", "exact_match", "token_f1"),
        ),
        "quotations": (
            "quote_validity",
            *(f"{unit}_{part}" for unit in ("quote", "evidence") for part in ("precision", "recall", "f1")),
        ),
        "retrieval": tuple(
            f"{unit}_{part}"
            for unit in ("article", "passage")
            for part in dict.fromkeys(("hit@1", f"hit@{k}", f"recall@{k}", "mrr", f"ndcg@{best}"))
        ),
        "refusal": ("refusal_precision", "refusal_recall", "refusal_f1", "auroc", "calibration_error"),
    }


def figure_names(k: int = 10) -> tuple[str, ...]:
    """Return the names of all figures at `k`, in their order."""
    return tuple(name for names in blocks(k).values() for name in names)


def _figures(outcomes: Sequence[Outcome], k: int) -> dict[str, Figure]:
    whole = _whole_set_figures(outcomes)
    return {name: whole.get(name) or Figure.mean(_values(outcomes, name)) for name in figure_names(k)}


def _whole_set_figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Return the figures that are no mean over questions.

    auroc: does confidence rank answerable questions above unanswerable ones. calibration_error: confidence against
    `holds_answer` of what was shown, citations or, where it refused, the nearest quotations.
    """
    unanswerable = np.asarray([outcome.question.unanswerable for outcome in outcomes], dtype=bool)
    refused = np.asarray([not outcome.answer.answered for outcome in outcomes], dtype=bool)
    sure = np.asarray([outcome.answer.confidence for outcome in outcomes], dtype=float)
    held = np.asarray([outcome.metrics["holds_answer"] for outcome in outcomes], dtype=bool)
    statistics: dict[str, Callable[[Indices], float | None]] = {
        "refusal_f1": lambda drawn: refusal_scores(refused[drawn], unanswerable[drawn]).f1,
        "auroc": lambda drawn: auroc(sure[drawn], ~unanswerable[drawn]),
        "calibration_error": lambda drawn: calibration_error(sure[drawn], held[drawn]),
    }
    size = len(outcomes)
    return {
        name: Figure.of(statistic(np.arange(size)), bootstrap_interval(statistic, size), size)
        for name, statistic in statistics.items()
    }


def _slices(outcomes: Sequence[Outcome], keys: Callable[[Outcome], Sequence[str]]) -> dict[str, Mapping[str, Figure]]:
    members: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for key in keys(outcome):
            members.setdefault(key, []).append(outcome)
    return {key: {name: Figure.mean(_values(members[key], name)) for name in HEADLINES} for key in sorted(members)}


def _types(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.question.type,) if outcome.question.type else ()


def _tags(outcome: Outcome) -> tuple[str, ...]:
    return outcome.question.tags


def _values(outcomes: Sequence[Outcome], name: str) -> list[float]:
    return [value for outcome in outcomes if (value := outcome.metrics[name]) is not None]


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
