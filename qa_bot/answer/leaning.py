"""Whether a question leans on what was said before."""

from __future__ import annotations

import re
from collections.abc import Set

from qa_bot.answer.grammar import ABOUT, AND, PERSON, PREPOSITION, THING
from qa_bot.answer.joined import JOINT
from qa_bot.english.names import CAPITAL, NAME
from qa_bot.english.verbs import AUXILIARY, BE
from qa_bot.text.terms import STOPWORDS, content_terms, words

_CONTINUES = re.compile(rf"\s*(?:and|but|or|so|also|{ABOUT}|why not|i mean|i meant)\b", re.IGNORECASE)
_PERSON = re.compile(rf"\b{PERSON}\b", re.IGNORECASE)
_THING = re.compile(rf"\b{THING}\b", re.IGNORECASE)
_PERSON_LAST = re.compile(r"\b(?:him|her)\s*[?.!]*\s*$", re.IGNORECASE)
_POINTS_BACK = (
    re.compile(r"\b(?:him|her|it|that|them|this|these|those)\s*[?.!]*\s*$", re.IGNORECASE),
    re.compile(rf"\b(?:{PREPOSITION}|{AUXILIARY})\s+that\b", re.IGNORECASE),
    re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b|\bthere\b(?!\s+\w)|\bthen\b", re.IGNORECASE),
    re.compile(r"\b(?:else|instead|other than)\b", re.IGNORECASE),
    re.compile(r"\b(?:next|afterwards|later|earlier|too|as well)\s*[?.!]*\s*$", re.IGNORECASE),
)
_NAMED = re.compile(rf"(?<=\s){CAPITAL}\w+")
_OF_WHOM_IS_ASKED = re.compile(rf"\s*{AND}who\s+(?!{AUXILIARY}\b).*?\b(?:his|her|its|their)\b", re.IGNORECASE)
_WHAT_IS = re.compile(rf"\s*(?i:what|who|where)(?:['’]s|\s+(?i:{BE}))\s+(?:(?:an?\s+)?[\w-]+|{NAME})\s*\??\s*")
_THE = re.compile(r"\bthe\s+(\w+)(?!\s+of\b)", re.IGNORECASE)
_FEW = 2


def leans(question: str, said: Set[str] = frozenset()) -> bool:
    """Say whether a question cannot be understood without what was said before, whose stemmed words are `said`.

    It opens like a continuation, points back ("that", "else", a pronoun that no name before it in the question
    explains), has fewer than two words of its own without being a "What is ...?", or has two and one is "the ship" when
    a ship was spoken of.
    One that is joined to another, or has something in brackets at its end, has been made to stand alone.
    """
    if question.rstrip().endswith(")") or JOINT in question:
        return False
    own = sum(word not in STOPWORDS for word in words(question))
    return (
        bool(_CONTINUES.match(question))
        or _points_back(question)
        or (own < _FEW and not _WHAT_IS.fullmatch(question))
        or (own == _FEW and _speaks_of(question, said))
    )


def means_a_person(question: str) -> bool:
    """Say whether the question has a "he" or "she" who is not named in it."""
    return _unexplained(_PERSON, question) or bool(_PERSON_LAST.search(question))


def is_named_before(question: str, end: int) -> bool:
    """Say whether a name stands before a place in a question, so that a pronoun there may mean it."""
    return _NAMED.search(question, 0, end) is not None


def _points_back(question: str) -> bool:
    unexplained = any(_unexplained(pronoun, question) for pronoun in (_PERSON, _THING))
    return unexplained or any(pattern.search(question) for pattern in _POINTS_BACK)


def _unexplained(pronoun: re.Pattern[str], question: str) -> bool:
    explained = _OF_WHOM_IS_ASKED.match(question)
    start = explained.end() if explained else 0
    return any(not is_named_before(question, match.start()) for match in pronoun.finditer(question, start))


def _speaks_of(question: str, said: Set[str]) -> bool:
    if is_named_before(question, len(question)):
        return False
    return any(set(content_terms(match[1])) & said for match in _THE.finditer(question))
