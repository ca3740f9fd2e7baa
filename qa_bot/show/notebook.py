"""Values as HTML for notebooks.

Each is a fragment that needs no script and no other file. Colours are those of the notebook, with translucent ones
over them, so that it is right in a light and a dark one whatever the system prefers; without its style, as some viewers
show it, it still reads well. The classes at the root keep a notebook from taking dollar signs for formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qa_bot.conversation import Conversation
from qa_bot.library import AddReport
from qa_bot.model import Answer, Article, Citation, Span
from qa_bot.show.blocks import blocks, quotations
from qa_bot.show.html import render

_AROUND = 600
"""Characters of the article shown on either side of a quotation."""
_MOST_TEXT = 20_000
_MOST_LINES = 50


def notebook_html(value: object) -> str:
    """Return an answer, a conversation, a citation, an article or a report of adding as an HTML fragment."""
    kind, shown = next((name, shown(value)) for type_, name, shown in _SHOWN if isinstance(value, type_))
    return str(render("show/notebook.html", {"kind": kind, "around": around, "shown": shown}))


def around(citation: Citation) -> tuple[str, str]:
    """Return what stands before and behind a quotation in its article, cut between words where there are any."""
    text, (start, end) = citation.article.text, (citation.span.start, citation.span.end)
    shown = _surroundings(text, citation.span)
    before, after = "… " if shown.start else "", " …" if shown.end < len(text) else ""
    return before + text[shown.start : start], text[end : shown.end] + after


def _surroundings(text: str, span: Span) -> Span:
    """Return a quotation with its surroundings, cut between words if there are any."""
    start, end = span.start, span.end
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end) if " " in text[end:last] else last
    return Span(first, last)


def _article(article: Article) -> dict[str, Any]:
    text = article.text[:_MOST_TEXT]
    return {"article": article, "text": text, "rest": len(article.text) - len(text)}


def _report(report: AddReport) -> dict[str, Any]:
    problems = [("failed", line) for line in report.failed] + [("skipped", line) for line in report.skipped]
    return {"report": str(report), "problems": problems[:_MOST_LINES], "rest": len(problems) - _MOST_LINES}


_SHOWN: tuple[tuple[type, str, Callable[[Any], object]], ...] = (
    (Answer, "answer", blocks),
    (Article, "article", _article),
    (Citation, "quotations", lambda citation: quotations([citation])),
    (Conversation, "conversation", lambda conversation: [(e.question, blocks(e)) for e in conversation.answers]),
    (AddReport, "report", _report),
)
"""What each kind of value is called in the template, and what is shown of it there."""
