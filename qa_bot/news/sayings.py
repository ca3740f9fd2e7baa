"""Find who says what in an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.english.tags import Tag, Token, ahead_of, behind, sentence_end, sentence_start, tokens
from qa_bot.model import Span
from qa_bot.news.quoted import Quoted, quoted_lines


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says: where it stands, the words for who says it, and the word of saying."""

    span: Span
    speaker: Span
    cue: Span
    direct: bool = True
    denied: bool = False
    way: str = ""


def sayings(text: str) -> list[Saying]:
    """Return what is said in a text and by whom, in order; what nobody is surely named for is left out."""
    found: list[Saying] = []
    open_parts: list[Span] = []
    before: list[Token] = []
    for line, quoted in quoted_lines(text):
        read = tokens(text, line, [each.span for each in quoted])
        tags = _tags(read)
        if quoted and quoted[0].span.start == line.start and before and before[-1].text == ":":
            tag = tags.get(quoted[0].span) or ahead_of([*before, read[0]], len(before))
            if tag:
                tags.setdefault(quoted[0].span, tag)
        for each in quoted:
            tag = tags.get(each.span)
            if each.goes_on:
                open_parts.append(each.span)
                if tag is None:
                    continue
            if tag:
                parts, open_parts = ([*open_parts, each.span] if not each.goes_on else open_parts), []
                found += [Saying(part, tag.speaker, tag.cue, way=tag.way) for part in parts]
                if each.goes_on:
                    pass
        before = read
        if not (quoted and quoted[-1].goes_on):
            open_parts = []
    return found


def _tags(read: Sequence[Token]) -> dict[Span, Tag]:
    """Return the tag of each quotation of a paragraph that has one."""
    places = [at for at, each in enumerate(read) if each.kind == "quote"]
    tags: dict[Span, Tag] = {}
    before: tuple[int, Tag] | None = None
    for at in places:
        tag = behind(read, at) or ahead_of(read, at)
        if tag is None and before and _carries(read, before, at):
            tag = before[1]
            tag = Tag(tag.speaker, tag.cue, tag.denied, tag.start, tag.end, "carried")
        if tag:
            tags[read[at].span] = tag
            before = (at, tag)
        else:
            before = None
    return tags


def _carries(read: Sequence[Token], before: tuple[int, Tag], at: int) -> bool:
    """Say whether nothing but the tag of the quotation before stands between the two."""
    last, tag = before
    if at == last + 1:
        return True
    if tag.start <= last:
        return False
    end = sentence_end(read, tag.start)
    return end == at or (end > at and at - tag.end <= 6)
