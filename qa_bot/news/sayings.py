"""Find who says what in an article, and tell whether that is somebody who was asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qa_bot.english.names import ROLES, TITLES
from qa_bot.english.tags import Tag, ahead_of, behind, indirect, signature
from qa_bot.english.tokens import Token, sentence_end, tokens
from qa_bot.model import Saying, Span
from qa_bot.news.mentions import Before, People, known_as, without_doubtful
from qa_bot.news.quoted import Quoted, quoted_lines
from qa_bot.text.terms import words

_FARTHEST = 3000
"""Characters before a speaker in which it is looked for whom a pronoun means."""

_MOST_PARAGRAPHS = 20
"""Of one quotation."""


def sayings(text: str) -> list[Saying]:
    """Return what is said in an English text and by whom, in order; what nobody is surely named for is left out."""
    found: list[Saying] = []
    going_on: list[Span] = []
    before: list[Token] = []
    lines = quoted_lines(text)
    for line, quoted in lines:
        read = tokens(text, line, [each.span for each in quoted])
        if len(before) == 1 and before[0].kind == "quote" and (signed := signature(read)):
            found.append(Saying(before[0].span, signed.speaker, signed.cue, way=signed.way))
        tags = _tags(read, before)
        for each in quoted:
            parts = [*going_on[-_MOST_PARAGRAPHS:], each.span]
            going_on = []
            if tag := tags.get(each.span):
                found += [Saying(part, tag.speaker, tag.cue, way=tag.way) for part in parts]
            elif each.goes_on:
                going_on = parts
        found += _indirect(read, tags)
        before = read
    return _resolved(text, sorted(found, key=lambda each: each.span), lines)


def _resolved(text: str, found: Sequence[Saying], lines: Sequence[tuple[Span, list[Quoted]]]) -> list[Saying]:
    """Return the sayings with where the article names their speakers in fuller words."""
    known = _known(text, found, lines)
    pronouns = {each: (each.of(text).lower(), surname) for each, (_, surname) in known.items() if surname}
    pronouns = {each: pair for each, pair in pronouns.items() if pair[0] in ("he", "she")}
    sure = without_doubtful(list(pronouns.values()))
    return [
        replace(each, known_as=known[each.speaker][0] if pronouns.get(each.speaker) in {None, *sure} else None)
        for each in found
    ]


def _known(
    text: str, found: Sequence[Saying], lines: Sequence[tuple[Span, list[Quoted]]]
) -> dict[Span, tuple[Span | None, str]]:
    """Return what each speaker is known as, and by which surname, in the order in which they speak."""
    speakers = sorted({each.speaker for each in found})
    people = People.of(text, speakers)
    starts = [line.start for line, _ in lines]
    quoted = [each.span for _, several in lines for each in several]
    known: dict[Span, tuple[Span | None, str]] = {}
    last: Span | None = None
    for speaker in speakers:
        at = bisect_right(starts, speaker.start) - 1
        since = max(starts[max(0, at - 1)], speaker.start - _FARTHEST)
        before = Before(known[last][1], last, last.start >= starts[at]) if last and last.start >= since else None
        known[speaker] = known_as(people, speaker, since, quoted, before)
        last = speaker
    return known


def _indirect(read: Sequence[Token], tags: Mapping[Span, Tag]) -> Iterator[Saying]:
    """Yield what is said without being quoted, sentence by sentence."""
    start = 0
    while start < len(read):
        end = sentence_end(read, start)
        if end - start > 3 and (said := indirect(read, start, end)):
            tag, span = said
            if not any(span.overlaps(each) for each in tags):
                yield Saying(span, tag.speaker, tag.cue, direct=False, denied=tag.denied, way=tag.way)
        start = end


def _tags(read: Sequence[Token], line_before: Sequence[Token]) -> dict[Span, Tag]:
    """Return the tag of each quotation of a paragraph that has one; a colon may lead to it from the one before."""
    places = [at for at, each in enumerate(read) if each.kind == "quote"]
    tags: dict[Span, Tag] = {}
    before: tuple[int, Tag] | None = None
    for at in places:
        tag = behind(read, at) or ahead_of(read, at)
        if tag is None and at == 0 and line_before and line_before[-1].text == ":":
            tag = ahead_of([*line_before, read[0]], len(line_before))
        if tag is None and before and _carries(read, before, at):
            tag = replace(before[1], way="carried")
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


_LEAST = 1 / 3
"""Share of a piece that its speaker says; who says less of it is only one of those who speak there."""

_NO_NAMES = TITLES | ROLES | {"the", "a", "of"}


def within(sayings: Sequence[Saying], span: Span) -> tuple[Saying, ...]:
    """Return the sayings that a piece of an article holds, or a part of."""
    return tuple(each for each in sayings if each.span.overlaps(span))


def says_most(sayings: Sequence[Saying], span: Span, text: str) -> Saying | None:
    """Return the longest saying of who says most of a piece, None if nobody says a third of it."""
    shares: dict[tuple[str, bool], int] = {}
    for each in within(sayings, span):
        shares[_who(each, text)] = shares.get(_who(each, text), 0) + _common(each.span, span)
    who = max(shares, key=lambda each: shares[each], default=None)
    if who is None or shares[who] < _LEAST * len(span):
        return None
    return max((each for each in within(sayings, span) if _who(each, text) == who), key=lambda e: _common(e.span, span))


def is_of(saying: Saying, text: str, name: str) -> bool:
    """Say whether somebody says it, and that is who is named: "Welsh", "Mark Welsh" or "General Welsh" of a Mark Welsh.

    All words of the name stand among those for the speaker, or, but for titles, all of theirs in the name.
    """
    asked = frozenset(words(name)) - _NO_NAMES or frozenset(words(name))
    if saying.denied or not asked:
        return False
    full, short = (frozenset(words(span.of(text))) for span in (saying.named, saying.speaker))
    own = short - _NO_NAMES
    return asked <= full | short or bool(saying.known_as is None and own and own <= asked and words(name)[-1] in own)


def _who(saying: Saying, text: str) -> tuple[str, bool]:
    return saying.named.of(text), saying.denied


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
