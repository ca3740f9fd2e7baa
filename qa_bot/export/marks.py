"""Lay spans out over a text: pieces of it, each with the spans that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa_bot.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text under the same spans all along; `begins` and `ends` name those that do so at its edges."""

    span: Span
    covering: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def lay_out(text: str, spans: Mapping[str, Span]) -> Iterator[Piece]:
    """Yield the text in pieces, in order and without gaps; spans may touch, overlap and hold each other."""
    edges = {0, len(text), *(edge for span in spans.values() for edge in (span.start, span.end))}
    for start, end in zip(sorted(edges), sorted(edges)[1:], strict=False):
        piece = Span(start, end)
        covering = [name for name, span in spans.items() if span.holds(piece)]
        yield Piece(
            piece,
            tuple(covering),
            tuple(name for name in covering if spans[name].start == start),
            tuple(name for name in covering if spans[name].end == end),
        )
