"""Put the lines of a printed page into the order in which they are read: one column after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import mean

from qa_bot.readers.paragraphs import Line

_FEWEST_ROWS = 3
_FEWEST_CHARACTERS = 12
"""Shorter pieces side by side are the cells of a table."""

_NEAR = 3.0


def in_reading_order(pieces: Sequence[Line]) -> list[Line]:
    """Return the lines that pieces of them make, which stand as their file has them.

    Pieces side by side are one line, unless several lines below each other have a piece that starts at the same place:
    these are columns, and the left one is read first.
    """
    rows = [list(row) for _, row in groupby(pieces, key=lambda piece: piece.height)]
    starts = _starts_of_columns(rows)
    if not starts:
        return [_joined(row) for row in rows]
    beside = [number for number, row in enumerate(rows) if any(_is_near(piece, starts) for piece in row)]
    first, last = beside[0], beside[-1] + 1
    within = [piece for row in rows[first:last] for piece in row]
    edges = [float("-inf"), *(start - _NEAR for start in starts), float("inf")]
    columns = [
        [_joined(list(row)) for _, row in groupby(_between(within, left, right), key=lambda piece: piece.height)]
        for left, right in pairwise(edges)
    ]
    above, below = ([_joined(row) for row in part] for part in (rows[:first], rows[last:]))
    return [*above, *(line for column in columns for line in column), *below]


def _starts_of_columns(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Return where the second and further columns start, from the left; none if there are no columns."""
    found: dict[int, list[tuple[Line, Line]]] = {}
    for row in rows:
        for before, piece in pairwise(row):
            if piece.left > before.left:
                found.setdefault(round(piece.left / _NEAR), []).append((before, piece))
    return sorted(mean(right.left for _, right in pairs) for pairs in found.values() if _is_column(pairs))


def _is_column(pairs: Sequence[tuple[Line, Line]]) -> bool:
    sides = ([len(pair[side].text) for pair in pairs] for side in (0, 1))
    return len(pairs) >= _FEWEST_ROWS and all(mean(lengths) >= _FEWEST_CHARACTERS for lengths in sides)


def _is_near(piece: Line, starts: Sequence[float]) -> bool:
    return any(abs(piece.left - start) <= _NEAR for start in starts)


def _between(pieces: Sequence[Line], left: float, right: float) -> list[Line]:
    return [piece for piece in pieces if left <= piece.left < right]


def _joined(row: Sequence[Line]) -> Line:
    largest = max(row, key=lambda piece: len(piece.text))
    return Line(" ".join(piece.text for piece in row), row[0].height, largest.size, row[0].left)
