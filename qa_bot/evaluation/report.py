"""Hold what an evaluation found, over all questions and over each type and tag, and the bars that it must clear."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.errors import SettingsError
from qa_bot.evaluation.figures import LOWER_IS_BETTER, Figure, confidences, figure_names, figures_of, slices_of
from qa_bot.evaluation.html import report_notebook
from qa_bot.evaluation.metrics.abstention import Bin, Risk, reliability, risk_coverage
from qa_bot.evaluation.metrics.statistics import percentile
from qa_bot.evaluation.outcome import Outcome, worst_first
from qa_bot.evaluation.table import render_table

if TYPE_CHECKING:
    from pandas import DataFrame


Slices = Mapping[str, Mapping[str, Mapping[str, Figure]]]

_POINTS = 40
"""Of a risk-coverage curve are kept."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long an answer takes, in milliseconds; None if nothing was asked."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found: figures by name, the headline figures by type and tag, and every outcome.

    `run` says what was evaluated: settings, library, questions, versions. `folder` is where it is
    written, if it is; `resumed` outcomes come from an earlier run that was cut off.
    """

    k: int
    figures: Mapping[str, Figure]
    slices: Slices
    outcomes: tuple[Outcome, ...]
    latency: Latency
    run: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    resumed: int = 0

    @classmethod
    def of(
        cls,
        outcomes: Sequence[Outcome],
        *,
        k: int,
        run: Mapping[str, Any] | None = None,
        folder: Path | None = None,
        resumed: int = 0,
    ) -> Report:
        """Return the report of outcomes that were measured at the same `k`."""
        asked = [outcome.timings["ask_ms"] for outcome in outcomes if "ask_ms" in outcome.timings]
        return cls(
            k=k,
            figures=figures_of(outcomes, k),
            slices={"type": slices_of(outcomes, _types), "tag": slices_of(outcomes, _tags)},
            outcomes=tuple(outcomes),
            latency=Latency(percentile(asked, 50), percentile(asked, 95)),
            run=run or {},
            folder=folder,
            resumed=resumed,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is wrong with gold evidence and quotations, each with its question's id."""
        return tuple(f"question {one.question.id}: {text}" for one in self.outcomes for text in one.warnings)

    @property
    def risk_coverage(self) -> list[Risk]:
        """Return the risk-coverage curve, thinned to some forty points."""
        curve = risk_coverage(*confidences(self.outcomes))
        step = max(1, len(curve) // _POINTS)
        return [*curve[::step], *(curve[-1:] if (len(curve) - 1) % step else ())]

    @property
    def reliability(self) -> list[Bin]:
        """Return how often it is right against how sure it is."""
        return reliability(*confidences(self.outcomes))

    def worst(self, n: int = 10) -> list[Outcome]:
        """Return the `n` worst outcomes: wrong answers first, the surest of them first, then refusals."""
        return worst_first(self.outcomes)[:n]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the report, without the outcomes; what differs from run to run is under timings."""
        return {
            **self.run,
            "k": self.k,
            "figures": {name: figure.to_dict() for name, figure in self.figures.items()},
            "slices": {
                kind: {
                    value: {name: figure.to_dict() for name, figure in figures.items()}
                    for value, figures in slices.items()
                }
                for kind, slices in self.slices.items()
            },
            "curves": {
                "risk_coverage": [[_short(each.coverage), _short(each.risk)] for each in self.risk_coverage],
                "reliability": [[_short(each.confidence), _short(each.right), each.n] for each in self.reliability],
            },
            "warnings": list(self.warnings),
            "timings": {
                "ask_ms": {"p50": _tenths(self.latency.p50), "p95": _tenths(self.latency.p95)},
                "seconds": _tenths(sum(sum(one.timings.values()) for one in self.outcomes) / 1000),
            },
        }

    def to_dataframe(self) -> DataFrame:
        """Return a pandas DataFrame with a row for each question: what was asked, what came of it, and each metric.

        pandas is installed with the web page; where it is not, this raises ImportError.
        """
        from pandas import DataFrame

        return DataFrame(
            [
                {
                    "id": one.question.id,
                    "question": one.question.question,
                    "type": one.question.type,
                    "verdict": one.verdict,
                    "answer": one.answer["text"],
                    "reason": one.answer["reason"],
                    **one.metrics,
                    "ask_ms": one.timings.get("ask_ms"),
                }
                for one in self.outcomes
            ]
        )

    def __str__(self) -> str:
        return render_table(self)

    def __repr__(self) -> str:
        return f"<Report on {len(self.outcomes)} questions>"

    def _repr_html_(self) -> str:
        """Return the figures, slices, plots and the worst questions for a notebook."""
        return report_notebook(self)


def _types(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.question.type,) if outcome.question.type else ()


def _tags(outcome: Outcome) -> tuple[str, ...]:
    return outcome.question.tags


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _short(value: float) -> float:
    return round(value, 4)


@dataclass(frozen=True, slots=True)
class Bar:
    """A value that a figure must reach or, where lower is better, must not exceed."""

    metric: str
    value: float


def parse_bar(text: str, *, k: int = 10) -> Bar:
    """Return the bar that METRIC=VALUE names, e.g. refusal_recall=0.85; raise SettingsError if it is none.

    `k` is that of the evaluation, as it stands in names like recall@10.
    """
    metric, separator, value = (part.strip() for part in text.partition("="))
    number = _number(value)
    if not separator or not metric or number is None:
        raise SettingsError(f"bar {text!r}: write METRIC=VALUE with a number, e.g. refusal_recall=0.85")
    _require_known(metric, figure_names(k))
    return Bar(metric, number)


def shortfalls(report: Report, bars: Sequence[Bar]) -> list[str]:
    """Return a sentence for each bar that the report does not clear; an undefined figure clears none.

    SettingsError for a figure that the report does not have.
    """
    return [text for bar in bars if (text := shortfall(report, bar))]


def shortfall(report: Report, bar: Bar) -> str | None:
    """Return a sentence if the report does not clear the bar; SettingsError for a figure that it does not have."""
    _require_known(bar.metric, tuple(report.figures))
    value = report.figures[bar.metric].value
    if value is None:
        return f"{bar.metric} is undefined, no question of the set speaks to it; the bar is {bar.value:g}"
    if bar.metric in LOWER_IS_BETTER:
        return f"{bar.metric} is {value:.4f}, above the bar of {bar.value:g}" if value > bar.value + 1e-9 else None
    return f"{bar.metric} is {value:.4f}, below the bar of {bar.value:g}" if value < bar.value - 1e-9 else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _require_known(metric: str, known: Sequence[str]) -> None:
    if metric not in known:
        raise SettingsError(f"there is no figure {metric!r}; known: {', '.join(known)}")
