"""How a question is put: whether it leans on what was said before, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Set

from qa_bot.answer.grammar import ABOUT, AND, ASKING, AUXILIARY, MANNERS, PERSON, POINTING, PREPOSITION, TELL, THING
from qa_bot.text.terms import STOPWORDS, content_terms, words

_POLITE = re.compile(rf"\s*(?:{MANNERS}\b[\s,.!]*)+", re.IGNORECASE)
_CONTINUES = re.compile(rf"\s*(?:and|but|or|so|also|{ABOUT}|why not)\b", re.IGNORECASE)
_PERSON = re.compile(rf"\b{PERSON}\b", re.IGNORECASE)
_THING = re.compile(rf"\b{THING}\b", re.IGNORECASE)
_THAT = re.compile(rf"\bthat\s*[?.!]*\s*$|\b(?:{PREPOSITION}|{AUXILIARY})\s+that\b", re.IGNORECASE)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:there|then)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<=\s)[^\W\d_a-z]\w+")
_OWN = re.compile(rf"\s*{AND}who\s+(?!{AUXILIARY}\b).*?\b(?:his|her|its|their)\b", re.IGNORECASE)
_WHO = re.compile(rf"\s*{AND}(?:who|whom|whose|which (?:man|woman|person|minister|president))\b", re.IGNORECASE)
_THE = re.compile(r"\bthe\s+(\w+)(?!\s+of\b)", re.IGNORECASE)
_FEW = 2

_ASKS = re.compile(rf"\b{ASKING}\b(?!\s+about\b)|^\s*{AND}(?:{AUXILIARY}|{TELL})\b", re.IGNORECASE)
_OPENING = re.compile(
    rf"\s*{AND}(?:{ABOUT})?(?:{PREPOSITION}\s+(?={ASKING}\b))?"
    rf"(?:{TELL}\b|{ASKING}\b(?:\s+{AUXILIARY}\b)?|{AUXILIARY}\b)?(?:\s+{POINTING}\b)?\s*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"\s*\b(?:{AUXILIARY}\s+{POINTING}(?:\s+have)?|(?:do|does|did)|(?:{PREPOSITION}\s+)?(?:it|this|that|them|him|her)$)\b",
    re.IGNORECASE,
)


def without_manners(question: str) -> str:
    """Return the question without "ok", "thank you" and the like in front; perhaps nothing is left."""
    return _POLITE.sub("", question, count=1) if _POLITE.match(question) else question


def leans(question: str, said: Set[str] = frozenset()) -> bool:
    """Say whether a question cannot be understood without what was said before, whose stemmed words are `said`.

    It opens like a continuation, points back with a pronoun that no name before it in the question explains, has fewer
    than two words of its own, or two and one is "the ship" when a ship was spoken of. One that ends with something in
    brackets has been made to stand alone.
    """
    if question.rstrip().endswith(")"):
        return False
    own = sum(word not in STOPWORDS for word in words(question))
    return (
        bool(_CONTINUES.match(question))
        or _points_back(question)
        or own < _FEW
        or (own == _FEW and _speaks_of(question, said))
    )


def means_a_person(question: str) -> bool:
    """Say whether the question has a "he" or "she" that no name before it explains."""
    return _unexplained(_PERSON, question)


def asks_who(question: str) -> bool:
    """Say whether a person is asked for."""
    return bool(_WHO.match(without_manners(question)))


def is_elliptic(question: str) -> bool:
    """Say whether a question leaves out what it asks: "in Aleppo?", "what about France?", "and the second one"."""
    return not _ASKS.search(question)


def topic(question: str) -> str:
    """Return the question without the words that ask and point: "Who built the bridge?" is about "built the bridge"."""
    return _POINTER.sub("", _OPENING.sub("", without_manners(question), count=1).strip(" ?!.,")).strip()


def _points_back(question: str) -> bool:
    unexplained = any(_unexplained(pronoun, question) for pronoun in (_PERSON, _THING))
    return unexplained or any(pattern.search(question) for pattern in (_THAT, _THERE))


def _speaks_of(question: str, said: Set[str]) -> bool:
    if _NAMED.search(question):
        return False
    return any(set(content_terms(match[1])) & said for match in _THE.finditer(question))


def _unexplained(pronoun: re.Pattern[str], question: str) -> bool:
    explained = _OWN.match(question)
    start = explained.end() if explained else 0
    return any(not _NAMED.search(question, 0, match.start()) for match in pronoun.finditer(question, start))
