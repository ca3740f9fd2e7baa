"""Lay spans over a text: pieces of it, each with the marks that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.model import Span

Mark = tuple[str, Span]
"""A name, and a span that bears it; several spans of a text can bear the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text under the same marks all along; `begins` and `ends` name those that do so at its edges."""

    text: str
    covering: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def lay_out(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield the text in pieces, in order and without gaps; marks may touch, overlap and hold each other.

    Of a mark that reaches out of the text the last piece is empty, and bears its end.
    """
    edges = {0, len(text), *(at for _, span in marks for at in (span.start, span.end))}
    for start, end in pairwise(sorted(edges)):
        covering = [(name, span) for name, span in marks if span.start <= start and end <= span.end]
        yield Piece(
            text[start:end],
            _names(covering),
            _names(mark for mark in covering if mark[1].start == start),
            _names(mark for mark in covering if mark[1].end == end),
        )


def apart(marks: Sequence[Mark], whole: Mark | None = None) -> list[Mark]:
    """Return marks that overlap nowhere: `whole` as it is, of the others what is left of each in front.

    They come in the order of the text; what is covered by others altogether is left out.
    """
    laid = [whole] if whole else []
    end = 0
    for name, span in sorted(marks, key=lambda mark: mark[1]):
        if left := _left(span, end, whole and whole[1]):
            laid.append((name, left))
            end = left.end
    return sorted(laid, key=lambda mark: mark[1])


def _left(span: Span, end: int, whole: Span | None) -> Span | None:
    """Return the first piece of a span that lies behind `end` and outside of what stays whole, or None."""
    start, stop = max(span.start, end), span.end
    if whole and start < whole.start:
        stop = min(stop, whole.start)
    elif whole:
        start = max(start, whole.end)
    return Span(start, stop) if start < stop else None


def _names(marks: Iterator[Mark] | Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _ in marks))
