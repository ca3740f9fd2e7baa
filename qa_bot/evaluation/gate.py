"""Set bars that a report must clear."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.errors import SettingsError
from qa_bot.evaluation.figures import LOWER_IS_BETTER, figure_names
from qa_bot.evaluation.report import Report


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
