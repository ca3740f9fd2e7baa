"""Two runs side by side as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_bot.evaluation.figures import LOWER_IS_BETTER
from qa_bot.evaluation.html.pages import STYLE, page
from qa_bot.evaluation.html.plots import interval_bar
from qa_bot.evaluation.html.questions import VERDICTS, answer_html
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.table import number, p_value, signed
from qa_bot.show.html import text as escape

if TYPE_CHECKING:
    from qa_bot.evaluation.compare import Comparison, Difference, Flip


def comparison_html(comparison: Comparison) -> str:
    """Return one self-contained page."""
    return page("Comparison of two runs", comparison_fragment(comparison))


def comparison_fragment(comparison: Comparison, *, openable: bool = False) -> str:
    """Return the comparison for the inside of a page."""
    before, after = escape(comparison.before), escape(comparison.after)
    rows = "".join(_row(each) for each in comparison.differences if each.after is not None)
    return (
        f'<div class="qe"><header><h1>{before} → {after}</h1><p class="qe-soft">'
        f"{escape('; '.join(comparison.notes))}</p></header>"
        f'<table class="qe-table"><thead><tr><th>figure</th><th>{before}</th><th>{after}</th><th>difference</th>'
        f'<th colspan="2">95 % interval</th><th>p</th><th>n</th></tr></thead><tbody>{rows}</tbody></table>'
        f"{_flips('Became right', comparison.gained, comparison, openable)}"
        f"{_flips('Became wrong', comparison.lost, comparison, openable)}</div>"
    )


def comparison_notebook(comparison: Comparison) -> str:
    """Return what a notebook shows."""
    return f"<style>{STYLE}</style>{comparison_fragment(comparison)}"


def _row(one: Difference) -> str:
    better = 0 if one.difference is None else (-one.difference if one.metric in LOWER_IS_BETTER else one.difference)
    surely = one.p is not None and one.p < 0.05
    kind = " class=qe-better" if surely and better > 0 else " class=qe-worse" if surely and better < 0 else ""
    bar = interval_bar(one.difference, one.low, one.high, least=-0.3, most=0.3)
    interval = "" if one.low is None else f"{signed(one.low)} to {signed(one.high)}"
    return (
        f"<tr{kind}><th>{one.metric}</th><td>{number(one.before)}</td><td>{number(one.after)}</td>"
        f"<td>{signed(one.difference)}</td><td>{bar}</td><td>{interval}</td><td>{p_value(one.p)}</td>"
        f"<td>{one.n}</td></tr>"
    )


def _flips(title: str, flips: Sequence[Flip], comparison: Comparison, openable: bool) -> str:
    shown = "".join(_flip(each, comparison, openable) for each in flips)
    return f"<h2>{title}: {len(flips)}</h2>{shown}"


def _flip(flip: Flip, comparison: Comparison, openable: bool) -> str:
    question = flip.after.question
    expected = "The articles do not answer this." if question.unanswerable else " or ".join(question.answers)
    sides = _side(comparison.before, flip.before, openable) + _side(comparison.after, flip.after, openable)
    return (
        f'<details class="qe-question"><summary><span class="qe-asked" dir="auto">{escape(question.question)}</span>'
        f'<span class=qe-kind>{escape(question.type)}</span></summary><div class="qe-body">'
        f'<p class="qe-soft">Expected: {escape(expected or question.reference)}</p>'
        f'<div class="qe-sides">{sides}</div></div></details>'
    )


def _side(name: str, outcome: Outcome, openable: bool) -> str:
    return (
        f'<section class="qe-{outcome.verdict}"><h4>{escape(name)} <span class="qe-badge">{VERDICTS[outcome.verdict]}'
        f"</span></h4>{answer_html(outcome, openable=openable)}</section>"
    )
