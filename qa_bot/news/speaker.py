"""Tell who says a piece of an article, and whether that is somebody who was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.english.names import ROLES, TITLES
from qa_bot.model import Saying, Span
from qa_bot.text.terms import words

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
