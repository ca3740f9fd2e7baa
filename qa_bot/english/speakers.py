"""Find who says something: whom a sentence names as its source, "the ministry said", and whom a text quotes."""

from __future__ import annotations

import re

from qa_bot.english.names import CAPITAL
from qa_bot.english.pointing import SUBJECT
from qa_bot.english.times import WEEKDAY
from qa_bot.english.verbs import SAYING
from qa_bot.model import Span

_TOLD = r"told\s(?:reporters|journalists|parliament|lawmakers|the\s\w{2,20}|[A-Z]\w{1,20})"
_SAYING = rf"(?:{_TOLD}|{'|'.join(SAYING)})"
_WORD = r"(?:(?:[A-Z]\.){2,4}|[^\s,;:.!?\"“”()]{1,40}(?:\.(?=\s[A-Z]))?)"
_WHO = rf"{_WORD}(?:\s{_WORD}){{0,8}}?"
_AFTER = re.compile(
    rf"[,”\"]\s(?P<by>{_WHO}\s{_SAYING}|{_SAYING}\s{_WHO}|according to {_WHO})"
    rf"(?=\s*[,.;!?]|\s(?:on|in|at|last|during|{WEEKDAY})\b|$)"
)
_BEFORE = re.compile(
    rf"(?P<by>[Aa]ccording to {_WHO}(?=,)"
    rf"|{_WHO}\s{_SAYING}(?=\s(?:that|on|it|the|they|there|he|she)\b|,? [“\"]))"
)
_NOBODY = re.compile(rf"(?:{SUBJECT}|who|what|this|that)\s|{_SAYING}\s{SUBJECT}\b", re.IGNORECASE)

_SEVERAL = rf"(?:{CAPITAL}[\w.'’-]{{1,60}} ){{0,2}}{CAPITAL}[\w'’-]{{1,60}}"
_QUOTED = re.compile(rf"[\"”’'] (?:({_SEVERAL}) said\b|said ({_SEVERAL}))")


def attribution(text: str, sentence: Span, said: Span) -> Span | None:
    """Return where a sentence of a text names whom the words at `said` come from; None if it names nobody.

    Who is named in those words themselves does not count, and no pronoun. Best effort, in English.
    """
    words = sentence.of(text)
    for match in filter(None, (_BEFORE.match(words), *_AFTER.finditer(words))):
        by = Span(sentence.start + match.start("by"), sentence.start + match.end("by"))
        if not _NOBODY.match(match["by"]) and not by.overlaps(said):
            return by
    return None


def speakers(text: str) -> list[str]:
    """Return the names beside "said" behind a quotation, in order."""
    return list(dict.fromkeys(match[1] or match[2] for match in _QUOTED.finditer(text)))
