"""Text with spans of it marked, which may overlap."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.show.html import text as escape
from qa_bot.show.marks import Mark, Piece, lay_out


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Return `text` as HTML in which each span stands in marks with its class; the text itself stays the same."""
    return "".join(map(_piece, lay_out(text, marks)))


def _piece(piece: Piece) -> str:
    shown = escape(piece.text)
    return f'<mark class="{" ".join(piece.covering)}">{shown}</mark>' if piece.covering else shown
