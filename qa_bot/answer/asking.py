"""How a question is put, and what it is about."""

from __future__ import annotations

import re

from qa_bot.english.pointing import ABOUT, AND, POINTING, PREPOSITION
from qa_bot.english.verbs import AUXILIARY
from qa_bot.text.terms import words

ASKING = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|old|far|often|big|large|tall))?)"
TELL = r"(?:(?:can|could|would) you )?(?:please )?(?:tell|give)(?: (?:me|us))?(?: (?:more|something))?(?: about)?"
MANNERS = r"(?:ok|okay|yes|no|well|hi|hello|please|sorry|thanks|thank you|i see|got it|that is fine)"
"""Pieces of regular expressions."""

_POLITE = re.compile(rf"\s*(?:{MANNERS}\b[\s,.!]*)+", re.IGNORECASE)
_THANKS = rf"(?:{MANNERS}|great|perfect|good|nice|cool|very much|so much|a lot|that helps|that is all|bye|goodbye)"
_NOTHING = re.compile(rf"\s*(?:{_THANKS}\b[\s,.!]*)+", re.IGNORECASE)
_WHO = re.compile(rf"\s*{AND}(?:who|whom|whose|which (?:man|woman|person|minister|president))\b", re.IGNORECASE)
_ABOUT = re.compile(rf"\s*{AND}{ABOUT}", re.IGNORECASE)
_ASKS = re.compile(rf"\b{ASKING}\b(?!\s+about\b)|^\s*{AND}(?:{AUXILIARY}|{TELL})\b", re.IGNORECASE)
_OPENING = re.compile(
    rf"\s*{AND}(?:{ABOUT})?(?:{PREPOSITION}\s+(?={ASKING}\b))?"
    rf"(?:{TELL}\b|{ASKING}\b(?:\s+{AUXILIARY}\b)?|{AUXILIARY}\b)?(?:\s+{POINTING}\b)?\s*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"\s*\b(?:{AUXILIARY}\s+{POINTING}(?:\s+have)?|do|does|did|(?:{PREPOSITION}\s+)?(?:it|this|that|them|him|her)$)\b",
    re.IGNORECASE,
)
_FRAGMENT = 5


def without_manners(question: str) -> str:
    """Return the question without "ok", "thank you" and the like in front; perhaps nothing is left."""
    return _POLITE.sub("", question, count=1) if _POLITE.match(question) else question


def asks_nothing(question: str) -> bool:
    """Say whether there is nothing but thanks, greetings and the like."""
    return bool(_NOTHING.fullmatch(question))


def asks_who(question: str) -> bool:
    """Say whether a person is asked for."""
    return bool(_WHO.match(without_manners(question)))


def is_elliptic(question: str) -> bool:
    """Say whether a question leaves out what it asks: "in Aleppo?", "what about France?", "and the second one"."""
    return not _ASKS.search(question) and (bool(_ABOUT.match(question)) or len(words(question)) <= _FRAGMENT)


def topic(question: str) -> str:
    """Return the question without the words that ask and point: "Who built the bridge?" is about "built the bridge"."""
    return _POINTER.sub("", _OPENING.sub("", without_manners(question), count=1).strip(" ?!.,")).strip()
