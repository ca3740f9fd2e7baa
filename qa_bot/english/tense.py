"""Tell whether the words for a time belong to what has happened or to what is to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from qa_bot.english.verbs import AUXILIARIES, is_finite
from qa_bot.model import Span

Tense = Literal["past", "coming", ""]

_WORD = re.compile(r"[\w'’-]+|[,;:()—–“”\"]")
_BACK, _AHEAD = 18, 24
"""Words in which the verb of a time is looked for, before it and, where it opens its sentence, behind it."""

_CHARACTERS = 220
_RIGHT_BEHIND = 2
_COMING = frozenset(("will", "shall", "won't", "won’t", "due", "slated"))
_PLANNED_WORDS = "scheduled expected planned set slated due poised supposed bound likely"
_PLANNED = frozenset(_PLANNED_WORDS.split())
_TIMETABLE_WORDS = """
opens begins starts ends closes meets returns expires premieres arrives airs debuts resumes
"""
_TIMETABLE = frozenset(_TIMETABLE_WORDS.split())
"""Verbs in the present with a time right behind them: "the fair opens on Tuesday" has not happened."""

_PAST_AUXILIARIES = frozenset(("was", "were", "did", "had", "has", "have", "didn't", "didn’t", "wasn't", "hasn't"))
_DONE_WORDS = """
had failed managed began continued refused forced went moved used helped seemed appeared started rushed
"""
_DONE = frozenset(_DONE_WORDS.split())
"""What stands before "to" and a verb for what has happened all the same: "failed to appear on Tuesday"."""

_NOT_PAST = frozenset(("need", "needed", "indeed", "united", "hundred", "speed", "proposed", "so-called", "based"))
_BEFORE_NOUNS = frozenset(("be", "the", "a", "an", "its", "his", "her", "their"))
_OPENERS = frozenset(
    ("on", "late", "early", "but", "and", "then", "in", "by", "only", "just", "earlier", ",", "“", '"', "—", "–", "(")
)


def tense_at(text: str, sentence: Span, time: Span) -> Tense:
    """Return whether a time in a sentence is told as past or as coming, "" if its verb does not tell.

    The verb is the nearest one before the time, or, of a time that opens its sentence, the first one behind it.
    """
    before = _WORD.findall(text[max(sentence.start, time.start - _CHARACTERS) : time.start].lower())
    if all(each in _OPENERS for each in before):
        behind = _WORD.findall(text[time.end : min(sentence.end, time.end + _CHARACTERS)].lower())
        return _first(behind[:_AHEAD])
    return _last(before[-_BACK:])


def _first(words: Sequence[str]) -> Tense:
    for at, word in enumerate(words):
        if found := _tense(words, at):
            return _known(found)
        if word == ";":
            break
    return ""


def _last(words: Sequence[str]) -> Tense:
    for at in range(len(words) - 1, -1, -1):
        if found := _tense(words, at, is_near=len(words) - at <= _RIGHT_BEHIND):
            return _known(found)
        if words[at] == ";":
            break
    return ""


def _known(found: str) -> Tense:
    return "past" if found == "past" else "coming" if found == "coming" else ""


def _tense(words: Sequence[str], at: int, *, is_near: bool = True) -> str:
    """Return what a word tells: "past", "coming", "unknown" for a verb that does not tell, "" for no verb.

    `is_near` says that the time stands right beside it, or opens the sentence.
    """
    word, before = words[at], words[at - 1] if at else ""
    behind = words[at + 1] if at + 1 < len(words) else ""
    if word in _COMING or word.endswith(("'ll", "’ll")) or (is_near and word in _TIMETABLE):
        return "coming"
    if word in _PLANNED:
        return "coming" if behind in ("to", "for", "on", "in", "") or before in ("is", "are") else ""
    if word in ("next", "upcoming"):
        return "unknown"
    if word == "be" or (before == "be" and word.endswith(("ed", "n"))):
        return "coming" if {"will", "to", "shall"} & set(words[max(0, at - 4) : at]) else "unknown"
    if word == "to" and behind and not behind.endswith(("ing", "ed")) and at + 2 < len(words):
        return _infinitive(words, at, before)
    if word == "have" and before in AUXILIARIES:
        return "coming" if before == "will" else "unknown"
    if word in _PAST_AUXILIARIES:
        return "" if behind in _PLANNED else "past"
    if word in AUXILIARIES or word in ("is", "are", "am", "isn't", "aren't"):
        return "unknown"
    return "past" if is_finite(word) and word not in _NOT_PAST and before not in _BEFORE_NOUNS else ""


def _infinitive(words: Sequence[str], at: int, before: str) -> str:
    """Return what "to" tells: of what is wanted nothing, unless it was done; before a noun it is no verb."""
    if before in _DONE:
        return "past"
    is_noun = words[at + 1] in ("the", "a", "an", "his", "her", "their", "its") or words[at + 1][0].isdigit()
    return "" if is_noun else "unknown"
