"""Ask an earlier question again with one part exchanged, where it is plain which part is meant."""

from __future__ import annotations

import re

from qa_bot.english.names import NAME
from qa_bot.english.pointing import ABOUT, AND, POINTING, PREPOSITION
from qa_bot.english.verbs import AUXILIARY

_ADVERB = re.compile(
    rf"\s*{AND}(why|when|where|how)(?:\s+(?:is|was|did)\s+{POINTING}(?:\s+happen)?)?\s*\??\s*", re.IGNORECASE
)
_ADVERB_ASKED = re.compile(rf"\s*{AND}(?:why|when|where|how)(\s+{AUXILIARY}\s.*)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(rf"\s*(?i:{AND}{ABOUT})({NAME})\s*\??\s*")
_SUBJECT = re.compile(rf"(\b(?i:{AUXILIARY})\s+)({NAME})")
_YEAR = re.compile(rf"\s*{AND}(?:{ABOUT})?((?:in|since)\s+\d{{4}})\s*\??\s*", re.IGNORECASE)
_YEAR_ASKED = re.compile(r"\b(?:in|since)\s+\d{4}\b")
_PLACE = re.compile(rf"\s*(?i:{AND}(?:{ABOUT})?)((?i:in|at|near)\s+{NAME})\s*\??\s*")
_PLACE_ASKED = re.compile(rf"\b(?:in|at|near)\s+{NAME}(?=\s*[?,]|\s*$|\s+{PREPOSITION}\b)")


def exchanged(question: str, before: str) -> str | None:
    """Return the question before, asked for what the new one names, or None if it is not plain how.

    "Why?" after "When did the talks end?" gives "Why did the talks end?"; "What about Wales?" after "How did Scotland
    vote?" gives "How did Wales vote?"; "in 2018?" after "Who won in 2017?" gives "Who won in 2018?".
    """
    if before.rstrip().endswith((".", "!")):
        return None
    return _other_adverb(question, before) or _other_subject(question, before) or _other_phrase(question, before)


def _other_adverb(question: str, before: str) -> str | None:
    new, asked = _ADVERB.fullmatch(question), _ADVERB_ASKED.fullmatch(before)
    return f"{new[1].capitalize()}{asked[1]}" if new and asked else None


def _other_subject(question: str, before: str) -> str | None:
    new, subjects = _NAME.fullmatch(question), list(_SUBJECT.finditer(before))
    if not new or len(subjects) != 1:
        return None
    return before[: subjects[0].start(2)] + new[1] + before[subjects[0].end(2) :]


def _other_phrase(question: str, before: str) -> str | None:
    for pattern, asked in ((_YEAR, _YEAR_ASKED), (_PLACE, _PLACE_ASKED)):
        if new := pattern.fullmatch(question):
            found = list(asked.finditer(before))
            if len(found) == 1:
                return before[: found[0].start()] + new[1] + before[found[0].end() :]
    return None
