"""Find what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.model import Span
from qa_bot.text.sentences import lines

_MARK = re.compile(r"(?<!\d['’]\d)(?<!\d['’]\d\d)(?:[“”\"„«»]|''(?!'))")
_SINGLE = re.compile(r"(?<![\w“”\"])‘(?=\w)[^‘“”\"]{8,}?[.,?!…]’(?!\w)")
_BEFORE_OPENING = frozenset("([—–:;,/-…'‘")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch in quotation marks, with them, inside one paragraph.

    `goes_on` says that it is not closed there and that the next paragraph opens with quotation marks again.
    """

    span: Span
    goes_on: bool = False


def quoted_lines(text: str) -> list[tuple[Span, list[Quoted]]]:
    """Return the paragraphs of a text, each with what stands in quotation marks there, in order.

    A mark without its counterpart quotes nothing, unless the next paragraph goes on with the quotation.
    """
    spans = lines(text)
    opens = [text[each.start] in '“"„«' for each in spans] + [False]
    return [(span, list(_quoted(text, span, opens[at + 1]))) for at, span in enumerate(spans)]


def _quoted(text: str, line: Span, next_opens: bool) -> Iterator[Quoted]:
    marks = list(_MARK.finditer(text, line.start, line.end))
    other = [each for each in marks if each[0] != "''"]
    marks = other or marks
    if not marks:
        yield from (Quoted(Span(*match.span())) for match in _SINGLE.finditer(text, line.start, line.end))
    at = 0
    while at < len(marks):
        start = marks[at].start()
        if not _is_opening(text, line, start, marks[at].end()):
            at += 1
            continue
        close = _closing(text, line, marks, at)
        if close is None:
            if next_opens:
                yield Quoted(Span(start, line.end), goes_on=True)
            return
        end = marks[close].end()
        if end - start > _LEAST:
            yield Quoted(Span(start, end))
        at = close + 1


def _is_opening(text: str, line: Span, at: int, end: int) -> bool:
    if text[at] in "”»":
        return False
    is_before_word = end < line.end and not text[end].isspace()
    before = text[at - 1] if at > line.start else " "
    return is_before_word and (text[at] not in "\"'" or before.isspace() or before in _BEFORE_OPENING)


def _closing(text: str, line: Span, marks: Sequence[re.Match[str]], opened: int) -> int | None:
    """Return which mark closes the one that is opened; a straight one does after a curly one that nothing closes."""
    start = marks[opened].start()
    for at in range(opened + 1, len(marks)):
        mark, place = marks[at][0], marks[at].start()
        if mark in "“„«" and text[start] not in "\"'":
            if mark == "“" and (place + 1 >= line.end or not text[place + 1].isalnum()):
                return at  # a mark that is turned the wrong way round
            return None
        behind = text[marks[at].end() : min(line.end, marks[at].end() + 1)]
        if mark in "”»" or not text[place - 1].isspace() or not behind.strip():
            return at
    return None
