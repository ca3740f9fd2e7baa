"""Split a text into sentences, as spans of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from qa_bot.model import Span

MAX_SENTENCE = 1000
"""Characters; a longer run without an end (tables, lists, transcripts) is cut at a blank."""

_FRAGMENT_WORDS = 4
"""A piece of fewer words ("/TASS/.", "Why?") belongs to its neighbour."""

_BLOCK = re.compile(r"\S(?:.*?\S)??(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")
_END_WITHOUT_BLANK = re.compile(r"(?<=[。！？؟۔।॥])")
_WRAPPED = range(40, 101)
_MOST_AT_ONCE = 3000


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences, in order; together they hold every character that is not blank."""
    return [sentence for line in _lines(text) for sentence in _split_line(text, line)]


def paragraphs(text: str) -> list[Span]:
    """Return the spans between blank lines."""
    return [Span(match.start(), match.end()) for match in _BLOCK.finditer(text)]


def _lines(text: str) -> Iterator[Span]:
    """Yield the stretches that a line break ends: whole paragraphs if they are wrapped, else their lines."""
    for block in paragraphs(text):
        start = block.start
        wrapped = _is_wrapped(block.of(text))
        for match in re.finditer(r"\s*\n\s*", block.of(text)):
            after = block.start + match.end()
            if not wrapped and not text[after].islower():
                yield Span(start, block.start + match.start())
                start = after
        yield Span(start, block.end)


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
    cuts = [piece.start for piece in _segmenter().segment(words)][1:]
    if cuts != sorted(set(cuts)):
        cuts = [match.end() for match in _END.finditer(words)]
    cuts += [match.end() for match in _END_WITHOUT_BLANK.finditer(words)]
    edges = [0, *sorted(set(cuts) - {0, len(words)}), len(words)]
    spans = (_strip(text, line.start + start, line.start + end) for start, end in pairwise(edges))
    return [span for span in spans if span]


def _chunks(text: str, span: Span, most: int) -> Iterator[Span]:
    """Cut a span into pieces of at most `most` characters: after a sentence, a clause, a word, or between letters."""
    start = span.start
    while span.end - start > most:
        cut = _cut(text, start, start + most)
        piece = _strip(text, start, cut)
        if piece:
            yield piece
        start = cut
    last = _strip(text, start, span.end)
    if last:
        yield last


def _cut(text: str, start: int, limit: int) -> int:
    window = text[start:limit]
    for pattern in (r"[.!?。！？][\"”’)]*\s", r"[;:,—–]\s", r"\s"):
        ends = [match.end() for match in re.finditer(pattern, window)]
        if ends and ends[-1] > len(window) // 2:
            return start + ends[-1]
    cut = limit
    while cut > start + 1 and unicodedata.category(text[cut]).startswith("M"):
        cut -= 1
    return cut


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


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


@lru_cache(maxsize=1)
def _segmenter() -> Any:  # noqa: ANN401 - the library has no types
    import pysbd  # takes a while to import, and only adding articles needs it

    return pysbd.Segmenter(language="en", clean=False, char_span=True)
