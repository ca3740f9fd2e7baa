"""Questions as people type them: misspelt, in keywords, or without a word that the text has too."""

from __future__ import annotations

import random
import re

from qa_bot.text.terms import STOPWORDS

MISSPELT, KEYWORDS, SHORTER = 0.07, 0.1, 0.2
"""How often a question is misspelt, cut down to its keywords, or loses a word that the text has too."""

_FEWEST = 3
"""Telling words that must be left."""

_LONG = 5
"""Letters of a word that is misspelt."""

_WORD = re.compile(r"[^\W\d_]+")


def reworded(question: str, text: str, chosen: random.Random, *, is_answered: bool) -> str:
    """Return the question in other words or as it is; only an answered one may lose a word that the text has too.

    One without an answer keeps all its words, since it may lack it by just one of them.
    """
    if is_answered and chosen.random() < SHORTER:
        question = _shorter(question, text, chosen)
    if chosen.random() < KEYWORDS:
        question = keywords(question)
    if chosen.random() < MISSPELT:
        question = _misspelt(question, chosen)
    return question


def keywords(question: str) -> str:
    """Return the telling words of a question, all of it if they are few."""
    telling = [each for each in question.split() if each.strip(",.?'\"").lower() not in STOPWORDS]
    return " ".join(telling) if len(telling) >= _FEWEST else question


def _shorter(question: str, text: str, chosen: random.Random) -> str:
    """Leave out a telling word that stands in the text too."""
    words, held = question.split(), set(_WORD.findall(text.lower()))
    telling = [at for at, each in enumerate(words) if each.strip(",.?'\"").lower() not in STOPWORDS]
    shared = [at for at in telling if words[at].strip(",.?'\"").lower() in held]
    if len(telling) <= _FEWEST or not shared:
        return question
    without = chosen.choice(shared)
    return " ".join(each for at, each in enumerate(words) if at != without)


def _misspelt(question: str, chosen: random.Random) -> str:
    """Exchange, drop or double a letter of a long word, not its first."""
    words = question.split()
    long = [at for at, each in enumerate(words) if len(each) >= _LONG and each.isalpha()]
    if not long:
        return question
    at = chosen.choice(long)
    word, place = words[at], chosen.randrange(1, len(words[at]) - 1)
    words[at] = chosen.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )
    return " ".join(words)
