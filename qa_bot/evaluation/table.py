"""Write reports, comparisons and sweeps as plain text for the terminal, less than 80 columns wide."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from qa_bot.errors import SettingsError
from qa_bot.evaluation.figures import HEADLINES, Figure, figure_blocks

if TYPE_CHECKING:
    from qa_bot.evaluation.compare import Comparison, Difference, Flip
    from qa_bot.evaluation.report import Report

_SHORT = {"answer_contained": "contained"}
_NAME = 22
_MOST_FLIPS = 10


def render_table(report: Report) -> str:
    """Return the figures with their intervals and n, the refusal block, latency, slices and warnings."""
    lines = [f"{len(report.outcomes)} questions, best {report.k} passages"]
    for subject, names in figure_blocks(report.k).items():
        lines += ["", f"{subject:<{_NAME}} {'value':>7}   {'95 % interval':>16}   {'n':>6}"]
        lines += [_row(name, report.figures[name]) for name in names]
        if subject == "refusal":
            lines += _confusion(report)
    lines += ["", f"latency                p50 {_ms(report.latency.p50)}, p95 {_ms(report.latency.p95)}"]
    for kind, slices in report.slices.items():
        lines += _slices(kind, slices)
    lines += _warnings(report)
    return "\n".join(lines) + "\n"


def figure_text(value: float | None) -> str:
    """Return three decimals, a dash for None; what is less than 1 never reads as 1."""
    if value is None:
        return "-"
    return f"{math.floor(value * 1000) / 1000 if 0.999 < value < 1 else value:.3f}"


def render_comparison(comparison: Comparison) -> str:
    """Return the differences with their intervals and p-values, and the questions that changed, worst news first."""
    lines = [f"{comparison.before} -> {comparison.after}", *comparison.notes, ""]
    lines += [f"{'':<{_NAME}} {'before':>7} {'after':>7} {'change':>7}   {'95 % interval':>16} {'p':>7}"]
    lines += [_difference(each) for each in comparison.differences if each.after is not None]
    for title, flips in (("became wrong", comparison.lost), ("became right", comparison.gained)):
        lines += ["", f"{len(flips)} {title}"]
        for flip in flips[:_MOST_FLIPS]:
            lines += _flip(flip)
        if len(flips) > _MOST_FLIPS:
            lines.append(f"  and {len(flips) - _MOST_FLIPS} more")
    return "\n".join(lines) + "\n"


def signed(value: float | None) -> str:
    """Return three decimals with a sign, a dash for None."""
    return "-" if value is None else f"{value:+.3f}"


def p_value(value: float | None) -> str:
    """Return a p-value, the small ones as less than .001."""
    if value is None:
        return "-"
    return "<.001" if value < 0.001 else f"{value:.3f}"


def _difference(one: Difference) -> str:
    interval = "-" if one.low is None else f"{signed(one.low)} .. {signed(one.high)}"
    mark = " *" if one.p is not None and one.p < 0.05 else ""
    return (
        f"{one.metric:<{_NAME}} {figure_text(one.before):>7} {figure_text(one.after):>7} {signed(one.difference):>7}   "
        f"{interval:>16} {p_value(one.p):>7}{mark}"
    )


def _flip(flip: Flip) -> Iterator[str]:
    yield f"  {_cut(f'{flip.after.question.id}: {flip.after.question.question}', 76)}"
    for name, outcome in (("before", flip.before), ("after", flip.after)):
        said = outcome.answer["text"] if outcome.answered else f"no answer ({outcome.answer['reason']})"
        yield f"    {name + ':':<7} {_cut(' '.join(said.split()), 66)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _row(name: str, figure: Figure) -> str:
    interval = "-" if figure.low is None else f"{figure_text(figure.low)} .. {figure_text(figure.high)}"
    return f"{name:<{_NAME}} {figure_text(figure.value):>7}   {interval:>16}   {figure.n:>6}"


def _confusion(report: Report) -> Iterator[str]:
    yield f"{'':<{_NAME}} {'refused':>9} {'answered':>9}"
    for name, unanswerable in (("answerable", False), ("unanswerable", True)):
        among = [one.answered for one in report.outcomes if one.question.unanswerable is unanswerable]
        yield f"{'  ' + name:<{_NAME}} {among.count(False):>9} {among.count(True):>9}"


def _slices(kind: str, slices: Mapping[str, Mapping[str, Figure]]) -> Iterator[str]:
    if not slices:
        return
    yield ""
    yield f"{kind:<{_NAME}} {'n':>6}" + "".join(f" {_SHORT.get(name, name):>11}" for name in HEADLINES)
    for value, figures in slices.items():
        shown = value if len(value) <= _NAME else value[: _NAME - 1] + "…"
        yield f"{shown:<{_NAME}} {figures['accuracy'].n:>6}" + "".join(
            f" {figure_text(figures[name].value):>11}" for name in HEADLINES
        )


def _warnings(report: Report) -> Iterator[str]:
    if report.warnings:
        yield ""
        yield f"{len(report.warnings)} warnings; all are in run.json. The first:"
        first = report.warnings[0]
        yield first if len(first) < 80 else first[:78] + "…"


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} ms"


_COLUMNS = ("accuracy", "score", "answer_accuracy", "refusal_recall", "coverage", "quote_f1")


def parse_settings(texts: Sequence[str]) -> list[dict[str, str]]:
    """Return every combination of NAME=VALUE,VALUE,...; one without any is the settings as they are."""
    choices: dict[str, list[str]] = {}
    for text in texts:
        name, separator, given = (part.strip() for part in text.partition("="))
        values = [value.strip() for value in given.split(",")]
        if not separator or not name or not all(values):
            raise SettingsError(f"setting {text!r}: write NAME=VALUE or NAME=VALUE,VALUE, e.g. threshold=0.3,0.5")
        if name in choices:
            raise SettingsError(f"setting {name} is given twice; write {name}=VALUE,VALUE")
        choices[name] = list(dict.fromkeys(values))
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


def label(values: Mapping[str, str]) -> str:
    """Return what a combination is called, also as a folder."""
    text = ",".join(f"{name}={value}" for name, value in values.items())
    return "".join(character if character.isalnum() or character in "=,.-_" else "_" for character in text)


def render_sweep(reports: Mapping[str, Report]) -> str:
    """Return a table with a row for each combination; a star marks the best of a column."""
    width = max(len(name) for name in reports)
    best = {name: max((_value(each, name) for each in reports.values()), default=0.0) for name in _COLUMNS}
    lines = [f"{'':<{width}}" + "".join(f" {name:>16}" for name in _COLUMNS)]
    for called, report in reports.items():
        cells = (
            f" {figure_text(report.figures[name].value) + ('*' if _value(report, name) == best[name] else ' '):>16}"
            for name in _COLUMNS
        )
        lines.append(f"{called:<{width}}" + "".join(cells))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _value(report: Report, name: str) -> float:
    value = report.figures[name].value
    return float("-inf") if value is None else value
