"""Find what points back, words that only what was said before explains, and name what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from qa_bot.english.names import CAPITAL, NAME
from qa_bot.english.verbs import AUXILIARY, BE
from qa_bot.text.terms import STOPWORDS, content_terms, words

SUBJECT = r"(?:i|you|he|she|it|we|they)"
_HE_OR_SHE = r"(?:he|she|him|her|hers|his)"
_IT_OR_THEY = r"(?:it|its|they|them|their|theirs|this|these|those)"
POINTING = r"(?:he|she|it|they|this|that|these|those)"
AND = r"(?:(?:and|but|or|so|also|then)\b,?\s*)*"
ABOUT = r"(?:what|how)\s+about\b\s*"
PREPOSITION = r"(?:about|after|at|before|by|during|for|from|in|near|of|on|since|to|with)"
"""Pieces of regular expressions."""

_OPENS = re.compile(rf"\W*(?:{_HE_OR_SHE}|{_IT_OR_THEY}|that|both|such|the (?:former|latter))\b", re.IGNORECASE)
_CONTINUES = re.compile(rf"\s*(?:and|but|or|so|also|{ABOUT}|why not|i mean|i meant)\b", re.IGNORECASE)
_PERSON = re.compile(rf"\b{_HE_OR_SHE}\b", re.IGNORECASE)
_THING = re.compile(rf"\b{_IT_OR_THEY}\b", re.IGNORECASE)
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

_ONE = re.compile(r"\b(?:(?P<whose>his|her(?=\s+\w))|he|she|him|her)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_OBJECT = re.compile(
    rf"(?:(?:who|which\s+\w+|how\s+\w+|what|where)\s+{BE}|(?:who|which\s+\w+)\s+(?!{AUXILIARY}\b)\w+|(?:what|how)\s+about)\s+"
    rf"((?:the|an?)\s+(?:[\w’'-]+\s+){{0,3}}?[\w’'-]+(?:\s+(?:of|in|for|at|on)\s+(?:{NAME}|\d{{4}}))*)[\s?.!]*",
    re.IGNORECASE,
)
"""A question whose end is plainly a thing: "How tall is the lighthouse of Skarholm?"."""


def is_pronoun(words: str) -> bool:
    """Say whether the words for somebody are a pronoun, which names nobody by itself."""
    return re.fullmatch(SUBJECT, words, re.IGNORECASE) is not None


def opens_by_pointing(sentence: str) -> bool:
    """Say whether a sentence opens with what the one before it explains: "He ...", "Both ...", "The latter ..."."""
    return bool(_OPENS.match(sentence))


def needs_context(question: str, said: Set[str] = frozenset()) -> bool:
    """Say whether a question cannot be understood without what was said before, whose stemmed words are `said`.

    It opens like a continuation, points back ("that", "else", a pronoun that no name before it in the question
    explains), has fewer than two words of its own without being a "What is ...?", or has two and one is "the ship" when
    a ship was spoken of.
    """
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


def means_several(question: str) -> bool:
    """Say whether the question has a "they" that is not named in it."""
    found = _SEVERAL.search(question)
    return bool(found and not _is_named_before(question, found.start()))


def name_people(question: str, people: Sequence[str]) -> str:
    """Return the question with whom its first pronoun means in its place."""
    if len(people) == 1:
        return _replaced(_ONE, question, people[0])
    return _replaced(_SEVERAL, question, enumerated(people)) if people else question


def name_thing(question: str, before: str) -> str:
    """Return the question with what the one before was plainly about in place of its first "it"."""
    thing = _OBJECT.fullmatch(before.strip())
    return _replaced(_IT, question, thing[1]) if thing else question


def enumerated(names: Sequence[str]) -> str:
    """Return names as one says them: A, B and C."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _is_named_before(question: str, end: int) -> bool:
    """Say whether a name stands before a place in a question, so that a pronoun there may mean it."""
    return _NAMED.search(question, 0, end) is not None


def _points_back(question: str) -> bool:
    unexplained = any(_unexplained(pronoun, question) for pronoun in (_PERSON, _THING))
    return unexplained or any(pattern.search(question) for pattern in _POINTS_BACK)


def _unexplained(pronoun: re.Pattern[str], question: str) -> bool:
    explained = _OF_WHOM_IS_ASKED.match(question)
    start = explained.end() if explained else 0
    return any(not _is_named_before(question, match.start()) for match in pronoun.finditer(question, start))


def _speaks_of(question: str, said: Set[str]) -> bool:
    if _is_named_before(question, len(question)):
        return False
    return any(set(content_terms(match[1])) & said for match in _THE.finditer(question))


def _replaced(pronoun: re.Pattern[str], question: str, name: str) -> str:
    found = pronoun.search(question)
    if not found or _is_named_before(question, found.start()):
        return question
    is_possessive = bool(found.groupdict().get("whose"))
    return f"{question[: found.start()]}{name}{'’s' * is_possessive}{question[found.end() :]}"
