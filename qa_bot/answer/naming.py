"""Say in a question by name what it only points at: "he", "they", "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.answer.leaning import is_named_before
from qa_bot.english.names import NAME
from qa_bot.english.verbs import AUXILIARY, BE

_ONE = re.compile(r"\b(?:(?P<whose>his|her(?=\s+\w))|he|she|him|her)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_OBJECT = re.compile(
    rf"(?:(?:who|which\s+\w+|how\s+\w+|what|where)\s+{BE}|(?:who|which\s+\w+)\s+(?!{AUXILIARY}\b)\w+|(?:what|how)\s+about)\s+"
    rf"((?:the|an?)\s+(?:[\w’'-]+\s+){{0,3}}?[\w’'-]+(?:\s+(?:of|in|for|at|on)\s+(?:{NAME}|\d{{4}}))*)[\s?.!]*",
    re.IGNORECASE,
)
"""A question whose end is plainly a thing: "How tall is the lighthouse of Skarholm?"."""


def name_people(question: str, people: Sequence[str]) -> str:
    """Return the question with whom its first pronoun means in its place."""
    if len(people) == 1:
        return _replaced(_ONE, question, people[0])
    return _replaced(_SEVERAL, question, listed(people)) if people else question


def name_thing(question: str, before: str) -> str:
    """Return the question with what the one before was plainly about in place of its first "it"."""
    thing = _OBJECT.fullmatch(before.strip())
    return _replaced(_IT, question, thing[1]) if thing else question


def means_several(question: str) -> bool:
    """Say whether the question has a "they" that is not named in it."""
    found = _SEVERAL.search(question)
    return bool(found and not is_named_before(question, found.start()))


def listed(names: Sequence[str]) -> str:
    """Return names as one says them: A, B and C."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _replaced(pronoun: re.Pattern[str], question: str, name: str) -> str:
    found = pronoun.search(question)
    if not found or is_named_before(question, found.start()):
        return question
    is_possessive = bool(found.groupdict().get("whose"))
    return f"{question[: found.start()]}{name}{'’s' * is_possessive}{question[found.end() :]}"
