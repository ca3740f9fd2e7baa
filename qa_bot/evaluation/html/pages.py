"""The report as a page of its own, as a part of another page, and as what a notebook shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.evaluation.html.figures import confusion, figure_tables, plots, slice_tables, tiles
from qa_bot.evaluation.html.questions import VERDICTS, question_html
from qa_bot.evaluation.outcome import Outcome, worst_first
from qa_bot.show.html import text as escape

if TYPE_CHECKING:
    from qa_bot.evaluation.report import Report

_IN_NOTEBOOK = 10
STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def report_html(report: Report) -> str:
    """Return one self-contained page, without a script and without anything that is loaded from elsewhere."""
    return page("Evaluation", report_fragment(report))


def report_fragment(report: Report, *, openable: bool = False, most: int | None = None) -> str:
    """Return the report for the inside of a page, with the `most` worst questions.

    With `openable` articles are buttons (`question_html`).
    """
    return (
        f'<div class="qe"><header><h1>{_count(len(report.outcomes))} evaluated</h1>{about(report)}</header>'
        f"{tiles(report)}{confusion(report)}{plots(report)}"
        f'<h2>Figures</h2><div class="qe-figures">{figure_tables(report)}</div>'
        f'<h2>Slices</h2><div class="qe-figures">{slice_tables(report)}</div>'
        f"<h2>Questions, worst first</h2>{questions(report.outcomes, openable=openable, most=most)}"
        f"{_warnings(report)}</div>"
    )


def notebook_html(report: Report) -> str:
    """Return what a notebook shows: figures, plots, slices and the worst questions."""
    worst = [each for each in worst_first(report.outcomes) if not each.right][:_IN_NOTEBOOK]
    opened = "".join(question_html(each) for each in worst)
    return (
        f'<style>{STYLE}</style><div class="qe"><h3>{_count(len(report.outcomes))} evaluated</h3>{about(report)}'
        f"{tiles(report)}{confusion(report)}{plots(report)}<details><summary>All figures</summary>"
        f'<div class="qe-figures">{figure_tables(report)}{slice_tables(report)}</div></details>'
        f"<h3>The worst {len(worst)}</h3>{opened}</div>"
    )


def page(title: str, fragment: str) -> str:
    """Return a whole page around a fragment."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<title>{escape(title)}</title><style>{STYLE}</style></head><body class="qe-page">{fragment}</body></html>\n'
    )


def questions(outcomes: Sequence[Outcome], *, openable: bool = False, most: int | None = None) -> str:
    """Return the questions, worst first and at most so many, with buttons that leave only those of one verdict."""
    counts = {verdict: sum(each.verdict == verdict for each in outcomes) for verdict in VERDICTS}
    choices = '<label><input type="radio" name="qe-filter" value="all" checked> all</label>' + "".join(
        f'<label><input type="radio" name="qe-filter" value="{verdict}"> {words} ({counts[verdict]})</label>'
        for verdict, words in sorted(VERDICTS.items(), reverse=True)
    )
    shown = "".join(question_html(each, openable=openable) for each in worst_first(outcomes)[:most])
    if most is not None and most < len(outcomes):
        shown += f'<p class="qe-soft">and {len(outcomes) - most:,} more, which are in the saved report</p>'
    return (
        f'<div class="qe-questions"><fieldset class="qe-filter"><legend>Show</legend>{choices}</fieldset>'
        '<p class="qe-soft">In quotations: <mark class="qe-gold">gold evidence</mark>, '
        '<mark class="qe-answer">gold answer</mark>, <mark class="qe-direct-mark">direct answer</mark>.</p>'
        f"{shown}</div>"
    )


def about(report: Report) -> str:
    """Return what was evaluated, and how long it took."""
    run = report.run
    library: Mapping[str, Any] = run.get("library", {})
    known = [
        f"{library['articles']} articles" if "articles" in library else "",
        str(library.get("model", "")),
        f"best {report.k} passages",
        f"asked on {run['today']}" if run.get("today") else "",
        *(f"{name} {_value(value)}" for name, value in run.get("settings", {}).items()),
    ]
    shown = " · ".join(escape(each) for each in known if each)
    p50, p95 = report.latency.p50, report.latency.p95
    time = f' · <span class="qe-time">{p50:.0f} ms an answer, 95 % within {p95:.0f} ms</span>' if p50 and p95 else ""
    return f'<p class="qe-soft">{shown}{time}</p>'


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _count(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"


def _warnings(report: Report) -> str:
    items = "".join(f"<li>{escape(each)}</li>" for each in report.warnings)
    return f"<h2>Warnings</h2><ul>{items}</ul>" if items else ""
