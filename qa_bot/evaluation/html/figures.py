"""Tables of figures as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa_bot.evaluation.figures import HEADLINES, LOWER_IS_BETTER, Figure, blocks
from qa_bot.evaluation.html.plots import interval_bar, reliability_plot, risk_plot
from qa_bot.evaluation.table import number
from qa_bot.show.html import text as escape

if TYPE_CHECKING:
    from qa_bot.evaluation.report import Report

_TILES = {
    "accuracy": "right",
    "score": "score: +1 right, 0 silent, -1 wrong",
    "answer_accuracy": "right, of what the articles answer",
    "refusal_recall": "refused, of what they do not",
    "quote_validity": "quotations that stand in their article",
}


def tiles(report: Report) -> str:
    """Return the few figures to look at first."""
    shown = "".join(
        f"<div><dt>{escape(words)}</dt><dd>{number(report.figures[name].value)}</dd>"
        f"<dd class=qe-soft>{_interval(report.figures[name])}</dd></div>"
        for name, words in _TILES.items()
        if report.figures[name].value is not None
    )
    return f'<dl class="qe-tiles">{shown}</dl>'


def confusion(report: Report) -> str:
    """Return how many questions were answered and refused, of those that the articles answer and of the others."""
    rows = []
    for name, unanswerable in (("the articles answer", False), ("they do not", True)):
        among = [one for one in report.outcomes if one.question.unanswerable is unanswerable]
        right = sum(one.answered and one.right for one in among)
        wrong = sum(one.answered and not one.right for one in among)
        refused = sum(not one.answered for one in among)
        rows.append(f"<tr><th>{name}</th><td>{right}</td><td>{wrong}</td><td>{refused}</td></tr>")
    return (
        '<table class="qe-table"><thead><tr><th></th><th>answered, right</th><th>answered, wrong</th><th>refused</th>'
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def figure_tables(report: Report) -> str:
    """Return every figure with its interval, a table for each subject."""
    return "".join(
        f"<section><h3>{subject.capitalize()}</h3>{_table({name: report.figures[name] for name in names})}</section>"
        for subject, names in blocks(report.k).items()
    )


def slice_tables(report: Report) -> str:
    """Return the headline figures by type and by tag."""
    return "".join(
        f"<section><h3>By {kind}</h3>{_slices(kind, slices)}</section>"
        for kind, slices in report.slices.items()
        if slices
    )


def plots(report: Report) -> str:
    """Return the curves of confidence."""
    if not report.outcomes:
        return ""
    return (
        '<div class="qe-plots"><figure><figcaption>Risk and coverage: how many answers are wrong if only the surest '
        f"questions are answered</figcaption>{risk_plot(report.risk_coverage)}</figure><figure><figcaption>Calibration:"
        f" is it as often right as it is sure?</figcaption>{reliability_plot(report.reliability)}</figure></div>"
    )


def _table(figures: Mapping[str, Figure]) -> str:
    rows = "".join(_row(name, figure) for name, figure in figures.items() if figure.value is not None)
    undefined = [name for name, figure in figures.items() if figure.value is None]
    note = f'<p class="qe-soft">Nothing in the set speaks to: {", ".join(undefined)}.</p>' if undefined else ""
    if not rows:
        return note
    return (
        '<table class="qe-table"><thead><tr><th>figure</th><th>value</th><th colspan="2">95 % interval</th><th>n</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>{note}"
    )


def _row(name: str, figure: Figure) -> str:
    least = -1.0 if name == "score" else 0.0
    bar = interval_bar(figure.value, figure.low, figure.high, least=least)
    lower = " <small>(less is better)</small>" if name in LOWER_IS_BETTER else ""
    return (
        f"<tr><th>{name}{lower}</th><td>{number(figure.value)}</td><td>{bar}</td><td>{_interval(figure)}</td>"
        f"<td>{figure.n}</td></tr>"
    )


def _slices(kind: str, slices: Mapping[str, Mapping[str, Figure]]) -> str:
    heads = "".join(f"<th>{name}</th>" for name in HEADLINES)
    rows = "".join(
        f"<tr><th>{escape(value)}</th><td>{figures['accuracy'].n}</td>{_cells([figures[name] for name in HEADLINES])}"
        "</tr>"
        for value, figures in slices.items()
    )
    return (
        f'<table class="qe-table"><thead><tr><th>{kind}</th><th>n</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _cells(figures: Sequence[Figure]) -> str:
    return "".join(f'<td title="{_interval(each)}">{number(each.value)}</td>' for each in figures)


def _interval(figure: Figure) -> str:
    return "" if figure.low is None else f"{number(figure.low)} to {number(figure.high)}"
