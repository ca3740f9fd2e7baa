"""Text with spans of it marked, which may overlap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qa_bot.model import Span
from qa_bot.render import escape

Mark = tuple[Span, str]


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Return `text` as HTML in which each span stands in marks with its class; the text itself stays the same."""
    edges = sorted({0, len(text), *(at for span, _ in marks for at in (span.start, span.end) if at <= len(text))})
    return "".join(_piece(text[start:end], _classes(Span(start, end), marks)) for start, end in pairwise(edges))


def _classes(piece: Span, marks: Sequence[Mark]) -> list[str]:
    return list(dict.fromkeys(name for span, name in marks if span.holds(piece)))


def _piece(text: str, classes: Sequence[str]) -> str:
    shown = escape(text)
    return f'<mark class="{" ".join(classes)}">{shown}</mark>' if classes else shown
