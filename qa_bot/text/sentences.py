"""Split a text into sentences, as spans of it, in a process of its own where the splitter would keep others waiting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import pairwise
from threading import Event, Lock
from typing import Any

from qa_bot.apart import ApartError, work_apart
from qa_bot.model import Span

MAX_SENTENCE = 1000
"""Characters; a longer run without an end (tables, lists, transcripts) is cut at a blank."""

_FRAGMENT_WORDS = 4
"""A piece of fewer words ("/TASS/.", "Why?") belongs to its neighbour."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE_END = re.compile(r"\n\s*")
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")
_END_WITHOUT_BLANK = re.compile(
    r"(?<=[。！？؟۔।॥])(?![」』”’）])|(?<=[。！？][」』”’）])(?![はがとをにのもで、，的说說])"
)
_GOES_ON = frozenset(",;:)]»%」』）")
_LONGEST_BEFORE = 40
_WITHIN = (
    # R-Ky., D-Minn., I-Vt. behind a name
    (
        re.compile(r"\b[A-Z]-(?:[A-Z][a-z]+|(?:[A-Z]\.)+[A-Z])\.$"),
        re.compile(r"(?!(?:The|An?|He|She|They|It|In|On|But|And|Mr|Ms|We|I)\b)\w"),
    ),
    (re.compile(r"\b[ap]\.m\.$"), re.compile(r"(?:[A-Z]{2,4}|Eastern|Central|Pacific|Mountain|Greenwich|Moscow)\b")),
    # an ordinal in German: am 3. Mai, der 2. Vorsitzende
    (re.compile(r"\b(?:(?<!I )am|der|die|das|dem|den|des|vom|zum|zur|im|seit|bis|ab) \d{1,2}\.$"), re.compile(r"\w")),
)
"""What stands before and behind a cut that is none."""

_ENDS_ITSELF = re.compile(r"[。！？؟۔।॥][」』”’）]?$")
_WRAPPED = range(40, 101)
_MOST_AT_ONCE = 3000
_MARK = re.compile(r"[.!?()]")
_CROWDED = 150
_LEAST_AT_ONCE = 300
"""The segmenter takes time with the square of the marks that it sees: where there are more, it sees less at once."""

_MOST_MARKS = 30
"""Of one letter: as many as the Stream-Safe Text Format of Unicode allows (UAX 15)."""

_SEGMENTING = Lock()
"""The segmenter keeps the text that it works on: it serves one thread at a time."""


def split_sentences(text: str, *, by_punctuation: bool = False) -> list[Span]:
    """Return the spans of the sentences, in order; together they hold every character that is not blank.

    `by_punctuation` takes every full stop before a blank for an end, and no time to speak of.
    """
    segment = _segment_plainly if by_punctuation else _segment
    return [sentence for line in _lines(text) for sentence in _split_line(text, line, segment)]


def paragraphs(text: str) -> list[Span]:
    """Return the spans between blank lines."""
    return list(_between(text, _BLANK_LINE.finditer(text)))


def lines(text: str) -> list[Span]:
    """Return the stretches that a line break ends: whole paragraphs if they are wrapped, else their lines."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Span]:
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


def _split_line(text: str, line: Span, segment: Callable[[str], list[int]]) -> list[Span]:
    pieces = [
        piece
        for chunk in _at_once(text, line)
        for sentence in _segmented(text, chunk, segment)
        for piece in _chunks(text, sentence, MAX_SENTENCE)
    ]
    return _join_fragments(text, pieces)


def _at_once(text: str, line: Span) -> Iterator[Span]:
    """Cut a line into pieces that the segmenter is quick with, whatever is in them."""
    for chunk in _chunks(text, line, _MOST_AT_ONCE):
        is_crowded = len(_MARK.findall(text, chunk.start, chunk.end)) > _CROWDED
        yield from _chunks(text, chunk, _LEAST_AT_ONCE) if is_crowded else (chunk,)


def _segment(words: str) -> list[int]:
    """Return where sentences begin in one line; by punctuation alone should the splitter lose characters."""
    with _SEGMENTING:
        cuts = [piece.start for piece in _segmenter().segment(words)][1:]
    return cuts if cuts == sorted(set(cuts)) else _segment_plainly(words)


def _segment_plainly(words: str) -> list[int]:
    return [match.end() for match in _END.finditer(words)]


def _segmented(text: str, line: Span, segment: Callable[[str], list[int]]) -> list[Span]:
    """Cut one line, also where a script has no blanks between its sentences."""
    words = re.sub(r"\s", " ", line.of(text))
    cuts = [cut for cut in segment(words) if not _is_within(words, cut)]
    cuts += [match.end() for match in _END_WITHOUT_BLANK.finditer(words)]
    edges = [0, *sorted(set(cuts) - {0, len(words)}), len(words)]
    return [span for start, end in pairwise(edges) for span in strip(text, line.start + start, line.start + end)]


def _is_within(words: str, cut: int) -> bool:
    """Say whether a cut is one in the midst of a sentence: after a short form, or before what begins none."""
    after = words[cut : cut + _LONGEST_BEFORE].lstrip()
    if after[:1].islower() or after[:1] in _GOES_ON:
        return True
    before = words[max(0, cut - _LONGEST_BEFORE) : cut].rstrip()
    return any(short.search(before) and goes_on.match(after) for short, goes_on in _WITHIN)


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
        if _is_fragment(whole.of(text)):
            start = whole.start
            continue
        joined.append(whole)
        start = None
    if start is not None:
        last = pieces[-1].end
        joined = [*joined[:-1], Span(joined[-1].start, last)] if joined else [Span(start, last)]
    return joined


def _is_fragment(piece: str) -> bool:
    """Say whether a piece is too short for a sentence; where no blanks stand between words, its mark tells."""
    return len(piece.split()) < _FRAGMENT_WORDS and len(piece) < MAX_SENTENCE // 10 and not _ENDS_ITSELF.search(piece)


def before_marks(text: str, at: int, least: int) -> int:
    """Return where to cut at `at` or a little before, at the earliest at `least`, so that a letter keeps its marks."""
    earliest = max(least, at - _MOST_MARKS)
    before = next((each for each in range(at, earliest - 1, -1) if not _is_mark(text[each])), None)
    return at if before is None else before


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


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


_SECONDS = 120
"""Of computing, for the longest text; prose takes a quarter of it."""


def cut_apart(text: str, stop: Event | None = None) -> list[Span]:
    """Return the spans of the sentences; cut by punctuation alone should the splitter take too long or break down.

    Raises StoppedError once `stop` is set.
    """
    work = f"{cut_given.__module__}:{cut_given.__name__}"
    try:
        data = text.encode("utf-8", "surrogatepass")
        with closing(work_apart(work, {}, data, seconds=_SECONDS, stop=stop)) as answers:
            return [Span(start, end) for start, end in next(answers)]
    except ApartError:
        return split_sentences(text, by_punctuation=True)


def cut_given(given: dict[str, Any], data: bytes) -> Iterator[list[tuple[int, int]]]:
    """Yield where the sentences of a text begin and end, in the process that cuts it."""
    yield [(span.start, span.end) for span in split_sentences(data.decode("utf-8", "surrogatepass"))]
