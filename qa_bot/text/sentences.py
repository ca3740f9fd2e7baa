"""Split a text into sentences, as spans of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any

from qa_bot.model import Span

MAX_SENTENCE = 1000
"""Characters; a longer run without an end (tables, lists, transcripts) is cut at a blank."""

_FRAGMENT_WORDS = 4
"""A piece of fewer words ("/TASS/.", "Why?") belongs to its neighbour."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE_END = re.compile(r"\n\s*")
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")
_END_WITHOUT_BLANK = re.compile(r"(?<=[。！？؟۔।॥])")
_WRAPPED = range(40, 101)
_MOST_AT_ONCE = 3000
_SEGMENTING = Lock()
"""The segmenter keeps the text that it works on: it serves one thread at a time."""


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences, in order; together they hold every character that is not blank."""
    return [sentence for line in _lines(text) for sentence in _split_line(text, line)]


def paragraphs(text: str) -> list[Span]:
    """Return the spans between blank lines."""
    return list(_between(text, _BLANK_LINE.finditer(text)))


def _lines(text: str) -> Iterator[Span]:
    """Yield the stretches that a line break ends: whole paragraphs if they are wrapped, else their lines."""
    for block in paragraphs(text):
        if _is_wrapped(block.of(text)):
            yield block
        else:
            ends = _LINE_END.finditer(text, block.start, block.end)
            yield from _between(text, (end for end in ends if not text[end.end()].islower()), block)


def _between(text: str, ends: Iterable[re.Match[str]], within: Span | None = None) -> Iterator[Span]:
    """Yield what stands between the matches, without the blanks around it."""
    start, last = (within.start, within.end) if within else (0, len(text))
    for end in ends:
        yield from strip(text, start, end.start())
        start = end.end()
    yield from strip(text, start, last)


def _is_wrapped(block: str) -> bool:
    """Say whether the line breaks of a paragraph only keep it narrow."""
    *full, _ = block.split("\n")
    return bool(full) and all(len(line) in _WRAPPED for line in full)


def _split_line(text: str, line: Span) -> list[Span]:
    pieces = [
        piece
        for chunk in _chunks(text, line, _MOST_AT_ONCE)
        for sentence in _segment(text, chunk)
        for piece in _chunks(text, sentence, MAX_SENTENCE)
    ]
    return _join_fragments(text, pieces)


def _segment(text: str, line: Span) -> list[Span]:
    """Cut one line with the sentence splitter; by punctuation alone should the splitter lose characters."""
    words = re.sub(r"\s", " ", line.of(text))
    with _SEGMENTING:
        cuts = [piece.start for piece in _segmenter().segment(words)][1:]
    if cuts != sorted(set(cuts)):
        cuts = [match.end() for match in _END.finditer(words)]
    cuts += [match.end() for match in _END_WITHOUT_BLANK.finditer(words)]
    edges = [0, *sorted(set(cuts) - {0, len(words)}), len(words)]
    return [span for start, end in pairwise(edges) for span in strip(text, line.start + start, line.start + end)]


def _chunks(text: str, span: Span, most: int) -> Iterator[Span]:
    """Cut a span into pieces of at most `most` characters: after a sentence, a clause, a word, or between letters."""
    start = span.start
    while span.end - start > most:
        cut = _cut(text, start, start + most)
        yield from strip(text, start, cut)
        start = cut
    yield from strip(text, start, span.end)


def _cut(text: str, start: int, limit: int) -> int:
    window = text[start:limit]
    for pattern in (r"[.!?。！？][\"”’)]*\s", r"[;:,—–]\s", r"\s"):
        ends = [match.end() for match in re.finditer(pattern, window)]
        if ends and ends[-1] > len(window) // 2:
            return start + ends[-1]
    return before_marks(text, limit, start + 1)


def _join_fragments(text: str, pieces: list[Span]) -> list[Span]:
    """Join a fragment to the sentence after it, the last one to the sentence before it."""
    joined: list[Span] = []
    start: int | None = None
    for piece in pieces:
        whole = Span(piece.start if start is None else start, piece.end)
        if len(whole.of(text).split()) < _FRAGMENT_WORDS and len(whole) < MAX_SENTENCE // 10:
            start = whole.start
            continue
        joined.append(whole)
        start = None
    if start is not None:
        last = pieces[-1].end
        joined = [*joined[:-1], Span(joined[-1].start, last)] if joined else [Span(start, last)]
    return joined


def before_marks(text: str, at: int, least: int) -> int:
    """Return where to cut at `at` or a little before, at the earliest at `least`, so that a letter keeps its marks."""
    while at > least and unicodedata.category(text[at]).startswith("M"):
        at -= 1
    return at


def strip(text: str, start: int, end: int) -> list[Span]:
    """Return the span from `start` to `end` without the blanks at its ends, or nothing if it is all blank."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return [Span(start, end)] if start < end else []


@lru_cache(maxsize=1)
def _segmenter() -> Any:  # noqa: ANN401 - the library has no types
    import pysbd  # takes a while to import, and only adding articles needs it

    return pysbd.Segmenter(language="en", clean=False, char_span=True)
